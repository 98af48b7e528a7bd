"""What of a broadcast is not finished: kept as it is written, for its writer alone, both where two places write."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.work import SYSTEM
from backend.outreach import broadcasts, sketches
from backend.outreach.audience import Audience
from backend.outreach.broadcast_models import BroadcastSketch
from backend.outreach.broadcasts import Written
from backend.outreach.sketches import At, Kept
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, open_desk, refused
from tests.backend.outreach.readers import subscribes
from tests.conftest import StoppedClock
from tests.people import HE_WEI, WANG_XIUYING, YUSHUI, ZHENG_JIE, Officer

pytestmark = pytest.mark.xdist_group("postgres")
HALF = Written("12月招", {"zh_Hans_CN": "{称呼，您好"}, Audience("", YUSHUI, include=("RD1",)), "", ("", "article:none:1"))
WHOLE = Written("12月招聘会", {"zh_Hans_CN": "{称呼}，您好。"}, Audience("events", YUSHUI))


@pytest.fixture
def desk(work: Any) -> Desk:
    return open_desk(work)


def keep(desk: Desk, at: At, told: Written, *of: int, who: Officer = ZHENG_JIE, **how: bool) -> Kept:
    return desk.do(who, sketches.keep, at, told, *of, **how)


def rows(desk: Desk) -> list[BroadcastSketch]:
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(BroadcastSketch))))


def test_what_is_half_written_is_kept_as_it_stands_and_sealed(desk: Desk) -> None:
    kept = keep(desk, sketches.blank(), HALF)
    assert desk.read(ZHENG_JIE, sketches.opened, kept.id).told == HALF, "nothing of it is checked"
    (row,) = rows(desk)
    assert "您好".encode() not in row.sealed
    again = keep(desk, At(kept.id, kept.revision), WHOLE)
    assert (again.id, again.revision, again.beside) == (kept.id, kept.revision + 1, "")
    assert [one.told for one in desk.read(ZHENG_JIE, sketches.mine)] == [WHOLE]


def test_the_same_kept_again_is_the_same_whatever_its_revision(desk: Desk) -> None:
    """The answer to the last keeping was lost on the way: what is kept again is no other text."""
    at = sketches.blank()
    keep(desk, at, HALF)
    assert keep(desk, at, HALF).beside == ""
    assert len(rows(desk)) == 1


def test_two_places_that_write_on_keep_both_and_each_names_the_other(desk: Desk) -> None:
    first = keep(desk, sketches.blank(), HALF)
    same = At(first.id, first.revision)
    here = keep(desk, same, replace(HALF, title="这里写的"))
    there = keep(desk, same, replace(HALF, title="那里写的"))
    assert here.id == first.id
    assert there.id != first.id
    assert there.beside == first.id
    assert {one.told.title for one in desk.read(ZHENG_JIE, sketches.mine)} == {"这里写的", "那里写的"}
    assert desk.read(ZHENG_JIE, sketches.opened, here.id).beside == there.id
    assert desk.read(ZHENG_JIE, sketches.opened, there.id).beside == here.id
    more = keep(desk, At(there.id, there.revision), replace(HALF, title="那里又写的"))
    assert more.id == there.id
    desk.do(ZHENG_JIE, sketches.drop, here.id)
    assert desk.read(ZHENG_JIE, sketches.opened, there.id).beside == "", "the other one is gone"


def test_a_new_form_in_two_tabs_of_one_page_keeps_both(desk: Desk) -> None:
    at = sketches.blank()
    keep(desk, at, replace(HALF, title="这里写的"))
    assert keep(desk, at, replace(HALF, title="那里写的")).beside == at.id
    assert len(rows(desk)) == 2


def test_nobody_else_reads_changes_or_deletes_it(desk: Desk) -> None:
    kept = keep(desk, sketches.blank(), HALF)
    with refused("broadcast.not_found", 404):
        desk.read(HE_WEI, sketches.opened, kept.id)
    desk.do(HE_WEI, sketches.drop, kept.id)
    other = keep(desk, At(kept.id, 0), WHOLE, who=HE_WEI)
    assert other.id != kept.id
    assert desk.read(ZHENG_JIE, sketches.opened, kept.id).told == HALF
    assert [one.at.id for one in desk.read(HE_WEI, sketches.mine)] == [other.id]


def test_a_mark_that_was_made_up_names_nothing(desk: Desk) -> None:
    assert keep(desk, At("../../etc", 0), HALF).id != "../../etc"


def test_saved_as_a_message_it_is_gone_and_another_page_is_told_so(desk: Desk) -> None:
    kept = keep(desk, sketches.blank(), WHOLE)
    desk.do(ZHENG_JIE, sketches.start, kept.id, WHOLE)
    assert rows(desk) == []
    late = keep(desk, At(kept.id, kept.revision), replace(WHOLE, title="还在写"))
    assert late.gone
    assert rows(desk) == []
    assert not keep(desk, At(kept.id, kept.revision), replace(WHOLE, title="还在写"), anew=True).gone
    assert len(rows(desk)) == 1, "pressed on purpose it is kept all the same"


def test_what_cannot_be_saved_as_a_message_stays_unfinished(desk: Desk) -> None:
    kept = keep(desk, sketches.blank(), HALF)
    with refused("message.brace_alone", 422):
        desk.do(ZHENG_JIE, sketches.start, kept.id, HALF)
    assert len(rows(desk)) == 1


def test_changes_to_a_message_know_when_it_was_changed_meanwhile(desk: Desk) -> None:
    number = desk.do(ZHENG_JIE, broadcasts.start, WHOLE)
    kept = keep(desk, sketches.blank(), HALF, number, 1)
    assert not desk.read(ZHENG_JIE, sketches.opened, kept.id).behind
    desk.do(ZHENG_JIE, broadcasts.write, number, 1, replace(WHOLE, title="别人改的"))
    assert desk.read(ZHENG_JIE, sketches.opened, kept.id).behind
    desk.do(ZHENG_JIE, sketches.write, kept.id, number, 2, WHOLE)
    assert rows(desk) == []


def test_a_message_that_is_sent_needs_no_more_changes(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    number = desk.do(ZHENG_JIE, broadcasts.start, WHOLE)
    other = keep(desk, sketches.blank(), HALF)
    keep(desk, sketches.blank(), HALF, number, 1)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    assert [row.id for row in rows(desk)] == [other.id]


def test_nobody_keeps_changes_to_a_message_of_another_county(desk: Desk) -> None:
    number = desk.do(ZHENG_JIE, broadcasts.start, WHOLE)
    with refused("broadcast.not_found", 404):
        keep(desk, sketches.blank(), HALF, number, 1, who=HE_WEI)


def test_after_thirty_days_without_a_change_it_is_deleted(desk: Desk, clock: StoppedClock) -> None:
    keep(desk, sketches.blank(), HALF)
    clock.advance(minutes=60 * 24 * 30)
    assert desk.work.do_now(SYSTEM, sketches.forget) == 0, "on the thirtieth day it is there"
    clock.advance(minutes=1)
    assert desk.work.do_now(SYSTEM, sketches.forget) == 1
    assert rows(desk) == []


@pytest.mark.parametrize(
    ("told", "called"),
    [
        (WHOLE, "12月招聘会"),
        (replace(HALF, title=""), "{称呼，您好"),
        (replace(HALF, title="", texts={"zh_Hans_CN": "好" * 19 + "👨‍👩‍👧好好\n第二行"}), "好" * 19 + "👨‍👩‍👧…"),
        (replace(HALF, title="", texts={}), ""),
    ],
)
def test_it_is_called_by_its_title_or_its_first_words_and_no_sign_is_cut(desk: Desk, told: Written, called: str) -> None:
    assert desk.read(ZHENG_JIE, sketches.opened, keep(desk, sketches.blank(), told).id).called == called
