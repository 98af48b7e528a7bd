"""Somebody looks for work: what is asked, what is shown, what comes of an answer, and what an officer makes of it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from backend.applications import own_data
from backend.applications.models import Application
from backend.applications.sealed import read_form, write_form
from backend.assistance import entries
from backend.assistance.models import ServiceAct
from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.matching import desk as view
from backend.matching import feed, referrals
from backend.matching.models import Referral
from backend.people.job_models import JobAnswer, JobWishes
from backend.people.models import Account, Consent
from backend.people.topic_models import NewsWish
from backend.policies import service as policies
from backend.registry.models import Entry, Refusal
from backend.vacancies import service
from backend.vacancies.models import Vacancy
from contract.jobs import AnswerJob, JobAnswered, Jobs, KeepWishes
from contract.screening import GiveAnswer, StartScreening
from tests.backend.desk import Desk, refused
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import PUBLIC, opened
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

XINYU, GUANGZHOU = "xinyu-2023-82", "guangzhou-2014-4"


class Seeker:
    """Somebody in her chat; 王秀英 by the number she stands on the register with."""

    def __init__(self, desk: Desk, number: str, actor: Citizen | None = None) -> None:
        self.desk, self.number = desk, number
        self.caller = Caller(actor or desk.work.read_now(SYSTEM, _citizen, number))

    def wishes(self, **told: Any) -> Jobs:
        version = self.desk.work.read_now(self.caller, feed.form).consent.version
        return self.desk.work.do_now(self.caller, feed.keep, KeepWishes(consent_version=version, **told))

    def looks(self, pack: str = "", *, everywhere: bool = False) -> Jobs:
        return self.desk.work.read_now(self.caller, feed.jobs, pack, everywhere=everywhere)

    def sees(self) -> list[str]:
        return [job.id for job in self.looks().jobs]

    def says(self, vacancy_id: str, answer: str, reason: str = "") -> JobAnswered:
        said = AnswerJob.model_validate({"answer": answer, "reason": reason})
        return self.desk.work.do_now(self.caller, feed.answer, vacancy_id, said)


def _citizen(unit: Unit, number: str) -> Any:
    account_id = unit.session.scalar(select(Entry.account_id).where(Entry.number == number))
    account = unit.session.get_one(Account, account_id)
    return Citizen(account.channel, account.chat_id)


@pytest.fixture
def wang(desk: Desk) -> Seeker:
    return Seeker(desk, on_the_register(desk, WANG_XIUYING))


@pytest.fixture
def passer_by(desk: Desk) -> Seeker:
    return Seeker(desk, "", Citizen("web", 990_001))


def half(desk: Desk, employer: int, **texts: str) -> str:
    told = {"hours_week": "20", "shift": "half", "wage": "1400-1500", "title": "半天保洁员"}
    return opened(desk, employer, **{**told, **texts})


def test_xy_79_who_wishes_half_days_never_gets_a_whole_day(desk: Desk, employer: int, wang: Seeker) -> None:
    full, part = opened(desk, employer, wage="5000-6000"), half(desk, employer)
    shown = wang.wishes(hours="half", kinds=("cleaning",))
    assert [job.id for job in shown.jobs] == [part]
    assert shown.jobs[0].reasons == ("您想做的：保洁、绿化、物业", "就在您的街道", "半天班")
    assert wang.wishes(hours="full").jobs[0].id == full
    assert desk.count(Consent) >= 1


def test_another_kind_of_work_than_wished_says_so(desk: Desk, employer: int, wang: Seeker) -> None:
    """Such a post may be shown where nothing nearer to the wish is left; its hours are told once, as the post has them."""
    opened(desk, employer, shift="flexible", hours_week="25")
    shown = wang.wishes(kinds=("care",)).jobs
    assert [job.beside for job in shown] == [("工作种类",)]
    assert shown[0].reasons == ("就在您的街道",)
    assert wang.wishes(kinds=("cleaning",)).jobs[0].beside == ()


def test_at_most_three_are_shown_and_more_is_told(desk: Desk, employer: int, wang: Seeker) -> None:
    for number in range(5):
        opened(desk, employer, title=f"保洁员{number}")
    shown = wang.wishes()
    assert len(shown.jobs) == 3
    assert shown.more


def test_nothing_is_kept_without_the_consent_in_force(wang: Seeker) -> None:
    with refused("consent.outdated", 409):
        wang.desk.work.do_now(wang.caller, feed.keep, KeepWishes(consent_version="2020-01"))
    with refused("jobs.choice_unknown", 422):
        wang.wishes(kinds=("king",))


def test_what_does_not_fit_goes_and_later_comes_again(desk: Desk, employer: int, wang: Seeker, clock: StoppedClock) -> None:
    one, other = opened(desk, employer, title="保洁员一"), opened(desk, employer, title="保洁员二")
    wang.wishes()
    assert wang.says(one, "unfit").reasons
    assert not wang.says(one, "unfit", "care").reasons
    assert wang.says(other, "later").words == ("好的，过3天再给您看这个岗位。",)
    assert wang.sees() == []
    clock.advance(days=3, minutes=1)
    assert wang.sees() == [other]


def test_xy_79_interest_becomes_a_referral_and_its_outcome_an_act(desk: Desk, employer: int, wang: Seeker) -> None:
    post = opened(desk, employer)
    wang.wishes()
    answered = wang.says(post, "interested")
    assert answered.contact == "胡经理 07901234567"
    wang.says(post, "interested")
    assert desk.count(Referral) == 1
    line = desk.read(ZHOU_MIN, view.referral_list).lines[0]
    assert (line.number, line.open, line.offered) == (wang.number, True, False)
    with refused("referral.outcome_missing", 422):
        desk.do(ZHOU_MIN, referrals.settle, line.id, "")
    with refused("referral.no_offer", 409):
        desk.do(ZHOU_MIN, referrals.settle, line.id, "none", turned_down=True, why="太远")
    desk.do(ZHOU_MIN, referrals.settle, line.id, "preparing")
    assert desk.count(ServiceAct) == 1
    assert desk.read(ZHOU_MIN, view.referral_list).lines[0].outcome == "就业准备中"
    with refused("referral.closed", 409):
        desk.do(ZHOU_MIN, referrals.settle, line.id, "employed")


def test_f44_not_interested_tapped_three_times_is_one_refusal_at_most_and_the_effect_is_said_first(
    desk: Desk, employer: int, wang: Seeker
) -> None:
    offered = opened(desk, employer)
    wang.wishes()
    referral = desk.do(ZHOU_MIN, referrals.offer, wang.number, offered)
    for _ in range(3):
        assert "点一下不算拒绝服务" in wang.says(offered, "unfit", "pay").words[1]
    assert desk.count(Refusal) == 0
    desk.do(ZHOU_MIN, referrals.settle, referral, "none", turned_down=True, why="嫌工资低")
    with refused("referral.closed", 409):
        desk.do(ZHOU_MIN, referrals.settle, referral, "none", turned_down=True, why="嫌工资低")
    wang.says(offered, "unfit", "pay")
    assert desk.count(Refusal) == 1


def test_x10_only_an_offer_can_be_a_refusal_and_only_an_officer_enters_it(
    desk: Desk, employer: int, wang: Seeker
) -> None:
    own, offered = opened(desk, employer, title="保洁员一"), opened(desk, employer, title="保洁员二")
    wang.wishes()
    assert wang.says(own, "unfit", "pay").words[1] == "这是您自己看的岗位，不合适不算拒绝服务。"
    referral = desk.do(ZHOU_MIN, referrals.offer, wang.number, offered)
    with refused("referral.open_already", 409):
        desk.do(ZHOU_MIN, referrals.offer, wang.number, offered)
    assert wang.desk.work.read_now(wang.caller, feed.jobs).jobs[0].offered
    assert "点一下不算拒绝服务" in wang.says(offered, "unfit", "pay").words[1]
    assert desk.count(Refusal) == 0
    desk.do(ZHOU_MIN, referrals.settle, referral, "none", turned_down=True, why="嫌工资低")
    assert desk.count(Refusal) == 1


def test_x10_good_reasons_are_told_as_the_persons_own_document_has_them(
    desk: Desk, employer: int, wang: Seeker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """第六条第（五）项 of 新余 speaks of 正当理由; 广州 makes no such exception, nor does a document without exits."""
    offered = opened(desk, employer)
    desk.do(ZHOU_MIN, referrals.offer, wang.number, offered)
    first, told, *excuse = wang.says(offered, "unfit", "pay").words
    assert (first, told) == ("好的，不再给您看这个岗位。", ASKED_FIRST)
    assert excuse == [
        "有正当理由不接受的，不算（第六条第（五）项）。例如生病、要照顾家人、太远、工资不合法；是否正当，由工作人员判断。"
    ]
    packs = desk.work.services.catalogue.packs
    for other in (packs[GUANGZHOU], replace(packs[XINYU], exits=())):
        monkeypatch.setattr(entries, "policy_of", lambda _unit, _entry, other=other: other)
        assert wang.says(offered, "unfit", "pay").words == ("好的，不再给您看这个岗位。", ASKED_FIRST)


ASKED_FIRST = "这是经办机构推荐给您的岗位。点一下不算拒绝服务：工作人员会先问您原因，再作判断。"


def test_gz_28_who_is_not_recognised_is_told_nothing_of_a_public_post_before_its_day(
    desk: Desk, employer: int, passer_by: Seeker, wang: Seeker, clock: StoppedClock
) -> None:
    """Its number may be known from elsewhere: what is not shown cannot be answered either."""
    post = opened(desk, employer, **PUBLIC)
    desk.do(ZHENG_JIE, service.approve, post)
    clock.advance(days=4)
    passer_by.wishes(pack=XINYU)
    assert passer_by.sees() == []
    with refused("vacancy.not_found", 404):
        passer_by.says(post, "interested")
    assert wang.says(post, "interested").contact
    clock.advance(days=1)
    assert passer_by.sees() == [post]
    assert passer_by.says(post, "interested").contact


def test_who_chose_a_place_sees_the_posts_of_its_city_only(desk: Desk, employer: int, passer_by: Seeker) -> None:
    post = opened(desk, employer)
    passer_by.wishes(pack=XINYU)
    assert passer_by.sees() == [post]
    desk.work.do_now(SYSTEM, _lives_in, passer_by.caller.actor, "440103001")
    assert passer_by.sees() == []
    desk.work.do_now(SYSTEM, _lives_in, passer_by.caller.actor, CHENGNAN)
    assert passer_by.sees() == [post]


def test_of_whom_no_place_is_known_nothing_is_shown_but_on_request(
    desk: Desk, employer: int, passer_by: Seeker
) -> None:
    post = opened(desk, employer)
    shown = passer_by.wishes()
    assert (shown.place, shown.jobs, shown.elsewhere) == ("", (), False)
    here = passer_by.looks(XINYU)
    assert ([job.id for job in here.jobs], here.place, here.elsewhere) == ([post], "新余市", True)
    assert passer_by.looks(GUANGZHOU).jobs == ()
    assert [job.id for job in passer_by.looks(everywhere=True).jobs] == [post]


def test_the_place_of_the_self_check_is_the_place_of_the_posts(desk: Desk, employer: int) -> None:
    """What she answered in the self-check is enough, also where the chat is about another city by now."""
    checked = Seeker(desk, "", Citizen("web", 990_002))
    post = opened(desk, employer)
    turn = desk.work.do_now(checked.caller, policies.start_screening, StartScreening(pack=XINYU))
    while turn.question is not None:
        choices = [one.value for one in turn.question.choices]
        texts = {"person.hukou_code": "渝水区", "person.birth_date": "1980-03-05"}
        said = texts.get(turn.question.fact) or (choices[0] if choices else "1")
        given = GiveAnswer(fact=turn.question.fact, text=said)
        turn = desk.work.do_now(checked.caller, policies.answer, turn.id, given)
    shown = checked.wishes(pack=GUANGZHOU)
    assert ([job.id for job in shown.jobs], shown.place) == ([post], "新余市")


def test_the_nearest_come_first_and_a_city_is_no_street(desk: Desk, employer: int, passer_by: Seeker) -> None:
    """Who only told her city gets its posts, however near she wishes them: nobody knows where she lives."""
    far, near = opened(desk, employer), opened(desk, employer, title="保洁员二")
    desk.work.do_now(SYSTEM, lambda unit: setattr(unit.session.get_one(Vacancy, far), "area", "360521001"))
    assert len(passer_by.wishes(pack=XINYU, reach="near").jobs) == 2
    desk.work.do_now(SYSTEM, _lives_in, passer_by.caller.actor, CHENGNAN)
    passer_by.wishes()
    assert passer_by.sees() == [near, far]


def test_what_the_office_offers_is_shown_beside_her_wishes(
    desk: Desk, employer: int, wang: Seeker, clock: StoppedClock
) -> None:
    """Whatever she wishes, and whatever she said of it before the office offered it."""
    full, part = opened(desk, employer), half(desk, employer)
    wang.wishes(hours="half", pay="1500")
    wang.says(full, "unfit", "hours")
    assert wang.sees() == [part]
    desk.do(ZHOU_MIN, referrals.offer, wang.number, full)
    shown = wang.looks().jobs
    assert [(job.id, job.offered, job.beside) for job in shown] == [
        (full, True, ("半天或全天",)),
        (part, False, ()),
    ]
    wang.says(full, "later")
    assert wang.sees() == [part]
    clock.advance(days=3, minutes=1)
    assert wang.sees() == [full, part]
    wang.says(full, "unfit", "hours")
    assert wang.sees() == [part]


def test_an_offer_needs_no_wishes_and_is_gone_with_the_post(
    desk: Desk, employer: int, wang: Seeker, clock: StoppedClock
) -> None:
    post = opened(desk, employer, expires_on="2026-11-22")
    assert wang.sees() == []
    desk.do(ZHOU_MIN, referrals.offer, wang.number, post)
    assert wang.sees() == [post]
    clock.advance(days=2)
    assert wang.sees() == []


@pytest.mark.parametrize(("cannot", "seen"), [("heavy", ("light", "medium")), ("medium", ("light",)), ("night", None)])
def test_who_can_do_light_work_only_is_kept_from_medium_work_too(
    desk: Desk, employer: int, wang: Seeker, cannot: str, seen: tuple[str, ...] | None
) -> None:
    posts = {load: opened(desk, employer, title=f"保洁员{load}", load=load) for load in ("light", "medium", "heavy")}
    wang.wishes(cannot=(cannot,))
    assert set(wang.sees()) == {posts[load] for load in seen or posts}


def _lives_in(unit: Unit, who: Citizen, area: str) -> None:
    account = unit.session.scalars(select(Account).where(Account.chat_id == who.chat_id)).one()
    unit.session.merge(NewsWish(account_id=account.id, area=area, quiet_from=20, quiet_until=9))


def test_an_expired_post_is_gone_at_once_and_its_button_says_so(
    desk: Desk, employer: int, wang: Seeker, clock: StoppedClock
) -> None:
    post = opened(desk, employer, expires_on="2026-11-22")
    wang.wishes()
    assert wang.sees() == [post]
    clock.advance(days=2)
    assert wang.sees() == []
    with refused("jobs.post_over", 409):
        wang.says(post, "interested")


def test_gz_33_wishes_told_on_the_spot_give_the_best_posts(desk: Desk, employer: int) -> None:
    opened(desk, employer)
    part = half(desk, employer)
    found = desk.read(ZHOU_MIN, view.posts_for, "", {"hours": "half", "kinds": "cleaning"})
    assert [one.id for one in found] == [part]
    assert "半天班" in found[0].reasons


def test_gz_34_a_post_finds_the_recognised_who_told_their_wishes(desk: Desk, employer: int, wang: Seeker) -> None:
    post = opened(desk, employer)
    assert desk.read(ZHOU_MIN, view.people_for, post) == ()
    wang.wishes(kinds=("cleaning",))
    found = desk.read(ZHOU_MIN, view.people_for, post)
    assert [one.number for one in found] == [wang.number]
    wang.wishes(hours="half")
    assert desk.read(ZHOU_MIN, view.people_for, post) == ()


def test_gz_34_at_equal_fit_the_recognised_candidate_ranks_first(
    desk: Desk, employer: int, wang: Seeker, passer_by: Seeker
) -> None:
    """Somebody without a recognition who is interested stands among them, without a name; better fit comes first."""
    post = opened(desk, employer)
    passer_by.wishes(kinds=("cleaning",), pack=XINYU)
    desk.work.do_now(SYSTEM, _lives_in, passer_by.caller.actor, CHENGNAN)
    wang.wishes(kinds=("cleaning",))
    assert [one.number for one in desk.read(ZHOU_MIN, view.people_for, post)] == [wang.number]
    passer_by.says(post, "interested")
    found = desk.read(ZHOU_MIN, view.people_for, post)
    assert [(one.number, bool(one.name)) for one in found] == [(wang.number, True), ("", False)]
    assert found[0].reasons == found[1].reasons
    wang.wishes(kinds=("farm",))
    assert [one.number for one in desk.read(ZHOU_MIN, view.people_for, post)] == ["", wang.number]


def test_the_consent_says_who_sees_the_wishes(desk: Desk, employer: int, passer_by: Seeker) -> None:
    """Before she is interested nobody sees an unrecognised person, as the text she agreed to says."""
    post = opened(desk, employer)
    passer_by.wishes(pack=XINYU)
    assert "还没认定的，工作人员看不到" in desk.work.read_now(passer_by.caller, feed.form).consent.text
    for officer in (ZHOU_MIN, ZHENG_JIE):
        assert desk.read(officer, view.people_for, post) == ()
    passer_by.says(post, "interested")
    assert [one.number for one in desk.read(ZHOU_MIN, view.people_for, post)] == [""]


@pytest.mark.parametrize(
    ("ticked", "hours"), [(["flexible"], "half"), (["flexible", "recommendation"], "any"), (["training"], "")]
)
def test_what_was_ticked_on_the_form_is_where_the_wishes_begin(
    desk: Desk, wang: Seeker, passer_by: Seeker, ticked: list[str], hours: str
) -> None:
    """Only shown: nothing is kept before she agrees."""
    desk.system(ticks_on_the_form, wang.number, ticked)
    begun = desk.work.read_now(wang.caller, feed.form)
    assert begun.start == (("", hours, "", "any", "") if hours else ())
    assert ("您在申请表上选了" in begun.suggested) == bool(hours)
    assert desk.work.read_now(passer_by.caller, feed.form).start == ()
    assert desk.count(JobWishes) == 0


def ticks_on_the_form(unit: Unit, number: str, wishes: list[str]) -> None:
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    case = unit.session.get_one(Application, entry.application_id)
    write_form(unit, case, {**read_form(unit, case), "wishes": wishes})


def test_wishes_are_told_and_erased_with_the_own_data(desk: Desk, employer: int, wang: Seeker) -> None:
    post = opened(desk, employer)
    wang.wishes(kinds=("cleaning",), cannot=("heavy", "accepting"))
    held = desk.work.read_now(wang.caller, own_data.own_data).items
    assert [one.erasable for one in held if one.kind == "jobs"] == [True]
    words = desk.work.read_now(wang.caller, own_data.bundle).words
    assert "想做：保洁、绿化、物业" in words
    assert "限制：干不了重活、有残疾，只看接受残疾人的岗位" in words
    assert wang.sees() == []  # nobody has said that the post accepts a disability
    wang.wishes(kinds=("cleaning",))
    wang.says(post, "later")
    left = desk.work.do_now(wang.caller, own_data.erase).items
    assert [one for one in left if one.kind == "jobs"] == []
    assert (desk.count(JobWishes), desk.count(JobAnswer)) == (0, 0)
