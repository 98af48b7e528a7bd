"""The self-check over HTTP: one question a turn, every answer changeable, never a dead end."""

from dataclasses import replace
from datetime import date

import httpx2
import pytest
from sqlalchemy import select

from backend.core.work import SYSTEM, Work
from backend.policies.models import Screening
from contract.screening import ScreeningTurn
from tests.backend.citizen import AtTheWall, refuses
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, LIU_XIAOFANG, WANG_XIUYING, ZHAO_MIN


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


async def reopened(citizen: AtTheWall, turn: ScreeningTurn, fact: str) -> ScreeningTurn:
    return await citizen.ask(ScreeningTurn, "POST", f"/screenings/{turn.id}/reopen", {"fact": fact})


async def back(citizen: AtTheWall, turn: ScreeningTurn) -> ScreeningTurn:
    return await citizen.ask(ScreeningTurn, "POST", f"/screenings/{turn.id}/back")


async def test_the_first_question_tells_why_and_how_many_may_follow(wang: AtTheWall) -> None:
    turn = await wang.starts()
    assert turn.question is not None
    assert turn.outcome is None
    assert turn.question.fact == "work.status"
    assert turn.question.number == 1
    assert turn.question.at_most >= 10
    assert turn.question.why.startswith("认定面向处于失业状态的人员")
    assert [choice.label for choice in turn.question.choices][:2] == ["没有工作", "在单位上班"]


async def test_each_answer_is_echoed_and_listed(wang: AtTheWall) -> None:
    turn = await wang.says(await wang.starts(), "没有工作")
    assert turn.just_answered is not None
    assert (turn.just_answered.label, turn.just_answered.shown) == ("工作情况", "没有工作")
    assert turn.answered == (turn.just_answered,)
    assert turn.question is not None
    assert turn.question.number == 2


async def test_wang_xiuying_may_apply_as_4050(wang: AtTheWall) -> None:
    outcome = (await wang.checks()).outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.can_apply, outcome.as_of) == ("yes", True, "2026年11月21日")
    first = outcome.categories[0]
    assert (first.id, first.verdict, first.summary) == ("X1", "yes", "您可能符合第一条第（一）项。")
    assert first.findings[0].answer == "女，1980年3月5日，46周岁"
    assert first.notices[0].startswith("江西省2024年的办法")
    assert "经办机构审核为准" in outcome.disclaimer
    assert outcome.next_steps[0] == "您可以继续申请：填表、传材料，全程免费。"


async def test_who_turns_forty_next_year_is_told_the_day(http: httpx2.AsyncClient) -> None:
    outcome = (await AtTheWall(http, LIU_XIAOFANG).checks()).outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.can_apply) == ("no", False)
    assert outcome.categories[0].first_day == "您满40周岁的日期是2027年3月5日。"
    assert "2027年3月5日起，您可能符合“4050”人员的条件。到时请再来自测。" in outcome.next_steps


async def test_who_fits_in_years_only_is_told_the_day_and_why_nobody_reminds_her(http: httpx2.AsyncClient) -> None:
    far = replace(LIU_XIAOFANG, birth_date=date(1990, 3, 5))
    outcome = (await AtTheWall(http, far).checks()).outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.can_remind) == ("no", False)
    told = "\n".join(outcome.next_steps)
    assert "2030年3月5日" in told
    assert "“4050”人员" in told
    assert "日子还远，规定可能会变，所以不设提醒。" in told


async def test_a_birthday_counts_from_its_day(http: httpx2.AsyncClient) -> None:
    outcome = (await AtTheWall(http, LI_JIANGUO).checks()).outcome
    assert outcome is not None
    assert outcome.categories[0].verdict == "yes"


async def test_nobody_is_left_without_a_next_step(http: httpx2.AsyncClient) -> None:
    outcome = (await AtTheWall(http, ZHAO_MIN).checks()).outcome
    assert outcome is not None
    assert outcome.verdict == "no"
    assert any("免费" in step for step in outcome.next_steps)
    assert "12333" in outcome.next_steps[-1]


async def test_who_is_not_registered_is_told_to_register_first(wang: AtTheWall) -> None:
    outcome = (await wang.checks(unemp__registered="没有登记")).outcome
    assert outcome is not None
    assert (outcome.verdict, outcome.can_apply) == ("no", False)
    first, second, *_ = outcome.categories
    assert (first.verdict, first.once_mended) == ("no", "yes")
    assert first.summary == "办好失业登记后，您可能符合第一条第（一）项。"
    assert first.notices[0].startswith("江西省2024年的办法")
    assert (second.verdict, second.once_mended) == ("no", "no")
    assert second.summary == "第一条第（二）项的要求：劳动年龄内的家庭成员都处于失业状况。"
    assert outcome.next_steps[0].startswith("先办失业登记，不收费。")
    assert outcome.next_steps[1] == "办好后回到这里，把回答改成新的情况，就可以接着申请。"


async def test_who_is_not_registered_can_prepare_the_papers_but_not_apply(wang: AtTheWall) -> None:
    turn = await wang.checks(unemp__registered="没有登记")
    listed = await wang.checklist(turn.id)
    assert not listed.can_apply
    assert listed.categories == ("“4050”人员",)
    certificate = next(item for item in listed.items if item.id == "employment_certificate")
    assert certificate.note.startswith("您还没有失业登记")
    turn = await wang.says(await reopened(wang, turn, "unemp.registered"), "已登记")
    assert turn.outcome is not None
    assert turn.outcome.can_apply
    assert (await wang.checklist(turn.id)).can_apply


async def test_who_must_register_and_wait_is_told_both(http: httpx2.AsyncClient) -> None:
    outcome = (await AtTheWall(http, LIU_XIAOFANG).checks(unemp__registered="没有登记")).outcome
    assert outcome is not None
    assert outcome.next_steps[0].startswith("先办失业登记")
    assert outcome.next_steps[1].startswith("办好失业登记后，2027年3月5日起，您可能符合“4050”人员")
    assert outcome.categories[0].first_day == "您满40周岁的日期是2027年3月5日。"


async def test_whom_registering_would_not_help_is_not_sent_to_register(wang: AtTheWall) -> None:
    outcome = (await wang.checks(unemp__registered="没有登记", pension__receiving="已领")).outcome
    assert outcome is not None
    assert not any("先办失业登记" in step for step in outcome.next_steps)


async def test_who_is_registered_elsewhere_gets_three_lines(wang: AtTheWall) -> None:
    outcome = (await wang.checks(person__hukou_code="不在新余市")).outcome
    assert outcome is not None
    assert outcome.next_steps == (
        "户籍不在新余市的，请向户籍所在地的公共就业服务机构咨询。",
        "找工作、职业指导和培训信息，对求职的人都免费。",
        "想问清楚，可以打12333，或到街道（乡镇）人社站所当面问。",
    )


async def test_the_allowance_is_spoken_of_to_those_who_have_it(http: httpx2.AsyncClient) -> None:
    zhao = AtTheWall(http, ZHAO_MIN)
    for situation, told in (("都没有", False), ("低保", True)):
        outcome = (await zhao.checks(person__situation=situation)).outcome
        assert outcome is not None
        assert any("低保" in step for step in outcome.next_steps) is told


async def test_the_reason_for_a_question_names_the_document(wang: AtTheWall) -> None:
    turn = await wang.starts()
    assert turn.question is not None
    assert turn.question.why.endswith("余人社字〔2023〕82号 新余市就业困难人员就业援助实施办法（试行）")
    assert (await wang.checklist((await wang.checks()).id)).document in turn.question.why


async def test_not_clear_is_an_answer_and_one_may_still_apply(wang: AtTheWall) -> None:
    turn = await wang.replies(await wang.starts(), until="unemp.registered")
    turn = await wang.says(turn, "", unsure=True)
    assert turn.just_answered is not None
    assert turn.just_answered.shown == "不清楚"
    answers = wang.answers()
    while turn.question is not None:
        turn = await wang.says(turn, answers[turn.question.fact])
    assert turn.outcome is not None
    assert (turn.outcome.verdict, turn.outcome.can_apply) == ("unknown", True)
    assert "不清楚的地方由经办机构核实，您也可以先申请。" in turn.outcome.next_steps


async def test_not_clear_is_refused_where_it_makes_no_sense(wang: AtTheWall) -> None:
    with refuses("answer.unsure_not_offered", 422):
        await wang.says(await wang.starts(), "", unsure=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "field.empty"),
        ("明年", "field.date_unclear"),
        ("1980年3月", "field.date_month_only"),
        ("1980-02-30", "field.date_impossible"),
        ("2030.1.1", "field.date_in_future"),
        ("1880.1.1", "field.date_too_early"),
        ("9" * 10_000, "field.too_long"),
    ],
)
async def test_a_date_that_cannot_be_is_explained_with_an_example(
    wang: AtTheWall, text: str, code: str
) -> None:
    turn = await wang.replies(await wang.starts(), until="person.birth_date")
    with refuses(code, 422, label="出生日期", example="1980年3月5日"):
        await wang.says(turn, text)


@pytest.mark.parametrize("text", ["１９８０．３．５", "1980年3月5日", "19800305", " 1980/3/5 "])
async def test_a_date_may_be_typed_as_one_likes(wang: AtTheWall, text: str) -> None:
    turn = await wang.checks(person__birth_date=text)
    assert {line.fact: line.shown for line in turn.answered}["person.birth_date"] == "1980年3月5日"


async def test_free_text_that_is_no_option_is_asked_again(wang: AtTheWall) -> None:
    with refuses("field.choice_unknown", 422, count=11):
        await wang.says(await wang.starts(), "<b>哈哈</b>\x00")


async def test_back_asks_the_last_question_again_with_its_answer(wang: AtTheWall) -> None:
    turn = await wang.replies(await wang.replies(await wang.starts()))
    turn = await back(wang, turn)
    assert turn.question is not None
    assert (turn.question.fact, turn.question.answered_before) == ("person.hukou_code", "渝水区")
    turn = await back(wang, turn)
    assert turn.question is not None
    assert (turn.question.fact, turn.question.number) == ("work.status", 1)
    assert (await back(wang, turn)).question == turn.question


async def test_back_before_the_first_answer_changes_nothing(wang: AtTheWall) -> None:
    turn = await wang.starts()
    assert await back(wang, turn) == turn


async def test_an_earlier_answer_can_be_changed_after_the_outcome(wang: AtTheWall) -> None:
    turn = await reopened(wang, await wang.checks(), "household.others")
    assert turn.question is not None
    assert turn.question.answered_before == "有人在工作"
    turn = await wang.says(turn, "没有人工作")
    assert turn.question is not None
    assert turn.question.fact == "household.urban"
    outcome = (await wang.says(turn, "是城镇家庭")).outcome
    assert outcome is not None
    assert outcome.categories[1].verdict == "yes"


async def test_answers_that_no_longer_matter_are_kept_but_not_shown(http: httpx2.AsyncClient) -> None:
    chen = AtTheWall(http, CHEN_ZHIQIANG)
    turn = await chen.checks()
    assert "disab.grade" in {line.fact for line in turn.answered}
    turn = await chen.says(await reopened(chen, turn, "person.situation"), "都没有")
    assert "disab.grade" not in {line.fact for line in turn.answered}
    turn = await chen.says(await reopened(chen, turn, "person.situation"), "有残疾人证")
    assert {line.fact: line.shown for line in turn.answered}["disab.grade"] == "三级"
    assert turn.outcome is not None


async def test_a_question_never_answered_cannot_be_reopened(wang: AtTheWall) -> None:
    with refuses("answer.not_found", 404):
        await reopened(wang, await wang.starts(), "disab.grade")


async def test_a_second_tap_is_answered_like_the_first(wang: AtTheWall) -> None:
    start = await wang.starts()
    once = await wang.says(start, "没有工作")
    assert await wang.says(start, "1") == once


async def test_a_button_of_yesterday_leads_to_the_present_question(wang: AtTheWall) -> None:
    start = await wang.starts()
    await wang.says(start, "没有工作")
    with refuses("screening.other_question", 409, fact="person.hukou_code", label="户籍所在地"):
        await wang.says(start, "在单位上班")


async def test_the_same_key_has_one_effect_and_one_answer(wang: AtTheWall) -> None:
    once = await wang.call("POST", "/screenings", {"pack": "xinyu-2023-82"}, key="web:1:1")
    again = await wang.call("POST", "/screenings", {"pack": "xinyu-2023-82"}, key="web:1:1")
    assert once.json() == again.json()
    other = await wang.call("POST", "/screenings", {"pack": "elsewhere"}, key="web:1:1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.other_command")


async def test_another_account_sees_what_nobody_has(wang: AtTheWall, http: httpx2.AsyncClient) -> None:
    own = await wang.starts()
    other = AtTheWall(http, ZHAO_MIN)
    await other.starts()
    for citizen, screening in ((other, own.id), (wang, "0" * 32)):
        with refuses("screening.not_found", 404):
            await citizen.ask(ScreeningTurn, "GET", f"/screenings/{screening}")
    assert await wang.ask(ScreeningTurn, "GET", f"/screenings/{own.id}") == own


async def test_an_unknown_policy_is_not_found(wang: AtTheWall) -> None:
    with refuses("policy.not_found", 404):
        await wang.starts("atlantis-1")
    with refuses("policy.not_found", 404):
        await wang.ask(dict, "GET", "/policies/atlantis-1/articles")


async def test_a_dropped_self_check_is_gone(wang: AtTheWall) -> None:
    turn = await wang.starts()
    for _ in range(2):
        assert (await wang.call("DELETE", f"/screenings/{turn.id}")).status_code == 204
    with refuses("screening.not_found", 404):
        await wang.ask(ScreeningTurn, "GET", f"/screenings/{turn.id}")


async def test_the_answers_are_sealed(wang: AtTheWall, work: Work) -> None:
    turn = await wang.checks()
    row = work.read_now(SYSTEM, lambda unit: unit.session.scalar(select(Screening)))
    assert row is not None
    assert row.id == turn.id
    assert b"1980" not in row.answers
    assert b"360502" not in row.answers


async def test_the_checklist_holds_what_is_needed_and_what_is_not(wang: AtTheWall) -> None:
    listed = await wang.checklist((await wang.checks()).id)
    assert listed.categories == ("“4050”人员",)
    needed = {item.id: item.needed for item in listed.items}
    assert needed == {"form": True, "identity": True, "employment_certificate": True, "age_proof": False}
    identity = next(item for item in listed.items if item.id == "identity")
    assert [paper.title for paper in identity.alternatives] == ["身份证", "户口本"]
    assert identity.citation.where == "第二条第（一）项"


async def test_who_fits_nowhere_gets_no_checklist(http: httpx2.AsyncClient) -> None:
    zhao = AtTheWall(http, ZHAO_MIN)
    turn = await zhao.checks()
    with refuses("screening.nothing_to_apply_for", 409):
        await zhao.checklist(turn.id)


async def test_the_checklist_can_be_kept_as_a_document(wang: AtTheWall) -> None:
    turn = await wang.checks()
    document = await wang.document(f"/screenings/{turn.id}/checklist.pdf")
    assert (document.media_type, document.filename[-4:]) == ("application/pdf", ".pdf")
    assert document.content_base64.startswith("JVBERi")


async def test_everything_is_said_in_english_too(wang: AtTheWall) -> None:
    outcome = (await wang.in_english().checks()).outcome
    assert outcome is not None
    assert outcome.as_of == "2026-11-21"
    sentences = (*outcome.next_steps, outcome.disclaimer, outcome.document, outcome.categories[0].summary)
    assert all(sentence.isascii() or "4050" in sentence for sentence in sentences), sentences


async def test_offices_and_articles_can_be_looked_up(wang: AtTheWall) -> None:
    offices = (await wang.call("GET", "/offices?pack=xinyu-2023-82")).json()
    assert any("城南街道" in office["name"] for office in offices)
    assert not any("广州" in office["name"] for office in offices)
    articles = (await wang.call("GET", "/policies/xinyu-2023-82/articles")).json()
    assert articles[0]["where"] == "第一条"
