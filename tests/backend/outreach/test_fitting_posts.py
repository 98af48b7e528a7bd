"""A post that opens tells its people: those it fits and who want to hear of posts, once, with the reasons."""

from datetime import datetime, time

import pytest
from sqlalchemy import select

from backend.app import JOBS
from backend.core import dispatch, endings
from backend.core.actors import Citizen
from backend.core.clock import CHINA, day_in_china
from backend.core.jobs import run_waiting
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.matching import feed
from backend.outreach import fitting_posts
from backend.vacancies import service
from backend.vacancies.events import VacancyOpened
from backend.vacancies.models import Vacancy
from contract.channel import ClaimDeliveries, CloseDelivery
from contract.jobs import AnswerJob, KeepWishes
from tests.backend.desk import Desk
from tests.backend.outreach.readers import subscribes
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import PUBLIC, draft, opened
from tests.backend.vacancies.posts import post as read_as
from tests.backend.vacancies.posts import row as kept
from tests.conftest import StoppedClock
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person


def wishes(desk: Desk, person: Person, **told: object) -> None:
    caller = Caller(Citizen("web", person.chat_id))
    version = desk.work.read_now(caller, feed.form).consent.version
    desk.work.do_now(caller, feed.keep, KeepWishes.model_validate({"consent_version": version, **told}))


def letters(desk: Desk) -> dict[int, str]:
    """What the jobs that wait have written of posts, by chat: one message each."""
    rows = messages(desk)
    assert len({row.chat_id for row in rows}) == len(rows)
    return {row.chat_id: row.text for row in rows}


def messages(desk: Desk) -> list[OutboxRow]:
    run_waiting(desk.work, JOBS)
    mine = select(OutboxRow).where(OutboxRow.subject == "topic:jobs").order_by(OutboxRow.id)
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(mine)))


def day_passes(desk: Desk, clock: StoppedClock, days: int = 1) -> None:
    """What was written arrives, days go by, and the house looks for people as it does every night."""

    def arrive(unit: Unit) -> None:
        for row in unit.session.scalars(select(OutboxRow).where(OutboxRow.closed_at.is_(None))):
            row.state, row.closed_at = "sent", unit.now

    messages(desk)
    desk.work.do_now(SYSTEM, arrive)
    clock.advance(days=days)
    desk.work.do_now(SYSTEM, fitting_posts.look_every_day)


def says(desk: Desk, person: Person, post: str, answer: str) -> None:
    body = AnswerJob.model_validate({"answer": answer})
    desk.work.do_now(Caller(Citizen("web", person.chat_id)), feed.answer, post, body)


def test_xy_79_a_new_post_is_told_to_whom_it_fits_and_who_wants_to_hear(desk: Desk, employer: int) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "jobs")
    wishes(desk, WANG_XIUYING, hours="half", kinds=("cleaning",))
    wishes(desk, LI_JIANGUO, hours="full")
    wishes(desk, CHEN_ZHIQIANG, hours="half")  # wishes, but no news
    opened(desk, employer, hours_week="20", shift="half", wage="1400-1500", title="半天保洁员")
    found = letters(desk)
    assert list(found) == [WANG_XIUYING.chat_id]
    assert "半天保洁员" in found[WANG_XIUYING.chat_id]
    assert "半天班" in found[WANG_XIUYING.chat_id]


def test_nobody_is_told_of_a_post_in_another_city(desk: Desk, employer: int) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs", area="440103001")
    wishes(desk, WANG_XIUYING)
    opened(desk, employer)
    assert letters(desk) == {}


def test_who_said_no_to_a_post_or_heard_of_it_is_not_told_again(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    post = opened(desk, employer)
    assert list(letters(desk)) == [WANG_XIUYING.chat_id]
    desk.work.do_now(SYSTEM, lambda unit: unit.emit(VacancyOpened(post)))
    assert len(letters(desk)) == 1
    says(desk, WANG_XIUYING, opened(desk, employer, title="理货员"), "unfit")
    day_passes(desk, clock)
    assert len(letters(desk)) == 1


def test_posts_of_one_list_are_one_message_with_the_best_three_and_a_way_to_each(desk: Desk, employer: int) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    posts = [opened(desk, employer, title=f"保洁员{number}号") for number in range(5)]
    (message,) = messages(desk)
    assert message.text.startswith("有3个岗位，可能适合您：\n1. 保洁员")
    assert message.text.count("保洁员") == 3
    assert message.text.endswith("录用不录用，由单位决定。")
    *ways, others, leave = message.buttons
    assert [one["action"] for one in ways] == ["job"] * 3
    assert {one["argument"] for one in ways} < set(posts)
    assert (others["action"], leave["action"]) == ("jobs", "leave")


def test_what_opens_after_the_message_of_the_day_comes_together_the_next(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    first = opened(desk, employer, title="一号")
    assert [one.buttons[0]["argument"] for one in messages(desk)] == [first]
    later = {opened(desk, employer, title=title) for title in ("二号", "三号")}
    assert len(messages(desk)) == 1
    day_passes(desk, clock)
    assert {one["argument"] for one in messages(desk)[1].buttons if one["action"] == "job"} == later


def test_a_message_that_still_waits_is_followed_by_no_second_one(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    opened(desk, employer)
    messages(desk)
    clock.advance(days=1)
    opened(desk, employer, title="理货员")
    assert len(messages(desk)) == 1


def test_a_post_put_off_comes_again_after_three_days_and_only_then(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    post = opened(desk, employer, expires_on="2027-01-31")
    messages(desk)
    says(desk, WANG_XIUYING, post, "later")
    for told in (1, 1, 2, 2, 2):
        day_passes(desk, clock)
        assert len(messages(desk)) == told
    assert messages(desk)[1].buttons[0]["argument"] == post


def test_gz_28_a_public_post_is_told_to_everybody_once_its_first_days_are_over(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    post = draft(desk, employer, **PUBLIC)
    desk.do(ZHOU_MIN, service.send, post)
    desk.do(ZHENG_JIE, service.approve, post)
    days = 0
    while not messages(desk) and days < 10:
        days += 1
        day_passes(desk, clock)
    row = desk.work.read_now(SYSTEM, lambda unit: unit.session.get_one(Vacancy, post))
    assert row.everyone_from == day_in_china(clock())
    assert days > 0


def test_what_she_has_seen_when_she_told_her_wishes_is_no_news(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    opened(desk, employer)
    clock.advance(hours=1)
    wishes(desk, WANG_XIUYING)
    day_passes(desk, clock)
    assert messages(desk) == []


@pytest.mark.parametrize("recognised", [True, False])
def test_gz_28_a_public_post_is_told_to_recognised_persons_first(desk: Desk, employer: int, recognised: bool) -> None:
    if recognised:
        on_the_register(desk, WANG_XIUYING)
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    post = draft(desk, employer, **PUBLIC)
    desk.do(ZHOU_MIN, service.send, post)
    desk.do(ZHENG_JIE, service.approve, post)
    assert bool(letters(desk)) is recognised


def test_a_post_that_is_over_before_its_turn_tells_nobody(desk: Desk, employer: int, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    opened(desk, employer, expires_on="2026-11-22")
    clock.advance(days=2)
    assert letters(desk) == {}


def test_whose_wishes_leave_no_post_is_looked_up_nowhere(
    desk: Desk, employer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a hundred thousand wishes most people are done with what stands in the wishes themselves."""
    for person, hours in ((WANG_XIUYING, "half"), (LI_JIANGUO, "full"), (CHEN_ZHIQIANG, "half")):
        subscribes(desk.work, person, "jobs")
        wishes(desk, person, hours=hours)
    looked_up: list[int] = []
    plain = fitting_posts.seeker
    monkeypatch.setattr(
        fitting_posts, "seeker", lambda unit, told, entry: looked_up.append(told.account_id) or plain(unit, told, entry)
    )
    opened(desk, employer)
    assert list(letters(desk)) == [LI_JIANGUO.chat_id]
    assert len(looked_up) == 1


def asleep(desk: Desk, clock: StoppedClock) -> None:
    """It is ten in the evening in China, when news waits for the morning."""
    clock.moment = datetime.combine(day_in_china(clock()), time(22), CHINA)


def test_news_of_a_post_that_closes_before_the_morning_goes_nowhere_and_the_rest_is_told(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "jobs")
    wishes(desk, WANG_XIUYING)
    asleep(desk, clock)
    over, stays = opened(desk, employer, title="保洁员"), opened(desk, employer, title="理货员")
    (message,) = messages(desk)
    assert {one["argument"] for one in message.buttons[:2]} == {over, stays}
    wishes(desk, LI_JIANGUO, hours="half")
    other = opened(desk, employer, title="半天保洁员", hours_week="20", shift="half", wage="1400-1500")
    assert len(messages(desk)) == 2
    desk.do(ZHOU_MIN, service.close, over, "不招了")
    first, untouched = messages(desk)
    assert (first.state, untouched.state) == ("cancelled", "queued"), "who was told of other posts hears of them"
    assert [one["argument"] for one in untouched.buttons[:1]] == [other]
    clock.advance(hours=3)  # The night's look.
    desk.work.do_now(SYSTEM, fitting_posts.look_every_day)
    again = messages(desk)[-1]
    assert again.chat_id == WANG_XIUYING.chat_id
    assert over not in {one["argument"] for one in again.buttons}
    assert stays in {one["argument"] for one in again.buttons}


def test_the_last_place_that_is_taken_takes_waiting_news_back_too(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    asleep(desk, clock)
    post = opened(desk, employer, quota="1")
    assert [row.state for row in messages(desk)] == ["queued"]
    desk.do(ZHOU_MIN, service.hire, post, 1)
    assert [row.state for row in messages(desk)] == ["cancelled"]


def test_news_of_a_post_that_changes_before_the_morning_is_written_anew_with_what_it_says_now(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    asleep(desk, clock)
    changes = opened(desk, employer, wage="2200-2600")
    (first,) = messages(desk)
    assert "2200–2600元/月" in first.text
    for wage in ("1900-2000", "1950-2000"):
        desk.do(ZHOU_MIN, service.put_by_officer, employer, read_as(desk, wage=wage), changes, kept(desk, changes).version)
        *gone, last = messages(desk)
        assert {one.state for one in gone} == {"cancelled"}
        assert (last.state, f"{wage.replace('-', '–')}元/月" in last.text) == ("queued", True)
    assert len(messages(desk)) == 3


def test_news_that_was_sent_stays_when_its_post_changes(desk: Desk, employer: int) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    changes = opened(desk, employer)
    messages(desk)
    for one in desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w")):
        desk.work.do_now(SYSTEM, endings.close, one.id, CloseDelivery(worker="w", outcome="sent"))
    again = read_as(desk, wage="1900-2000")
    desk.do(ZHOU_MIN, service.put_by_officer, employer, again, changes, kept(desk, changes).version)
    assert [one.state for one in messages(desk)] == ["sent"]


def test_news_that_was_sent_stays_when_its_post_closes(desk: Desk, employer: int) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    post = opened(desk, employer)
    messages(desk)
    for one in desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w")):
        desk.work.do_now(SYSTEM, endings.close, one.id, CloseDelivery(worker="w", outcome="sent"))
    desk.do(ZHOU_MIN, service.close, post, "不招了")
    assert [row.state for row in messages(desk)] == ["sent"]


@pytest.mark.parametrize(("last_day", "told"), [("2026-11-21", False), ("2026-11-22", True)])
def test_what_would_arrive_after_its_last_day_is_not_written(
    desk: Desk, employer: int, clock: StoppedClock, last_day: str, told: bool
) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    asleep(desk, clock)
    opened(desk, employer, expires_on=last_day)
    assert bool(messages(desk)) is told
