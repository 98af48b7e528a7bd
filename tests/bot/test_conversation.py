"""The manners of the conversation, each as a scripted talk."""

from sqlalchemy import select

from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM, Work
from tests import papers
from tests.bot.conftest import Visit
from tests.bot.steps import (
    ELIGIBLE,
    answers_all,
    form_of,
    reaches_check,
    reaches_form,
    reaches_papers,
    reaches_result,
    submits,
)
from tests.people import LI_JIANGUO, LIU_XIAOFANG, WANG_XIUYING, ZHAO_MIN


async def test_the_first_message_says_who_what_how_long_and_that_it_is_free(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.sees("新余市就业创业服务中心", "分钟", "免费", "12333", "不用姓名")


async def test_a_person_who_qualifies_learns_it_with_article_and_no_promise(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang)
    assert "可能符合" in wang.screen.text
    assert "第一条第（一）项" in wang.screen.text
    assert "以经办机构审核为准" in wang.screen.text
    assert "批准" not in wang.screen.text


async def test_where_only_time_is_missing_the_day_is_named(visit: Visit) -> None:
    liu = visit(LIU_XIAOFANG)
    await reaches_result(liu, ELIGIBLE | {"出生日期": "1987年3月5日"})
    assert "2027年3月5日" in liu.screen.text
    assert "暂不符合" in liu.screen.text
    assert "现在申请" not in [button.label for button in liu.screen.buttons]


async def test_who_does_not_qualify_meets_no_dead_end(visit: Visit) -> None:
    zhao = visit(ZHAO_MIN)
    await reaches_result(zhao, ELIGIBLE | {"出生日期": "1995-12-1"})
    assert "接下来可以这样做" in zhao.screen.text
    await zhao.sees_button("人工服务")


async def test_who_is_not_registered_yet_learns_what_would_fit_and_comes_back(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang, ELIGIBLE | {"失业登记，": "没有登记"})
    assert "办好失业登记后，您可能符合第一条第（一）项。" in wang.screen.text
    assert "1. 先办失业登记，不收费。" in wang.screen.text
    assert "现在申请" not in [button.label for button in wang.screen.buttons]
    await wang.taps("看材料清单")
    await wang.sees("您还没有失业登记")
    assert "现在申请" not in [button.label for button in wang.screen.buttons]
    await wang.taps("返回结果")
    await wang.sees("自测结果")
    await wang.taps("修改答案")
    await wang.sees("您的回答")
    await wang.says("失业登记")
    await wang.sees("您上次的回答：没有登记")
    await wang.taps("已登记")
    await wang.sees("您可能符合认定条件。")
    await wang.sees_button("现在申请")


async def test_who_has_only_to_wait_is_reminded_and_can_take_it_back(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang, ELIGIBLE | {"出生日期": "1987.3.5"})
    await wang.taps("到那天提醒我")
    await wang.sees("记下了，到那天上午提醒您", "“4050”人员")
    await wang.says("进度")
    shown = await wang.sees("我的提醒", "“4050”人员")
    assert "2027年3月5日" in shown.text
    await wang.taps("取消提醒：2027年3月5日")
    await wang.sees("您还没有申请")
    assert "我的提醒" not in wang.screen.text


async def test_an_answer_is_echoed_in_its_question_and_the_buttons_go(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    question = await wang.sees("第1步")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    assert wang.messages[question.number].text == "✔ 工作情况：没有工作"
    assert wang.messages[question.number].buttons == ()


async def test_why_do_you_ask_unfolds_and_folds(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("为什么问这个")
    await wang.sees("为什么问：")
    await wang.taps("收起说明")
    await wang.sees("第1步")
    assert "为什么问：" not in wang.screen.text


async def test_back_shows_the_old_answer_and_any_answer_can_be_changed(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    await wang.taps("返回")
    await wang.sees("您上次的回答：没有工作")
    await wang.says("2")
    await wang.sees("✔ 工作情况：在单位上班")


async def test_back_from_the_first_question_leads_home(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await wang.says("返回")
    await wang.sees("我可以帮您")


async def test_changing_an_answer_after_the_result_gives_a_new_result(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang)
    await wang.taps("修改答案")
    await wang.sees("您的回答")
    await wang.says("出生日期")
    await wang.sees("您上次的回答：1980年3月5日")
    await wang.says("1995.12.1")
    await wang.sees("暂不符合认定条件")


async def test_cancel_keeps_everything_and_start_offers_it_again(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    await wang.taps("取消")
    await wang.sees("都替您留着")
    await wang.says("/start")
    await wang.taps("继续自测")
    await wang.sees("第2步")


async def test_after_a_finished_self_check_every_wish_to_go_on_leads_to_its_result(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang)
    for said in ("继续", "继续申请", "我要申请", "自测"):
        await wang.says(said)
        await wang.sees("您的自测已经做完了")
    await wang.taps("看上次结果")
    await wang.sees("自测结果")
    await wang.says("继续")
    await wang.sees("您的自测已经做完了")
    await wang.taps("重新自测")
    await wang.sees("第1步")


async def test_labels_numbers_and_parts_of_labels_are_understood(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await wang.says("1")
    await wang.sees("✔ 工作情况：没有工作")
    await wang.says("渝水。")
    await wang.sees("✔ 户籍所在地：渝水区")
    await wang.says("1980.3.5")
    await wang.sees("✔ 出生日期：1980年3月5日")


async def test_a_part_of_a_label_is_never_taken_for_its_opposite(visit: Visit) -> None:
    li = visit(LI_JIANGUO)
    await li.says("自测")
    await li.sees("第1步")
    await li.says("有工作")
    await li.sees("失业状态：不符合", "您的情况：在单位上班")
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await wang.says("没工作了，厂里倒闭")
    await wang.sees("✔ 工作情况：没有工作")
    await wang.says("新余")
    await wang.sees("没有看懂", "您的户口在新余市哪里")
    await wang.says("不在新余")
    await wang.sees("自测结果", "不在新余市")


async def test_a_word_that_also_leads_elsewhere_answers_what_is_asked(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await answers_all(wang, ELIGIBLE, until="您现在想找工作吗")
    await wang.says("找工作")
    await wang.sees("✔ 就业愿望：想找工作")


async def test_an_agreement_is_given_by_a_tap_and_the_buttons_stay_for_it(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang)
    await wang.taps("现在申请")
    await wang.sees("谁在收集")
    await wang.says("同意")
    await wang.sees("请点下面的按钮来选", "谁在收集")
    await wang.taps("同意，开始申请")
    await wang.sees("姓名")


async def test_what_is_not_understood_is_asked_again_and_then_a_person_is_offered(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await wang.says("天上")
    again = await wang.sees("没有看懂", "第1步")
    assert "找工作人员帮忙" not in [button.label for button in again.buttons]
    await wang.says("地下")
    await wang.sees("没有看懂")
    await wang.taps("找工作人员帮忙")
    await wang.sees("12333")
    await wang.says("没有工作")
    await wang.sees("第2步")


async def test_a_double_tap_is_one_tap(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("没有工作", times=5)
    await wang.sees("第2步")
    await wang.says("帮助")
    await wang.sees("怎么用帮办")
    assert wang.transcript.count("第2步") == 1
    assert "过期" not in wang.transcript


async def test_an_old_button_explains_itself_and_leads_on(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    old = await wang.sees("第1步")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    await wang.taps("渝水区")
    await wang.sees("第3步")
    await wang.taps_old(old, "在单位上班")
    now = await wang.sees("此按钮已过期，请从这里继续", "第3步")
    assert "第3步" in now.text
    assert "此按钮已过期，请从这里继续。" in wang.toasts


async def test_a_burst_of_texts_answers_one_question_only(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    for text in ("没有工作", "渝水区", "1980.3.5", "女"):
        await wang.door.say(text)
    await wang.sees("请逐条发送")
    await wang.says("帮助")
    await wang.sees("怎么用帮办")
    assert wang.transcript.count("请逐条发送") == 1
    assert "第3步" not in wang.transcript


async def test_words_do_what_commands_do(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    for said, seen in (
        ("菜单", "我可以帮您"),
        ("/menu", "我可以帮您"),
        ("帮助", "怎么用帮办"),
        ("进度", "您还没有申请"),
        ("人工", "找工作人员"),
        ("/privacy", "我们保存什么"),
        ("/delete", "删除我的记录"),
        ("继续", "现在没有要接着填的内容"),
        ("取消", "好的"),
        ("语言", "Please choose"),
        ("/start status", "您还没有申请"),
        ("/start check_xinyu-2023-82", "第1步"),
        ("/start no-such-place", "我可以帮您"),
        ("/start check_no-such-policy", "您可以从这里开始"),
    ):
        await wang.says(said)
        await wang.sees(seen)


async def test_words_out_of_the_blue_get_a_helpful_sentence(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("今天天气不错")
    await wang.sees("我没有看懂", "我可以帮您")


async def test_who_says_why_she_came_is_offered_the_self_check_in_two_lines(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    for said in ("我下岗了 没工作 咋办", "没工作了", "想申请"):
        await wang.says(said)
        offer = await wang.sees("先做自测")
        assert "我没有看懂" not in offer.text
        assert len(offer.text.splitlines()) == 2
    await wang.taps("开始自测")
    await wang.sees("第1步")


async def test_a_text_around_a_label_is_understood(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await wang.says("没工作了呀")
    await wang.sees("✔ 工作情况：没有工作", "第2步")
    await wang.says("渝水 城南")
    await wang.sees("✔ 户籍所在地：渝水区")


async def test_what_was_typed_stands_before_what_it_was_understood_as(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    question = await wang.sees("第1步")
    await wang.says("没有工作")
    following = await wang.sees("第2步")
    assert following.text.startswith("✔ 工作情况：没有工作")
    assert "工作情况" in wang.messages[question.number].text
    assert wang.messages[question.number].buttons == ()


async def test_a_person_asking_for_people_sees_the_county_of_her_answer_and_goes_on(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    await wang.taps("渝水区")
    await wang.sees("第3步")
    await wang.says("人工")
    page = await wang.sees("找工作人员", "12333")
    assert "渝水区公共就业服务机构" in page.text
    assert "站所（" not in page.text
    assert "分宜" not in page.text
    assert "地址和时间请打12333确认" in page.text
    await wang.taps("全部办理地点")
    await wang.sees("分宜县公共就业服务机构")
    await wang.says("人工")
    await wang.taps("继续填写")
    await wang.sees("第3步")


async def test_one_tap_or_one_word_changes_the_language(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    welcome = await wang.sees("我可以帮您")
    await wang.taps("English")
    english = await wang.sees("Changed to English")
    assert english.number == welcome.number
    assert not any("开始" in button.label for button in english.buttons)
    await wang.says("中文")
    await wang.sees("已换成中文")
    await wang.says("English")
    await wang.sees("Changed to English")


async def test_without_its_papers_the_page_to_check_says_what_is_missing(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("先看看填的内容")
    await wang.sees("请核对", "还差2项材料，传齐后才能提交")
    assert "确认并提交" not in [button.label for button in wang.screen.buttons]
    await wang.taps("去传材料")
    await wang.sees("材料清单")


async def test_a_number_left_for_later_is_asked_before_sending_and_it_is_said_why(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await answers_all(wang, form_of(WANG_XIUYING), until="就业创业证号")
    await wang.taps("先不填")
    await wang.sees("✔ 就业创业证号：没有填", "这一项提交前要填")
    assert "前几位不是" not in wang.transcript
    await answers_all(wang, form_of(WANG_XIUYING), until="意愿")
    await wang.taps("就业推荐")
    await wang.taps("选好了")
    await wang.sees("照片")
    await wang.taps("先不填")
    await wang.sees("材料清单")
    await wang.taps("先看看填的内容")
    await wang.sees("提交前还要填这一项。", "就业创业证号")
    await wang.taps("先不填")
    await wang.sees("就业创业证号：没有填，提交前要填")
    await wang.taps("去填就业创业证号")
    await wang.sees("请告诉我您的就业创业证号")
    await wang.says(WANG_XIUYING.certificate_no)
    await wang.sees("请核对")
    assert "去填就业创业证号" not in [button.label for button in wang.screen.buttons]


async def test_english_from_the_first_to_the_last_word(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/language")
    await wang.taps("English")
    await wang.sees("Changed to English")
    await wang.taps("Start self-check")
    await wang.sees("Step 1")


async def test_the_language_changes_in_the_middle_of_a_question(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await wang.says("语言")
    await wang.taps("English")
    await wang.sees("Step 1")


async def test_stickers_and_places_are_met_with_a_kind_sentence(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    person = {"id": WANG_XIUYING.chat_id, "is_bot": False, "first_name": "王"}
    await wang.door.control.push(  # type: ignore[attr-defined]
        {
            "message": {
                "message_id": 900,
                "date": 1,
                "chat": {"id": WANG_XIUYING.chat_id, "type": "private", "first_name": "王"},
                "from": person,
                "location": {"latitude": 27.8, "longitude": 114.9},
            }
        }
    )
    await wang.sees("这种消息我看不懂", "第1步")


async def test_the_checklist_is_shown_and_sent_as_a_document(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang)
    await wang.taps("看材料清单")
    await wang.sees("不用准备")
    await wang.taps("发给我PDF")
    document = await wang.sees("可以保存或打印")
    assert (await wang.opens(document)).startswith(b"%PDF")
    await wang.taps("返回结果")
    result = await wang.sees("自测结果")
    assert result.number > document.number


async def test_words_after_the_result_point_back_to_it(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_result(wang)
    await wang.says("谢谢你")
    await wang.sees("我没有看懂")
    await wang.taps("返回结果")
    await wang.sees("自测结果")
    await wang.says("看材料清单")
    await wang.sees("不用准备")


async def test_a_photo_before_there_is_an_application_is_not_met_with_silence(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    await wang.sends_photo(papers.jpeg())
    await wang.sees("收到文件了", "第1步")


async def test_messy_input_is_normalised_and_wrong_input_explained(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await wang.says("<b>王</b>&秀英")
    await wang.sees("姓名里不能有数字、表情或符号", "例如：王秀英")
    await wang.says("我叫王秀英。")
    await wang.sees("✔ 姓名：王秀英")
    await wang.says("36050219800305")
    await wang.sees("身份证号码是18位，您写了14位")
    await wang.says(WANG_XIUYING.id_number[:-1] + ("1" if WANG_XIUYING.id_number[-1] != "1" else "2"))
    await wang.sees("最后一位对不上")
    await wang.says(" " + WANG_XIUYING.id_number.lower() + " ")
    await wang.sees("360502********")
    await wang.says("１９９ 0000 0001")
    await wang.sees("✔ 联系电话：199****0001")


async def test_the_page_to_check_masks_numbers_and_changes_line_by_line(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_check(wang)
    assert WANG_XIUYING.id_number not in wang.screen.text
    assert WANG_XIUYING.phone not in wang.screen.text
    assert "声明" in wang.screen.text
    await wang.taps("修改表格")
    await wang.taps("文化程度")
    await wang.sees("现在填的是：初中")
    await wang.taps("高中")
    await wang.sees("请核对", "文化程度：高中")


async def test_submitting_is_confirmed_by_one_message_and_twice_gives_the_same(visit: Visit, work: Work) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_check(wang)
    check = wang.screen
    await wang.taps("确认并提交", times=2)
    letter = await wang.sees("申请已提交", "下一步：渝水区城南街道", "10分钟内可以收回来改", "通知编号")
    number = letter.text.split("受理编号：")[1].split("\n")[0]
    assert "12333" in letter.text
    assert [message.text for message in wang.messages.values()].count(letter.text) == 1
    row = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(OutboxRow)).one())
    assert (row.state, row.message_id) == ("sent", letter.number), "shown by the turn, it does not come again"
    await wang.taps_old(letter, "查看进度")
    progress = await wang.sees("申请进度", number)
    assert progress.number > letter.number
    assert wang.messages[letter.number].text == letter.text
    assert wang.messages[letter.number].buttons == letter.buttons
    await wang.taps_old(check, "确认并提交")
    await wang.says("进度")
    status = await wang.sees("我的进度", number)
    assert status.text.count("受理编号") == 1
    assert "街道（乡镇）初审" in status.text


async def test_an_application_is_withdrawn_only_after_a_second_look(visit: Visit) -> None:
    li = visit(WANG_XIUYING)
    await submits(li)
    await li.taps("查看进度")
    await li.taps("撤回申请")
    await li.sees("要撤回申请")
    await li.taps("不，先留着")
    await li.sees("申请进度")
    await li.taps("撤回申请")
    await li.taps("确认撤回")
    await li.sees("已撤回")


async def test_the_form_comes_as_a_document(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_papers(wang)
    await wang.taps("先看看填的内容")
    await wang.taps("表格PDF")
    document = await wang.sees("申请表")
    assert (await wang.opens(document)).startswith(b"%PDF")


async def test_a_draft_is_offered_again_and_continues_where_it_was(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await wang.says("王秀英")
    await wang.sees("✔ 姓名")
    await wang.says("取消")
    await wang.sees("都替您留着")
    await wang.says("/start")
    await wang.taps("继续上次申请")
    await wang.sees("身份证号码")


async def test_two_people_do_not_get_in_each_others_way(visit: Visit) -> None:
    wang, li = visit(WANG_XIUYING), visit(LI_JIANGUO)
    await wang.says("自测")
    await li.says("自测")
    await wang.sees("第1步")
    await li.sees("第1步")
    await wang.taps("没有工作")
    await li.taps("在单位上班")
    await wang.sees("没有工作")
    await li.sees("在单位上班")
