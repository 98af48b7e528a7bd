"""Until when a paper is valid, told by who likes to: seen by the officer until she has read the paper (XY-52)."""

from datetime import date

import httpx2
import pytest

from backend.applications import queries, review
from backend.applications.validity import Term, read_term
from backend.core.problems import Problem
from contract.application import ApplicationTurn, Paper
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.people import CHEN_ZHIQIANG, CHENGBEI, WANG_XIUYING

TODAY = date(2026, 11, 21)
CARD = "disability_certificate"


@pytest.fixture
def chen(http: httpx2.AsyncClient) -> AtTheWall:
    """陈志强 has a disability certificate."""
    return AtTheWall(http, CHEN_ZHIQIANG)


async def with_card(chen: AtTheWall) -> ApplicationTurn:
    turn = await chen.fills(await chen.begins())
    return await chen.hands_in(turn, CARD, papers.jpeg("残疾人证"))


async def says(chen: AtTheWall, turn: ApplicationTurn, text: str, paper: str = CARD) -> ApplicationTurn:
    path = f"/applications/{turn.id}/papers/{paper}/until"
    return await chen.ask(ApplicationTurn, "PUT", path, {"text": text})


def paper(turn: ApplicationTurn, requirement: str = CARD) -> Paper:
    return next(paper for paper in turn.papers if paper.item.id == requirement)


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("2028年6月30日", date(2028, 6, 30)),
        ("有效期到2028.6.30", date(2028, 6, 30)),
        ("有效期至：２０２８－０６－３０", date(2028, 6, 30)),
        ("20280630", date(2028, 6, 30)),
        ("28年6月30号到期", date(2028, 6, 30)),
        ("明年6月30日", date(2027, 6, 30)),
        ("2018.06.30-2028.06.30", date(2028, 6, 30)),
        ("2018年6月30日至2028年6月30日", date(2028, 6, 30)),
        ("2018-06-30 到 2028-06-30", date(2028, 6, 30)),
        ("2018.06.30-长期", None),
        ("长期", None),
        ("有效期：长期有效", None),
    ],
)
def test_the_last_day_is_read_as_it_stands_on_the_paper(typed: str, until: date | None) -> None:
    assert read_term(typed, TODAY).until == until


def test_a_span_keeps_its_first_day_too() -> None:
    assert read_term("2018.06.30-2028.06.30", TODAY) == Term(date(2018, 6, 30), date(2028, 6, 30))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2027.01.01-2037.01.01", "paper.issued_in_future"),
        ("发证日期2026年11月22日", "paper.issued_in_future"),
        ("发证日期2026年11月21日", "paper.until_wanted"),
        ("2024.01.01-2020.01.01", "paper.ends_before_it_begins"),
        ("2028年6月", "field.date_month_only"),
        ("2027年2月30日", "field.date_impossible"),
        ("9999年1月1日", "field.date_unclear"),
        ("后天吧", "field.date_unclear"),
        ("到", "field.date_unclear"),
        ("1" * 4000, "field.date_unclear"),
    ],
)
def test_a_day_that_cannot_be_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        read_term(typed, TODAY)
    assert refusal.value.code == code


async def test_nobody_has_to_tell_it(chen: AtTheWall) -> None:
    turn = await chen.applies()
    assert turn.state == "submitted"
    assert paper(turn).until == ""


async def test_a_day_in_the_past_is_told_at_once_and_nothing_is_lost(chen: AtTheWall) -> None:
    turn = await says(chen, await with_card(chen), "2024年6月30日")
    told = paper(turn)
    assert (told.until, len(told.files), told.state) == ("2024年6月30日", 1, "received")
    assert "已经过了" in told.until_note
    assert "残联换新证" in told.until_note
    mended = paper(await says(chen, turn, "2034年6月30日"))
    assert (mended.until, mended.until_note, len(mended.files)) == ("2034年6月30日", "", 1)
    assert paper(await says(chen, turn, "")).until == ""


async def test_one_issued_in_the_future_is_refused_and_what_was_told_stays(chen: AtTheWall) -> None:
    turn = await says(chen, await with_card(chen), "2030年1月1日")
    with refuses("paper.issued_in_future", 422, day="2027年1月1日"):
        await says(chen, turn, "2027年1月1日至2037年1月1日")
    assert paper(await chen.application(turn.id)).until == "2030年1月1日"


async def test_a_paper_without_a_last_day_takes_none(chen: AtTheWall) -> None:
    turn = await with_card(chen)
    with refuses("paper.no_last_day", 422):
        await says(chen, turn, "2030年1月1日", "employment_certificate")
    turn = await chen.ask(
        ApplicationTurn, "PUT", f"/applications/{turn.id}/papers/identity/choice", {"alternative": "hukou_book"}
    )
    with refuses("paper.no_last_day", 422):
        await says(chen, turn, "2030年1月1日", "identity")


async def test_another_paper_and_no_picture_any_more_have_no_day(chen: AtTheWall) -> None:
    turn = await with_card(chen)
    choice = f"/applications/{turn.id}/papers/identity/choice"
    await chen.ask(ApplicationTurn, "PUT", choice, {"alternative": "id_card"})
    turn = await says(chen, turn, "2030年1月1日", "identity")
    assert paper(turn, "identity").until == "2030年1月1日"
    turn = await chen.ask(ApplicationTurn, "PUT", choice, {"alternative": "hukou_book"})
    assert paper(turn, "identity").until == ""
    turn = await says(chen, turn, "2030年1月1日")
    (file,) = paper(turn).files
    turn = await chen.ask(ApplicationTurn, "DELETE", f"/applications/{turn.id}/papers/files/{file.id}")
    assert paper(turn).until == ""


async def test_what_was_sent_is_not_changed_and_another_account_finds_nothing(
    chen: AtTheWall, http: httpx2.AsyncClient
) -> None:
    turn = await chen.applies()
    with refuses("application.sent_already", 409):
        await says(chen, turn, "2030年1月1日")
    with refuses("application.not_found", 404):
        await says(AtTheWall(http, WANG_XIUYING), turn, "2030年1月1日")


async def test_the_officer_sees_what_was_said_until_she_has_read_the_paper(chen: AtTheWall, desk: Desk) -> None:
    turn = await says(chen, await with_card(chen), "2024年6月30日")
    case = await chen.sends(await chen.hands_in_all(turn))
    reviewer = desk.employ("hejing", "何静", CHENGBEI)
    desk.do(reviewer, review.take_up, case.id, desk.version(case.id))

    def seen() -> tuple[date | None, bool, date | None]:
        view = desk.read(reviewer, queries.case, case.id)
        found = next(one for one in view.papers if one.requirement == CARD)
        return found.said_until, found.said_over, found.valid_until

    assert seen() == (date(2024, 6, 30), True, None)
    desk.do(reviewer, review.mark_paper, case.id, CARD, "verified", "", valid_until=date(2034, 6, 30))
    assert seen() == (None, False, date(2034, 6, 30))
    assert paper(await chen.application(case.id)).until_note == ""
