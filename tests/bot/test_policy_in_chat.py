"""The policy in the chat: browsing, asking in one's own words, and on what a step rests."""

import pytest

from bot.routers.wording import command_of, is_clear_question, is_question
from tests.bot.conftest import Visit
from tests.bot.steps import ELIGIBLE, answers_all, form_of, submits
from tests.chat import Chat
from tests.people import WANG_XIUYING

XINYU = "/start check_xinyu-2023-82"
CHECKED = "核对于2026年11月21日。"


def labels(chat: Chat) -> list[str]:
    return [button.label for button in chat.screen.buttons]


async def begins(chat: Chat) -> None:
    await chat.says(XINYU)
    await chat.sees("第1步")


async def reaches_form(chat: Chat) -> None:
    await begins(chat)
    await answers_all(chat, ELIGIBLE)
    await chat.taps("现在申请")
    await chat.taps("同意，开始申请")
    await chat.sees("姓名")


async def opens_contents(chat: Chat) -> None:
    await chat.says("政策")
    await chat.sees("可以按条看原文")
    await chat.taps(next(label for label in labels(chat) if label in ("浏览条文", "看条文：新余市")))
    await chat.sees("第三条　动态管理")


# --- browsing


async def test_the_document_is_read_article_by_article(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await opens_contents(wang)
    await wang.taps("第三条")
    article = await wang.sees("（一）实行退出制度。", "6.被查实确认存在骗取、套取就业补助资金行为的；")
    assert all(words in article.text for words in ("余人社字〔2023〕82号", "2023年", CHECKED))
    await wang.taps("下一条")
    await wang.sees("第四条　援助项目")
    await wang.taps("上一条")
    await wang.sees("第三条　动态管理")
    await wang.taps("目录")
    await wang.sees("第七条　保障措施")


async def test_the_start_page_and_the_commands_lead_there(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.taps("查政策")
    await wang.sees("可以按条看原文", "余人社字〔2023〕82号")
    for said in ("/policy", "条文", "查政策。"):
        await wang.says(said)
        await wang.sees("可以按条看原文")


# --- asking


@pytest.mark.parametrize(
    ("question", "place", "words"),
    [
        ("女的四十岁能申请吗", "第一条第（一）项", "女性年满40周岁、男性年满50周岁的失业人员"),
        ("残疾证过期了怎么办", "第三条第（一）项第4目", "证书超过有效期的"),
        ("要带什么材料？", "第二条第（一）项", "提供身份证或户口本、《就业创业证》"),
        ("退出后多久能再申请", "第三条第（二）项", "满3个月的"),
    ],
)
async def test_xy_59_a_question_out_of_the_blue_is_answered_with_the_article(
    visit: Visit, question: str, place: str, words: str
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(question)
    answer = await wang.sees("最接近的条文")
    assert all(each in answer.text for each in (place, words, "余人社字〔2023〕82号", CHECKED))
    assert "以经办机构答复为准" in answer.text
    assert "做自测" in labels(wang)


async def test_the_whole_article_is_one_tap_away(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.says("退出后多久能再申请")
    await wang.sees("最接近的条文")
    await wang.taps(next(label for label in labels(wang) if "第三条" in label))
    await wang.sees("第三条　动态管理")


async def test_where_no_article_fits_it_says_so_and_offers_people(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("公积金能提出来买房吗")
    await wang.sees("没有找到合适的条文", "12333")
    assert {"查政策", "人工服务"} <= set(labels(wang))


async def test_after_just_ask_a_single_word_is_a_question(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("政策")
    await wang.taps("直接问")
    await wang.sees("您想问什么？")
    await wang.says("公益性岗位")
    await wang.sees("最接近的条文", "公益性岗位")
    await wang.says("第四条第(三)项")
    await wang.sees("“131”服务")
    await wang.says("飞碟")
    await wang.sees("没有找到合适的条文")


async def test_a_question_in_the_middle_of_a_question_is_answered_and_nothing_is_lost(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await begins(wang)
    await wang.sees("第1步")
    await wang.says("没有工作也能申请吗？")
    await wang.sees("最接近的条文", "第1步")
    assert "✔ 工作情况" not in wang.transcript
    await wang.says("残疾证过期了怎么办")
    await wang.sees("第三条第（一）项第4目", "第1步")
    await wang.says("没有工作")
    await wang.sees("✔ 工作情况：没有工作")


async def test_what_is_no_question_about_the_policy_is_still_an_answer_or_asked_again(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await begins(wang)
    await wang.says("火星？")
    await wang.sees("没有看懂", "第1步")
    await wang.says("没有工作")
    await wang.sees("第2步")
    await wang.says("渝水区？")
    await wang.sees("✔ 户籍所在地：渝水区")


async def test_a_question_in_a_field_is_not_written_into_the_form(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await wang.says("要带什么材料吗？")
    await wang.sees("最接近的条文", "姓名")
    await wang.says("天上有几颗星星吗？")
    await wang.sees("没有找到合适的条文", "姓名")
    await wang.says("王秀英")
    await wang.sees("✔ 姓名：王秀英")


async def test_an_article_looked_at_in_between_leads_back_to_the_step(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await begins(wang)
    question = await wang.sees("第1步")
    await opens_contents(wang)
    await wang.taps("第二条")
    await wang.sees("认定程序")
    assert wang.messages[question.number].text == question.text
    await wang.taps("继续填写")
    await wang.sees("第1步")
    await wang.says("没有工作")
    await wang.sees("第2步")


async def test_who_reads_english_sees_the_original_and_below_it_our_translation(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("English")
    await wang.sees("Changed to English")
    await wang.says("my disability certificate has expired?")
    answer = await wang.sees("The articles that come closest")
    original, translation = answer.text.index("证书超过有效期的"), answer.text.index("later withdrawn or has expired")
    assert original < translation
    assert "in Chinese; a translation below them is ours" in answer.text


# --- 依据是什么


async def test_xy_02_the_basis_of_everything_is_both_document_numbers(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("依据是什么")
    basis = await wang.sees("政策依据")
    assert "余人社字〔2023〕82号" in basis.text
    assert "《江西省就业补助资金管理办法》（赣财社〔2019〕1号）" in basis.text


async def test_at_a_question_its_article_is_shown_and_the_question_asked_again(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await begins(wang)
    for said in ("依据是什么", "为什么要问这个？", "有什么依据"):
        await wang.says(said)
        shown = await wang.sees("依据：工作情况", "第1步")
        grounds = next(
            each for each in reversed(wang.messages.values()) if each.text.startswith("依据：")
        )
        assert "处于失业状态" in grounds.text
        assert "赣财社〔2019〕1号" in grounds.text
        assert shown.number > grounds.number


async def test_at_the_result_the_articles_of_what_fits_are_shown(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await begins(wang)
    await answers_all(wang, ELIGIBLE)
    await wang.says("依据")
    shown = await wang.sees("依据：自测结果")
    assert "第一条第（一）项" in shown.text
    assert "第一条第（五）项" not in shown.text


async def test_at_a_field_a_paper_and_a_case_the_article_of_it_is_shown(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await wang.says("依据是什么")
    await wang.sees("依据：", "第二条第（一）项", "姓名")
    await answers_all(wang, form_of(wang.person), until="意愿")
    await wang.taps("就业推荐")
    await wang.sees_button("✔ 就业推荐")
    await wang.taps("选好了")
    await wang.taps("先不填")
    await wang.sees("材料清单")
    await wang.says("依据")
    await wang.sees("依据：材料清单", "就业创业证")
    await wang.taps("1. 身份证或户口本")
    await wang.says("依据")
    await wang.sees("依据：身份证或户口本", "有其中一种就可以")


async def test_at_a_sent_case_the_article_of_its_stage_is_shown(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    await wang.says("进度")
    await wang.sees("我的进度")
    await wang.says("依据是什么")
    await wang.sees("依据：初审（等待办理）", "线上信息比对，线下入户核实")


# --- which texts are questions


@pytest.mark.parametrize(
    "text", ["女的四十岁能申请吗", "要带什么材料", "多久能办好", "失业登记怎么办", "42岁能弄不", "how do I apply"]
)
def test_questions_are_told(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize("text", ["我下岗了 没工作 咋办", "没有工作", "1980年3月5日", "不", "王秀英", "我还没有登记呢"])
def test_what_is_no_question_is_not_taken_for_one(text: str) -> None:
    assert not is_question(text)


def test_only_what_ends_as_a_question_can_be_nothing_else() -> None:
    assert is_clear_question("没有工作也能申请吗")
    assert is_clear_question("要带什么材料？")
    assert not is_clear_question("没有什么工作")
    assert not is_clear_question("渝水区")


@pytest.mark.parametrize(
    "text", ["依据", "依据是什么", "依据是什么？", "有什么依据", "政策依据", "为什么要问这个", "根据什么规定"]
)
def test_asking_for_the_basis_in_many_words(text: str) -> None:
    assert command_of(text) == ("grounds", "")
