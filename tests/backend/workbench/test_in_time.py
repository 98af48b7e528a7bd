"""Asking on a day uses the policy of that day; a case keeps the one it came in under. On both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from backend.app import create_backend, open_work
from backend.applications.models import Application
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.policies.catalogue import Policies
from backend.policies.models import Screening
from backend.policies.spoken import pack_of
from backend.rules import Pack
from backend.workbench import queries
from backend.workbench.models import PackVersion
from contract.screening import ScreeningTurn
from tests.backend.citizen import AtTheWall
from tests.backend.databases import settings as settings
from tests.backend.desk import PACK, Desk, hand_in
from tests.backend.workbench.writing import AUTHOR, published, seen, stricter
from tests.conftest import StoppedClock
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN
from tests.policies.folders import policies_of

LAST_OLD_MINUTE = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
"""2026-11-30 23:59 in Shanghai."""
FIRST_NEW_MINUTE = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def in_force(work: Work) -> str:
    return str(work.read_now(SYSTEM, lambda unit: pack_of(unit, PACK).version))


@pytest.fixture
def replica(work: Work, clock: StoppedClock) -> Iterator[Work]:
    """A second process on the same database, open before anything is published."""
    opened = open_work(work.services.settings, clock)
    in_force(opened)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


async def test_the_day_in_shanghai_decides_in_every_replica(
    desk: Desk, replica: Work, clock: StoppedClock, wang: AtTheWall
) -> None:
    old = in_force(desk.work)
    new = seen(desk, published(desk)).line.version
    for moment, version, verdict in ((LAST_OLD_MINUTE, old, "yes"), (FIRST_NEW_MINUTE, new, "no")):
        clock.moment = moment
        assert {in_force(desk.work), in_force(replica)} == {version}
        turn = await wang.checks()
        assert turn.outcome is not None
        assert turn.outcome.categories[0].verdict == verdict


async def test_a_publication_for_today_is_seen_by_the_next_question(desk: Desk, replica: Work) -> None:
    version_id = published(desk, day=desk.work.clock().date())
    assert in_force(replica) == seen(desk, version_id).line.version
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=create_backend(replica)), base_url="http://house"
    ) as http:
        turn = await AtTheWall(http, WANG_XIUYING).checks()
    assert turn.outcome is not None
    assert turn.outcome.categories[0].verdict == "no"


async def test_a_case_keeps_its_version_and_the_officer_sees_the_difference(
    desk: Desk, clock: StoppedClock
) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    before = desk.case(ZHOU_MIN, case)
    assert before.newer is None
    new = seen(desk, published(desk)).line.version
    clock.moment = FIRST_NEW_MINUTE
    after = desk.case(ZHOU_MIN, case)
    assert after.rules == before.rules
    assert [row.verdict for row in after.rules.rows if row.group][:1] == ["yes"]
    assert after.newer is not None
    assert after.newer.version == new
    assert any("满40周岁改为满50周岁" in sentence for sentence in after.newer.changes)
    assert [(line.then, line.now) for line in after.newer.verdicts] == [("unknown", "no")]
    desk.pass_preliminary(ZHOU_MIN, case)
    assert desk.row(case).pack_version == before.rules.pack_version


async def test_xy_77_an_old_decision_opens_with_its_old_rules(desk: Desk, clock: StoppedClock, wang: AtTheWall) -> None:
    """XY-77: its words come from the version it was decided under."""
    sent = await wang.applies()
    published(desk)
    clock.moment = FIRST_NEW_MINUTE
    row = desk.row(sent.id)
    pack = desk.read(ZHOU_MIN, lambda unit: pack_of(unit, row.pack, row.pack_version))
    assert pack.category("X1").conditions[0].required.startswith("女性年满40周岁")
    assert [one.value for one in desk.case(ZHOU_MIN, sent.id).categories] == ["X1"]


async def test_xy_77_a_decision_of_before_is_read_by_the_rules_it_was_made_by(
    desk: Desk, clock: StoppedClock, wang: AtTheWall
) -> None:
    sent = await wang.applies()
    desk.pass_preliminary(ZHOU_MIN, sent.id)
    desk.take_up(ZHENG_JIE, sent.id)
    desk.endorse(ZHENG_JIE, sent.id, "审核确认。")
    before = desk.case(ZHENG_JIE, sent.id)
    published(desk)
    clock.moment = FIRST_NEW_MINUTE
    assert in_force(desk.work) != desk.row(sent.id).pack_version
    after = desk.case(ZHENG_JIE, sent.id)
    assert (after.state, after.rules) == ("recognised", before.rules)
    assert any("40周岁" in str(row) for row in after.rules.rows)


async def test_a_draft_follows_the_day(desk: Desk, clock: StoppedClock, wang: AtTheWall) -> None:
    draft = await wang.fills(await wang.begins(), until="certificate_no")
    published(desk, stricter(45))
    clock.moment = FIRST_NEW_MINUTE
    draft = await wang.hands_in_all(await wang.fills(draft))
    sent = await wang.sends(draft)
    assert desk.row(sent.id).pack_version.startswith("2-")


async def test_a_self_check_goes_on_with_its_answers_and_says_what_changed(
    desk: Desk, clock: StoppedClock, wang: AtTheWall
) -> None:
    turn = await wang.says(await wang.says(await wang.starts(), "没有工作"), "渝水区")
    shorter = stricter().replace('value: "360502", label: 渝水区', 'value: "360503", label: 渝水新区')
    assert shorter != stricter()
    shorter = shorter.replace('"360502": 42', '"360503": 42').replace("also: [渝水]", "also: []")
    published(desk, shorter)
    clock.moment = FIRST_NEW_MINUTE
    again = await wang.ask(ScreeningTurn, "GET", f"/screenings/{turn.id}")
    assert again.news == "余人社字〔2023〕82号有了新的版本。您的回答都还在，只有“户籍所在地”要再回答一次。"
    assert again.question is not None
    assert [line.fact for line in again.answered] == ["work.status"]
    told = await wang.says(again, wang.answers()[again.question.fact])
    assert told.news == again.news
    assert (await wang.ask(ScreeningTurn, "GET", f"/screenings/{turn.id}")).news == ""


async def test_where_nothing_asked_is_touched_nothing_is_said(
    desk: Desk, clock: StoppedClock, wang: AtTheWall
) -> None:
    turn = await wang.says(await wang.says(await wang.starts(), "没有工作"), "渝水区")
    published(desk)
    clock.moment = FIRST_NEW_MINUTE
    again = await wang.ask(ScreeningTurn, "GET", f"/screenings/{turn.id}")
    assert again.news == ""
    assert again.answered == turn.answered
    assert again.question is not None
    await wang.says(again, wang.answers()[again.question.fact])

    def version(unit: Unit) -> str:
        return unit.session.get_one(Screening, turn.id).pack_version

    assert desk.system(version).startswith("2-")


def test_a_version_that_can_be_read_no_more_is_named_and_the_last_good_one_holds(
    desk: Desk, clock: StoppedClock
) -> None:
    """An update of the house took a fact away that a published version reads."""
    old = in_force(desk.work)
    version_id = published(desk)
    clock.moment = FIRST_NEW_MINUTE
    desk.system(
        lambda unit: unit.session.execute(
            update(PackVersion).where(PackVersion.id == version_id).values(content="id: gone")
        )
    )
    with capture_logs() as logs:
        restarted = open_work(desk.work.services.settings, clock)
        assert in_force(restarted) == old
    named = next(entry for entry in logs if entry["event"] == "pack.unreadable")
    assert (named["pack"], named["version"][:2]) == (PACK, "2-")
    lines = Desk(restarted, desk.officers).read(AUTHOR, queries.overview).packs[0].versions
    assert next(line for line in lines if line.id == version_id).unreadable
    assert next(line for line in lines if line.version == old).in_force
    restarted.engine.dispose()


def test_a_case_under_a_version_nobody_knows_still_opens(desk: Desk) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    desk.system(
        lambda unit: unit.session.execute(
            update(Application).where(Application.id == case).values(pack_version="0-gone")
        )
    )
    assert desk.case(ZHOU_MIN, case).rules.rows


def test_a_policy_the_house_has_no_more_is_not_read_again(
    work: Work, clock: StoppedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its versions stay with the house, which opens without them."""
    fewer = work.services.settings.model_copy(update={"policies": policies_of(tmp_path / "fewer", PACK)})
    monkeypatch.setattr(Policies, "read", _read_nothing)
    opened = open_work(fewer, clock)
    assert opened.read_now(SYSTEM, lambda unit: set(unit.services.catalogue.packs)) == {PACK}
    kept = opened.read_now(SYSTEM, lambda unit: set(unit.session.scalars(select(PackVersion.pack))))
    assert kept == set(work.services.catalogue.packs) > {PACK}
    opened.engine.dispose()


def _read_nothing(_policies: Policies, pack_id: str, *_: object) -> Pack:
    raise AssertionError(f"{pack_id} was read")
