"""Papers over the chat: photos, albums, files, in any order, and what is refused."""

from tests import papers
from tests.bot.conftest import Visit
from tests.bot.steps import reaches_papers
from tests.chat import Chat
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING

SLOW = 15.0
"""Seconds: the first picture starts a decoder."""


async def asked_for_identity(visit: Visit) -> Chat:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("1. 身份证或户口本")
    await wang.sees("有其中一种就可以")
    await wang.taps("2. 户口本")
    await wang.sees("请发《户口本》", "四个角", "20MB")
    return wang


async def test_an_album_is_answered_once(visit: Visit) -> None:
    wang = await asked_for_identity(visit)
    before = wang.screen.number
    await wang.sends_album([papers.jpeg(f"户口本第{n}页") for n in range(1, 7)])
    await wang.sees("现在有6个文件", within=SLOW)
    answers = [m for m in wang.messages.values() if not m.mine and m.number > before]
    assert len(answers) == 1


async def test_a_document_and_a_photo_both_count(visit: Visit) -> None:
    wang = await asked_for_identity(visit)
    await wang.sends_photo(papers.jpeg("首页"))
    await wang.sees("现在有1个文件", within=SLOW)
    await wang.sends_document(papers.pdf("本人页"), "户口本.pdf", "application/pdf")
    await wang.sees("现在有2个文件", within=SLOW)
    await wang.sends_photo(papers.jpeg("第三页"))
    await wang.sees("现在有3个文件", within=SLOW)
    await wang.taps("查看或删除")
    page = await wang.sees("1. 照片1", "2. 户口本.pdf", "3. 照片2")
    assert "photo.jpg" not in page.text
    await wang.taps("删除第3个")
    await wang.sees("已删除")
    await wang.taps("删除第1个")
    await wang.sees("已删除")
    await wang.sees_button("删除第1个")
    assert "删除第2个" not in [button.label for button in wang.screen.buttons]


async def test_what_cannot_be_taken_is_explained_and_nothing_is_lost(visit: Visit) -> None:
    wang = await asked_for_identity(visit)
    for content, name, words in (
        (papers.program(), "照片.jpg", "照片.jpg：收到的是程序"),
        (papers.web_page(), "证明.jpg", "收到的是网页"),
        (papers.truncated_jpeg(), "断.jpg", "打不开"),
        (papers.pdf(), "照片.jpg", "文件名和内容对不上"),
    ):
        await wang.sends_document(content, name, "image/jpeg")
        await wang.sees(words, within=SLOW)
    await wang.sends_document(papers.jpeg(), "大.jpg", "image/jpeg", size=21 * 1024 * 1024)
    await wang.sees("超过20MB")
    await wang.sends_photo(papers.jpeg())
    await wang.sees("现在有1个文件", within=SLOW)


async def test_a_refused_file_leaves_the_choice_and_the_count_as_they_were(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("1. 身份证或户口本")
    await wang.sees("有其中一种就可以")
    await wang.sends_document(papers.program(), "照片.jpg", "image/jpeg")
    again = await wang.sees("收到的是程序", "有其中一种就可以", within=SLOW)
    assert "还有1项" not in again.text
    await wang.taps("2. 户口本")
    await wang.sees("请发《户口本》")
    await wang.taps("回材料清单")
    await wang.sees("已传0项，共2项")


async def test_the_same_picture_again_is_said_to_be_in_already(visit: Visit) -> None:
    wang = await asked_for_identity(visit)
    await wang.sends_photo(papers.jpeg("首页"))
    await wang.sees("现在有1个文件", within=SLOW)
    await wang.sends_photo(papers.jpeg("首页"))
    again = await wang.sees("这张已经收到过了", within=SLOW)
    assert "收到了。" not in again.text
    await wang.sends_album([papers.jpeg("本人页"), papers.jpeg("首页")])
    await wang.sees("第2个文件：这张已经收到过了", within=SLOW)
    await wang.sees("现在有2个文件")


async def test_a_photo_before_a_paper_was_chosen_is_kept_and_asked_about(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.sends_album([papers.jpeg("一"), papers.jpeg("二")])
    await wang.sees("收到2个文件", "这是哪一项材料", within=SLOW)
    await wang.taps("2. 《就业创业证》")
    await wang.sees("《就业创业证》现在有2个文件", within=SLOW)


async def test_a_text_where_a_photo_is_asked_for_shows_the_way(visit: Visit) -> None:
    wang = await asked_for_identity(visit)
    await wang.says("我等下再传")
    await wang.sees("请发《户口本》")
    await wang.says("返回")
    await wang.sees("材料清单")


async def test_the_photo_of_the_form_is_taken_where_it_is_asked_for(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.says("返回")
    await wang.sees("本人的照片")
    await wang.says("没有照片")
    await wang.sees("要发照片。请点“照片”或附件")
    await wang.sends_photo(papers.portrait())
    await wang.sees("✔ 照片", within=SLOW)


async def test_before_the_first_photo_of_a_kind_a_drawing_shows_how_once(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("1. 身份证或户口本")
    await wang.sees("有其中一种就可以")
    await wang.taps("2. 户口本")
    drawn = await wang.sees("这样拍：首页和本人页各一张")
    assert (await wang.opens(drawn)).startswith(b"\x89PNG")
    asked = await wang.sees("请发《户口本》")
    assert asked.number > drawn.number
    await wang.taps("回材料清单")
    await wang.sees("已传0项")
    await wang.taps("1. 身份证或户口本")
    await wang.sees("请发《户口本》")
    await wang.sees_nothing_of("这样拍")
    await wang.taps("怎么拍")
    again = await wang.sees("这样拍：首页和本人页各一张")
    assert again.file_id == drawn.file_id  # Known to the messenger by now.
    assert (await wang.sees("请发《户口本》")).number > again.number
    await wang.sends_photo(papers.jpeg("首页"))
    await wang.sees("现在有1个文件", within=SLOW)


async def test_where_the_drawing_cannot_be_shown_the_conversation_goes_on(visit: Visit, telegram: FakeBotApi) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("1. 身份证或户口本")
    await wang.sees("有其中一种就可以")
    await telegram.control.fault("400", "sendphoto", description="Bad Request: not enough rights to send photos")
    await wang.taps("1. 身份证")
    await wang.sees("请发《身份证》")


async def test_the_last_day_of_a_paper_is_typed_by_who_likes_to(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("1. 身份证或户口本")
    await wang.sees("有其中一种就可以")
    await wang.taps("1. 身份证")
    await wang.sees("请发《身份证》")
    await wang.sends_photo(papers.jpeg("正面"))
    await wang.sees("现在有1个文件", "可以打字告诉我们到哪天", within=SLOW)
    await wang.says("2006.06.30-2026.06.30")
    await wang.sees("有效期到（您说的）：2026年6月30日", "已经过了", "公安机关换新证", "照片和日期都替您留着")
    await wang.says("2027年1月1日至2047年1月1日")
    await wang.sees("发证日期2027年1月1日还没有到", "照片都在")
    await wang.says("有效期到2036年6月30日")
    mended = await wang.sees("有效期到（您说的）：2036年6月30日")
    assert "已经过了" not in mended.text
    await wang.says("我等下再拍")
    await wang.sees("我没有看懂", "请发《身份证》")
    await wang.says("初审要多久？")
    await wang.sees("请发《身份证》")
    await wang.taps("回材料清单")
    await wang.sees("已传1项")
    await wang.taps("先看看填的内容")
    await wang.sees("身份证或户口本：1个文件，有效期到2036年6月30日（您说的）")


async def test_a_paper_whose_day_has_passed_is_never_said_to_be_all_in(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("2. 《就业创业证》")
    await wang.sees("请发《就业创业证》")
    await wang.sends_photo(papers.jpeg("就业创业证"))
    await wang.sees("现在有1个文件", within=SLOW)
    await wang.taps("下一项：身份证或户口本")
    await wang.taps("1. 身份证")
    await wang.sees("请发《身份证》")
    await wang.sends_photo(papers.jpeg("正面"))
    await wang.sees("材料都齐了", within=SLOW)
    await wang.says("有效期到2026年6月30日")
    over = await wang.sees("这一天已经过了", "可以换新的再传，也可以照这样提交，由受理机构决定")
    assert "材料都齐了" not in over.text
    await wang.says("有效期到2036年6月30日")
    await wang.sees("材料都齐了")
