"""An offer of the office is told to the person before anybody can say she turned it down (X10)."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from backend.applications import calls
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.matching import desk as view
from backend.matching import referrals
from backend.matching.models import Referral
from backend.registry.models import Entry, Refusal
from backend.staff.models import OfficeRow
from backend.vacancies import hires
from backend.vacancies import service as posts
from backend.vacancies.models import Vacancy
from tests.backend.desk import TODAY, Desk, refused
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import opened
from tests.people import CHENGNAN, WANG_XIUYING, ZHOU_MIN


@pytest.fixture
def number(desk: Desk) -> str:
    return on_the_register(desk, WANG_XIUYING)


@pytest.fixture
def post(desk: Desk, employer: int) -> str:
    return opened(desk, employer)


def offered(desk: Desk, number: str, post: str) -> int:
    return int(desk.do(ZHOU_MIN, referrals.offer, number, post))


def letter(desk: Desk, referral: int) -> OutboxRow | None:
    wanted = select(OutboxRow).where(OutboxRow.number == f"GT-{referral}")
    found: OutboxRow | None = desk.system(lambda unit: unit.session.scalar(wanted))
    return found


def ends(desk: Desk, referral: int, state: str) -> None:
    """How the letter ended."""
    mine = update(OutboxRow).where(OutboxRow.number == f"GT-{referral}")
    desk.system(lambda unit: unit.session.execute(mine.values(state=state, closed_at=unit.now)))


def without_chat(unit: Unit, number: str) -> None:
    unit.session.scalars(select(Entry).where(Entry.number == number)).one().account_id = None


def turns_down(desk: Desk, referral: int) -> None:
    desk.do(ZHOU_MIN, referrals.settle, referral, "none", turned_down=True, why="嫌工资低")


def test_x10_an_offer_is_written_to_the_person_with_the_posts_own_button(desk: Desk, number: str, post: str) -> None:
    row = letter(desk, offered(desk, number, post))
    assert row is not None
    assert (row.kind, row.channel, row.chat_id) == ("request", "web", WANG_XIUYING.chat_id)
    assert row.text.splitlines() == [
        "经办机构给您推荐了一个岗位：",
        "社区保洁员，城南保洁有限公司，2200–2600元/月。",
        "地点：平安路1号",
        "",
        "请点“看岗位”，告诉我们您想不想去。",
        "点“不合适”不算拒绝服务：工作人员会先问您原因，再作判断。",
        "录用不录用，由单位决定。",
    ]
    assert [(one["label"], one["action"], one["argument"]) for one in row.buttons] == [("看岗位", "job", post)]


def test_x10_what_did_not_arrive_was_not_turned_down(desk: Desk, number: str, post: str) -> None:
    referral = offered(desk, number, post)
    for state in ("queued", "blocked"):
        ends(desk, referral, state)
        with refused("referral.untold", 409):
            turns_down(desk, referral)
    assert desk.count(Refusal) == 0
    ends(desk, referral, "sent")
    turns_down(desk, referral)
    assert desk.count(Refusal) == 1


def _called(desk: Desk, referral: int, result: str) -> None:
    ends(desk, referral, "blocked")
    desk.do(ZHOU_MIN, calls.record, f"GT-{referral}", result)


def _spoken(desk: Desk, referral: int) -> None:
    desk.do(ZHOU_MIN, referrals.speak, referral)


@pytest.mark.parametrize(
    ("tell", "knows"),
    [
        (_spoken, True),
        (lambda desk, referral: _called(desk, referral, "told"), True),
        (lambda desk, referral: _called(desk, referral, "not_answered"), False),
    ],
)
def test_x10_who_was_told_by_telephone_knows_of_the_offer(
    desk: Desk, number: str, post: str, tell: Callable[[Desk, int], Any], knows: bool
) -> None:
    referral = offered(desk, number, post)
    tell(desk, referral)
    assert [one.knows for one in desk.read(ZHOU_MIN, view.referral_list).lines] == [knows]
    if not knows:
        with refused("referral.untold", 409):
            turns_down(desk, referral)
        return
    turns_down(desk, referral)
    assert desk.count(Refusal) == 1


def test_x10_an_offer_to_somebody_without_a_chat_asks_the_office_to_telephone(
    desk: Desk, number: str, post: str
) -> None:
    assert desk.read(ZHOU_MIN, referrals.todo) is None
    desk.system(without_chat, number)
    referral = offered(desk, number, post)
    assert letter(desk, referral) is None
    todo = desk.read(ZHOU_MIN, referrals.todo)
    assert (todo.label, todo.count, todo.address) == ("推荐的岗位，请电话联系", 1, "/staff/matching?untold=1")
    assert [one.id for one in desk.read(ZHOU_MIN, view.referral_list, untold=True).lines] == [referral]
    with refused("referral.untold", 409):
        turns_down(desk, referral)
    desk.do(ZHOU_MIN, referrals.speak, referral)
    assert desk.read(ZHOU_MIN, referrals.todo) is None
    assert desk.read(ZHOU_MIN, view.referral_list, untold=True).lines == ()
    turns_down(desk, referral)


def test_a_letter_of_an_offer_that_is_settled_first_is_not_sent(desk: Desk, number: str, post: str) -> None:
    referral = offered(desk, number, post)
    desk.do(ZHOU_MIN, referrals.settle, referral, "none")
    row = letter(desk, referral)
    assert row is not None
    assert row.state == "cancelled"
    with refused("referral.closed", 409):
        desk.do(ZHOU_MIN, referrals.speak, referral)


def second(desk: Desk, referral: int) -> OutboxRow | None:
    """The letter that tells that the post is over."""
    wanted = select(OutboxRow).where(OutboxRow.number == f"GT-{referral}-2")
    found: OutboxRow | None = desk.system(lambda unit: unit.session.scalar(wanted))
    return found


def referral_of(desk: Desk, referral: int) -> Referral:
    found: Referral = desk.system(lambda unit: unit.session.get_one(Referral, referral))
    return found


def test_x10_an_offer_nobody_knows_of_ends_with_its_post_and_counts_as_nothing(
    desk: Desk, number: str, post: str
) -> None:
    referral = offered(desk, number, post)
    desk.do(ZHOU_MIN, posts.close, post, "已招满")
    row = letter(desk, referral)
    assert row is not None
    assert (row.state, second(desk, referral)) == ("cancelled", None)
    ended = referral_of(desk, referral)
    assert (ended.state, ended.outcome, ended.act_id) == ("closed", "none", None)


def test_x10_an_offer_to_telephone_of_is_no_errand_once_its_post_is_over(desk: Desk, number: str, post: str) -> None:
    desk.system(without_chat, number)
    referral = offered(desk, number, post)
    desk.do(ZHOU_MIN, posts.close, post, "已招满")
    assert desk.read(ZHOU_MIN, referrals.todo) is None
    assert referral_of(desk, referral).state == "closed"


@pytest.mark.parametrize("state", ["sent", "unknown"])
def test_x10_who_was_told_of_an_offer_is_told_once_that_it_is_over(
    desk: Desk, number: str, post: str, state: str
) -> None:
    referral = offered(desk, number, post)
    ends(desk, referral, state)
    desk.do(ZHOU_MIN, posts.hire, post, 2)
    told = second(desk, referral)
    assert told is not None
    assert "已经停止招聘" in told.text
    assert "不算您拒绝服务" in told.text
    assert referral_of(desk, referral).state == "open", "what came of it, an officer says"
    desk.do(ZHOU_MIN, posts.close, post, "已招满")
    assert second(desk, referral) is not None


@pytest.mark.parametrize("state", ["failed", "blocked"])
def test_x10_a_letter_that_told_nobody_has_no_second_one(desk: Desk, number: str, post: str, state: str) -> None:
    referral = offered(desk, number, post)
    ends(desk, referral, state)
    desk.do(ZHOU_MIN, posts.close, post, "已招满")
    assert second(desk, referral) is None
    assert referral_of(desk, referral).state == "closed"


def test_x10_who_said_that_it_does_not_fit_or_was_told_by_telephone_reads_nothing_more(
    desk: Desk, number: str, post: str
) -> None:
    referral = offered(desk, number, post)
    ends(desk, referral, "sent")
    desk.system(lambda unit: unit.session.execute(update(Referral).values(answer="unfit")))
    desk.do(ZHOU_MIN, posts.close, post, "已招满")
    assert second(desk, referral) is None
    assert referral_of(desk, referral).state == "open"


def test_x10_who_was_hired_on_the_very_post_reads_no_regrets(desk: Desk, number: str, post: str) -> None:
    referral = offered(desk, number, post)
    ends(desk, referral, "sent")
    desk.do(ZHOU_MIN, posts.hire, post, 1)
    desk.do(ZHOU_MIN, hires.record, post, hires.NewHire(number, TODAY, 12, True))
    assert desk.system(lambda unit: unit.session.get_one(Vacancy, post)).state == "filled"
    assert second(desk, referral) is None


def test_open_referrals_come_first_the_oldest_first_and_none_is_out_of_reach(
    desk: Desk, post: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "LIST", 3)
    desk.system(many_referrals, post)
    pages, after = [], ""
    while not pages or after:
        page = desk.read(ZHOU_MIN, view.referral_list, after)
        pages.append([one.id for one in page.lines])
        after = page.next
    assert pages == [[1, 2, 4], [5, 7, 8], [6, 3]]
    assert desk.read(ZHOU_MIN, view.referral_list, "nonsense").next == "open-4"


def many_referrals(unit: Unit, post: str) -> None:
    """Eight referrals, of which the third and the sixth are closed."""
    station = unit.session.scalars(select(OfficeRow.id).where(OfficeRow.area == CHENGNAN)).one()
    for number in range(1, 9):
        state = "closed" if number % 3 == 0 else "open"
        unit.session.add(
            Referral(id=number, vacancy_id=post, office_id=station, source="wish", state=state, created_at=unit.now)
        )
