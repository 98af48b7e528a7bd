"""Decisions: what will happen is said first, the letter is shown word for word, and of two officers one wins."""

import asyncio
import re

import pytest

from backend.applications import review
from backend.applications.models import Decision
from backend.applications.views import DefectClaim, SourceMatch
from tests.backend.desk import Desk, hand_in, matched, visited
from tests.console.conftest import SignIn
from tests.console.console import Browser, state_of
from tests.people import LI_JIANGUO, WU_GANG, ZHENG_JIE, ZHOU_MIN

MENDS = {
    "defect": ["paper:identity", "field:hukou_address"],
    "comment__paper__identity": "照片模糊，请重拍。",
}


async def ready(sign_in: SignIn, desk: Desk, case: str) -> Browser:
    """周敏 at her browser, with the case taken up and both steps on record."""
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    return await sign_in("zhoumin")


async def test_passing_without_the_steps_is_refused_in_words(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    assert "还不能通过：" in page.text
    assert f"/staff/cases/{case}/endorse" not in page.links
    guessed = await browser.get(f"/staff/cases/{case}/endorse")
    assert (guessed.status, "现在不能这样办" in guessed.text) == (409, True)
    form = page.form("/reveal")
    form.action = f"/staff/cases/{case}/endorse"
    forced = await browser.send(form, version=desk.version(case), opinion="同意", checked="yes")
    assert (forced.status, "还有核查没有记录" in forced.text) == (409, True)
    assert state_of(desk, "zhoumin", case) == "in_review"


async def test_passing_needs_the_officers_own_word(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/endorse")).form("/endorse")
    unticked = await browser.send(form, opinion="同意上报。")
    assert (unticked.status, "请确认已自行核对" in unticked.text) == (422, True)
    assert ("opinion", "同意上报。") in unticked.form("/endorse").fields
    empty = await browser.send(form, opinion=" ", checked="yes")
    assert "请填写意见" in empty.text
    done = await browser.send(form, opinion="同意上报。", checked="yes")
    assert "已通过，已上报" in done.text
    assert state_of(desk, "zhengjie", case) == "submitted"


async def test_a_double_click_decides_once(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/endorse")).form("/endorse")
    answers = await asyncio.gather(
        *(browser.send(form, follow=False, opinion="同意。", checked="yes") for _ in range(3))
    )
    assert {answer.response.headers.get("location") for answer in answers} == {
        answers[0].response.headers["location"]
    }
    assert desk.count(Decision) == 1
    letters = len(desk.letters(case))
    await browser.send(form, follow=False, opinion="同意。", checked="yes")
    assert len(desk.letters(case)) == letters


async def test_the_preview_is_the_letter(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/return")).form("/return")
    nothing = await browser.send(form, do="preview")
    assert (nothing.status, "请勾选要补正的内容" in nothing.text) == (422, True)
    half = await browser.send(form, do="preview", **MENDS)
    assert "请写明问题" in half.text
    assert ("comment-paper-identity", "照片模糊，请重拍。") in half.form("/return").fields
    preview = await browser.send(form, do="preview", comment__field__hukou_address="请写到门牌号。", **MENDS)
    assert "申请人将收到这条消息" in preview.text
    assert state_of(desk, "zhoumin", case) == "in_review"
    sent = await browser.send(preview.form("/return"), do="send")
    assert "已退回补正" in sent.text
    letter = desk.letters(case)[-1].text
    without_number = [
        line for line in letter.splitlines() if line and desk.letters(case)[-1].number not in line
    ]
    assert all(" ".join(line.split()) in preview.text for line in without_number)


async def test_going_back_from_the_preview_keeps_everything(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/return")).form("/return")
    preview = await browser.send(
        form, do="preview", comment__field__hukou_address="请写到门牌号。", note="可到站所帮忙。", **MENDS
    )
    again = await browser.send(preview.form("/return"), do="edit")
    fields = again.form("/return").fields
    assert ("defect", "paper:identity") in fields
    assert ("comment-field-hukou_address", "请写到门牌号。") in fields
    assert ("note", "可到站所帮忙。") in fields


async def test_declining_needs_an_article_and_a_reason(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/decline")).form("/decline")
    assert "请选择依据的条款" in (await browser.send(form, do="send", reason="不在本市。")).text
    assert "请写明理由" in (await browser.send(form, do="send", citation="art-1", reason="")).text
    with_number = await browser.send(
        form, do="preview", citation="art-1", reason="号码360502198003059920有误"
    )
    assert "请删去身份证号码" in with_number.text
    preview = await browser.send(form, do="preview", citation="art-1", reason="户籍不在本市。")
    assert "户籍不在本市。" in preview.text
    done = await browser.send(preview.form("/decline"), do="send")
    assert "已作出不予通过的决定" in done.text
    assert state_of(desk, "zhoumin", case) == "declined"


async def test_the_loser_of_two_sees_who_decided_and_keeps_the_text(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/return")).form("/return")
    desk.hand_over(ZHOU_MIN, WU_GANG, case)
    told = {"defect": "field:hukou_address", "comment__field__hukou_address": "这段话不能丢。"}
    lost = await browser.send(form, do="send", **told)
    assert lost.status == 409
    assert "吴刚 在 2026-11-21 10:00 已经处理过" in lost.text
    assert "这段话不能丢。" in lost.text
    assert (state_of(desk, "zhoumin", case), desk.case(ZHOU_MIN, case).holder) == ("in_review", "吴刚")


async def test_the_loser_of_two_reads_both_versions_side_by_side(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/return")).form("/return")
    stale = (await browser.get(f"/staff/cases/{case}/decline")).form("/decline")
    mended = (DefectClaim("paper", "identity", "背面没有拍到，请补拍。"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), mended, "")
    told = {"defect": ["field:hukou_address", "field:phone"], "comment__field__hukou_address": "请写到门牌号。"}
    lost = await browser.send(form, do="send", note="可到站所帮忙。", **told)
    assert lost.status == 409
    assert "背面没有拍到，请补拍。" in lost.text
    for text in ("请写到门牌号。", "可到站所帮忙。", "勾选的补正内容"):
        assert text in lost.text, text
    declined = await browser.send(stale, do="send", citation="art-1", reason="户籍不在本市。")
    assert declined.status == 409
    assert "户籍不在本市。" in declined.text
    assert "第一条" in declined.text


async def test_a_step_typed_while_the_case_went_to_a_colleague_is_shown_and_not_lost(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    desk.hand_over(ZHOU_MIN, WU_GANG, case)
    visit = {"visitor__1": "周敏", "visitor__2": "吴刚", "place": "平安路1号", "visit_result": "doubtful"}
    lost = await browser.send(page.form("/home-visit"), findings="邻居说她上月搬走了。", **visit)
    assert lost.status in (403, 409)
    for text in ("吴刚", "平安路1号", "有疑问", "邻居说她上月搬走了。"):
        assert text in lost.text, text
    paper = await browser.send(page.form("/papers/identity"), mark="rejected", comment="背面没有拍到。")
    assert paper.status in (403, 409)
    assert "背面没有拍到。" in paper.text
    assert "不符合要求" in paper.text


async def test_after_a_harmless_change_the_officer_goes_on_with_the_same_text(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    browser = await ready(sign_in, desk, case)
    form = (await browser.get(f"/staff/cases/{case}/decline")).form("/decline")
    desk.do(ZHOU_MIN, review.release, case, desk.version(case), "明天休假")
    desk.take_up(ZHOU_MIN, case)
    lost = await browser.send(form, do="send", citation="art-1", reason="户籍不在本市。")
    assert lost.status == 409
    again = await browser.send(lost.form("/decline"), do="edit")
    assert ("reason", "户籍不在本市。") in again.form("/decline").fields
    done = await browser.send(again.form("/decline"), do="send")
    assert "已作出不予通过的决定" in done.text


@pytest.mark.parametrize("decision", ["endorse", "return", "decline"])
async def test_a_colleague_may_not_decide_what_another_holds(
    sign_in: SignIn, desk: Desk, case: str, decision: str
) -> None:
    await ready(sign_in, desk, case)
    wu = await sign_in("wugang")
    page = await wu.get(f"/staff/cases/{case}/{decision}")
    assert (page.status, "周敏" in page.text) == (409, True)


async def test_the_final_review_recognises_and_offers_the_next_case(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    following = hand_in(desk.work, LI_JIANGUO)
    for one in (case, following):
        desk.pass_preliminary(ZHOU_MIN, one)
    desk.take_up(ZHENG_JIE, case)
    browser = await sign_in("zhengjie")
    form = (await browser.get(f"/staff/cases/{case}/endorse")).form("/endorse")
    done = await browser.send(form, opinion="同意认定。", checked="yes")
    assert "已认定" in done.text
    assert "登记编号" in done.text
    assert f"/staff/cases/{following}" in done.links
    page = await browser.get(f"/staff/cases/{case}")
    assert "这件已办结，只能查看。" in page.text


async def test_the_result_page_tells_what_happened_whatever_its_address_says(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    browser = await sign_in("zhoumin")
    made_up = await browser.get(f"/staff/cases/{case}/done?act=recognise", follow=False)
    assert made_up.response.headers["location"] == f"/staff/cases/{case}"
    desk.pass_preliminary(ZHOU_MIN, case)
    done = await browser.get(f"/staff/cases/{case}/done?act=recognise")
    assert "已通过，已上报" in done.text
    assert "已认定" not in done.text


async def test_a_case_that_waits_says_for_whom_and_what_comes_next(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    claims = (DefectClaim("paper", "identity", "照片模糊，请重拍。"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims)
    page = await (await sign_in("zhoumin")).get(f"/staff/cases/{case}")
    assert "等申请人补正，截止2026-12-21，期间停止计时。" in page.text
    assert "现在不能办理" not in page.text


async def test_the_page_lists_what_stands_against_passing_and_offers_no_sentence(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    told = SourceMatch("registration", "mismatch", "系统显示未登记")
    desk.do(ZHOU_MIN, review.record_step, case, matched(registration=told))
    desk.do(ZHOU_MIN, review.record_step, case, visited())
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    assert "核查已齐全" not in page.text
    assert "核查结果不支持申请人的回答" not in page.text
    assert "记录与回答不符：失业登记：不一致（系统显示未登记）" in page.text
    assert "请先看清：失业登记：不一致；材料还没核对：" in page.text
    deciding = await browser.get(f"/staff/cases/{case}/endorse")
    assert "情况属实" not in dict(deciding.form("/endorse").fields).get("opinion", "")
    assert "失业登记：不一致" in deciding.text
    warned = re.findall(r'<li class="ticks-warn">.*?<span>(.*?)[：，]', deciding.response.text, re.DOTALL)
    assert (len(warned), warned[0], warned[1][:2]) == (2, "线上信息比对", "材料")
    assert "这件上报渝水区公共就业服务机构审核，由那里的另一位同事办理。" in deciding.text
    silent = await browser.send(deciding.form("/endorse"), opinion="同意上报。", checked="yes")
    assert (silent.status, "请说明为什么仍然通过" in silent.text) == (422, True)
    assert ("opinion", "同意上报。") in silent.form("/endorse").fields
    explained = "登记系统延迟，已电话向市局核实属实，同意上报。"
    done = await browser.send(deciding.form("/endorse"), opinion=explained, checked="yes")
    assert "已通过，已上报" in done.text
