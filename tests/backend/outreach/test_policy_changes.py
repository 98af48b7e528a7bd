"""A published version: exactly those whose verdict turns are found, and what they are told promises nothing."""

import pytest
from sqlalchemy import select

from backend.app import JOBS
from backend.core.actors import Citizen
from backend.core.jobs import run_waiting
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach import audience, audience_checks, broadcast_feed, broadcasts, policy_changes
from backend.outreach.audience import Audience
from backend.outreach.broadcast_models import Broadcast
from backend.outreach.change_models import PolicyChange
from backend.policies import service as policies
from backend.rules import Verdict
from backend.workbench import service as workbench
from contract.screening import GiveAnswer, StartScreening
from tests.backend.desk import PACK, Desk, open_desk, refused
from tests.backend.outreach.readers import account, subscribes
from tests.backend.registry.leaving import on_the_register
from tests.backend.workbench.writing import AUTHOR, FILE, published, revision
from tests.bot.steps import ELIGIBLE
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHAO_MIN, ZHENG_JIE, Person


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def checks_herself(work: Work, person: Person, born: str) -> int:
    """A finished self-check of somebody who looks for work, born on this day; gives her account."""
    caller = Caller(Citizen("web", person.chat_id))
    turn = work.do_now(caller, policies.start_screening, StartScreening(pack=PACK))
    told = ELIGIBLE | {"出生日期": born}
    while turn.question is not None:
        text = next(answer for word, answer in told.items() if word in turn.question.text)
        given = GiveAnswer(fact=turn.question.fact, text=text)
        turn = work.do_now(caller, policies.answer, turn.id, given)
    return account(work, person)


def changes(work: Work) -> dict[int, PolicyChange]:
    run_waiting(work, JOBS)
    rows = work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(PolicyChange))))
    return {row.account_id: row for row in rows}


def told(work: Work, change: PolicyChange) -> str:
    return work.read_now(SYSTEM, lambda unit: policy_changes.sentence(unit, change))


def test_exactly_those_whose_verdict_turns_are_found(desk: Desk) -> None:
    work = desk.work
    on_the_register(desk, WANG_XIUYING)
    wang = account(work, WANG_XIUYING)
    zhao = checks_herself(work, ZHAO_MIN, "1980.3.5")
    checks_herself(work, LI_JIANGUO, "1970.3.5")
    published(desk)
    found = changes(work)
    assert set(found) == {wang, zhao}
    assert [(found[one].turn, found[one].own) for one in (wang, zhao)] == [("lose", True), ("lose", False)]
    assert found[zhao].categories == ["X1"]


def test_who_stands_on_the_register_is_told_by_the_own_case_and_not_by_a_self_check(desk: Desk) -> None:
    """李建国 let a woman of 46 try the self-check in his chat."""
    on_the_register(desk, LI_JIANGUO)
    li = checks_herself(desk.work, LI_JIANGUO, "1980.3.5")
    published(desk)
    assert li not in changes(desk.work)


def test_the_sentence_names_the_day_and_promises_nothing(desk: Desk) -> None:
    zhao = checks_herself(desk.work, ZHAO_MIN, "1980.3.5")
    published(desk)
    lost = told(desk.work, changes(desk.work)[zhao])
    assert "2026年12月1日起可能不再符合" in lost
    assert "12333咨询" in lost
    gained = PolicyChange(version_id=changes(desk.work)[zhao].version_id, turn="gain", categories=["X1"])
    assert "可能符合" in told(desk.work, gained)
    assert "以经办机构审核为准" in told(desk.work, gained)


def test_a_version_taken_back_touches_nobody(desk: Desk) -> None:
    checks_herself(desk.work, ZHAO_MIN, "1980.3.5")
    version_id = published(desk)
    assert len(changes(desk.work)) == 1
    desk.do(AUTHOR, workbench.withdraw, version_id, revision(desk, version_id))
    assert changes(desk.work) == {}


def test_reckoning_again_after_a_crash_counts_nobody_twice(desk: Desk) -> None:
    checks_herself(desk.work, ZHAO_MIN, "1980.3.5")
    version_id = published(desk)
    found = changes(desk.work)

    def once_more(unit: Unit) -> str:
        old = unit.services.catalogue.packs[PACK]
        new = next(one for one in unit.services.catalogue.versions(PACK) if one.version != old.version)
        args = {"version_id": version_id, "day": "2026-12-01"}
        return policy_changes._portion(unit, old, new, args, "")

    assert desk.work.do_now(SYSTEM, once_more) == ""
    assert set(changes(desk.work)) == set(found)


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (Verdict.NO, Verdict.YES, "gain"),
        (Verdict.UNKNOWN, Verdict.CONFIRM, "gain"),
        (Verdict.YES, Verdict.NO, "lose"),
        (Verdict.YES, Verdict.UNKNOWN, "uncertain"),
        (Verdict.NO, Verdict.UNKNOWN, "uncertain"),
        (Verdict.YES, Verdict.YES, None),
    ],
)
def test_which_way_a_verdict_turns(before: Verdict, after: Verdict, turn: str | None) -> None:
    assert policy_changes.turn_of(before, after) == turn


def drafts(work: Work) -> list[Broadcast]:
    run_waiting(work, JOBS)
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(Broadcast))))


def test_publishing_offers_a_push_to_exactly_those_people_and_the_subscribers(desk: Desk) -> None:
    work = desk.work
    checks_herself(work, ZHAO_MIN, "1980.3.5")  # touched, but never asked for news
    checks_herself(work, LI_JIANGUO, "1980.3.5")
    li = subscribes(work, LI_JIANGUO, "policy")
    chen = subscribes(work, CHEN_ZHIQIANG, "policy")
    on_the_register(desk, WANG_XIUYING)
    wang = account(work, WANG_XIUYING)
    published(desk)
    draft = drafts(work)[0]
    assert (draft.state, draft.author_id) == ("draft", desk.officers[AUTHOR].id)
    wish = Audience.of(draft.audience)
    found = {one.account_id: one for one in work.read_now(SYSTEM, audience.portion, wish, 0, 10)}
    assert set(found) == {li, chen, wang}
    assert work.read_now(SYSTEM, audience.count, wish).left_out == {"no_consent": 1}

    def said(unit: Unit, account_id: int) -> str:
        return broadcast_feed.values(unit, draft, found[account_id], {})["变化"]

    assert "可能不再符合" in work.read_now(SYSTEM, said, li)
    assert "可能不再符合" in work.read_now(SYSTEM, said, wang)
    assert "做一次自测就知道" in work.read_now(SYSTEM, said, chen)
    desk.do(AUTHOR, broadcasts.send, draft.id, 1)
    assert work.do_now(SYSTEM, broadcast_feed.feed) == 3


def test_a_draft_about_a_version_that_is_taken_back_goes_nowhere(desk: Desk) -> None:
    subscribes(desk.work, LI_JIANGUO, "policy")
    version_id = published(desk)
    assert len(drafts(desk.work)) == 1
    desk.do(AUTHOR, workbench.withdraw, version_id, revision(desk, version_id))
    assert [one.state for one in drafts(desk.work)] == ["cancelled"]


def test_a_county_cannot_borrow_the_people_of_a_version(desk: Desk) -> None:
    version_id = published(desk)
    officer = desk.officers[ZHENG_JIE.login]
    with refused("broadcast.change_unknown", 422):
        desk.read(ZHENG_JIE, audience_checks.checked, officer, Audience("policy", YUSHUI, change=version_id))


NOTICE = "省里2024年的办法另有规定，可拨打12333咨询。"


def with_notice(*, gone: bool = False) -> str:
    """The policy with another sentence beside a result, or without it: no rule is touched."""
    text = FILE.replace('version: "1"', 'version: "2"', 1)
    assert NOTICE in text
    if gone:
        begin = text.index("  - id: dibao\n    verdicts")
        return text[:begin] + text[text.index("progress:", begin) :]
    return text.replace(NOTICE, "省里2026年的办法另有规定，请打{12333}。")


def test_a_version_that_changes_a_notice_alone_offers_a_push_to_the_subscribers_in_words_of_its_own(desk: Desk) -> None:
    work = desk.work
    checks_herself(work, ZHAO_MIN, "1980.3.5")  # Nothing turns for her, and she never asked for news.
    chen = subscribes(work, CHEN_ZHIQIANG, "policy")
    published(desk, with_notice())
    draft = drafts(work)[0]
    assert changes(work) == {}
    assert [one.account_id for one in work.read_now(SYSTEM, audience.portion, Audience.of(draft.audience), 0, 10)] == [chen]
    chinese, english = draft.texts["zh_Hans_CN"], draft.texts["en"]
    assert "规定没有变，自测结果旁边的说明有更新" in chinese
    assert "省里2026年的办法另有规定，请打（12333）。（出处：第一条；第三条" in chinese
    assert "有新规定" not in chinese
    assert "{变化}" not in chinese
    assert "stay as they are" in english
    desk.do(AUTHOR, broadcasts.send, draft.id, 1)
    assert work.do_now(SYSTEM, broadcast_feed.feed) == 1


def test_a_notice_that_is_gone_is_told_as_gone(desk: Desk) -> None:
    subscribes(desk.work, CHEN_ZHIQIANG, "policy")
    published(desk, with_notice(gone=True))
    assert "不再有下面的说明：\n" + "仅有低保不在" in drafts(desk.work)[0].texts["zh_Hans_CN"]
