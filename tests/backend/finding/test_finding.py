"""People found in a list are invited and never recognised (第六条第（二）项)."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.applications.models import Application
from backend.core import outbox
from backend.core.actors import Citizen
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import Caller
from backend.finding import lists, opening, outcomes, queries, sheets
from backend.finding.codes import code_of, shown
from backend.finding.lifecycle import MOVES, STATES, target_of
from backend.finding.models import Candidate, PeopleList
from backend.finding.retention import forget_found
from backend.people.models import Consent
from backend.registry.models import Entry
from tests.backend.desk import Desk, hand_in, refused
from tests.backend.finding.listing import candidates, csv_of, invited, row, screened, seen, uploaded
from tests.conftest import StoppedClock
from tests.people import (
    ABDULLA,
    HE_WEI,
    JI_YONGQIANG,
    LI_JIANGUO,
    WANG_XIUYING,
    ZHANG_GUIHUA,
    ZHAO_MIN,
    ZHENG_JIE,
    ZHOU_MIN,
)

OTHER_CHAT = Caller(Citizen("web", 9999))
HER_CHAT = Caller(Citizen("web", WANG_XIUYING.chat_id))


def consents(desk: Desk, case: str) -> None:
    """Her chat has agreed before an application was begun, as the bot sees to it."""

    def agree(unit: Unit) -> None:
        account = unit.session.get_one(Application, case).account_id
        unit.session.add(
            Consent(
                account_id=account,
                purpose="application",
                version="1",
                language="zh_Hans_CN",
                text="",
                text_hash="",
                at=unit.now,
            )
        )

    desk.system(agree)


def withdrawn(desk: Desk, case: str) -> None:
    """She took it back: nothing is open, and her chat is still known."""

    def take_back(unit: Unit) -> None:
        unit.session.get_one(Application, case).state = "withdrawn"

    desk.system(take_back)


def letters(desk: Desk, candidate: Candidate) -> list[OutboxRow]:
    return list(desk.system(outbox.letters_about, f"candidate:{candidate.id}"))


def only(desk: Desk) -> Candidate:
    (found,) = candidates(desk)
    return found


def code(desk: Desk, candidate: Candidate) -> str:
    return code_of(desk.work.services.vault, candidate.id)


def test_xy_70_who_is_found_is_invited_and_has_no_status(desk: Desk, tmp_path: Path) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING), row(ZHAO_MIN)]), tmp_path)
    assert seen(desk, ZHENG_JIE, list_id).results == {"yes": 1, "unknown": 1}
    invited(desk, ZHENG_JIE, list_id)
    found = only(desk)
    assert (found.state, found.way, found.categories, found.verdict) == ("invited", "desk", ["X1"], "yes")
    assert desk.count(Entry) == desk.count(Application) == desk.count(OutboxRow) == 0
    assert WANG_XIUYING.name.encode() not in found.sealed
    assert WANG_XIUYING.id_number.encode() not in found.sealed


def test_xy_70_a_chat_that_consented_gets_a_letter_that_promises_nothing(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    withdrawn(desk, case)
    consents(desk, case)
    invited(desk, ZHENG_JIE, screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path))
    (letter,) = letters(desk, only(desk))
    assert only(desk).way == "chat"
    assert "您可能符合" in letter.text
    assert "不是认定" in letter.text
    assert "第六条第（二）项" in letter.text
    assert "4050" not in letter.text
    assert WANG_XIUYING.id_number not in letter.text
    assert letter.kind == "news"


def test_xy_70_without_consent_nobody_is_written_to(desk: Desk, case: str, tmp_path: Path) -> None:
    withdrawn(desk, case)
    invited(desk, ZHENG_JIE, screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path))
    assert only(desk).way == "desk"


def test_xy_70_whoever_applied_or_is_recognised_is_left_out_and_counted(
    desk: Desk, case: str, tmp_path: Path
) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING), row(ABDULLA)]), tmp_path)
    assert seen(desk, ZHENG_JIE, list_id).left_out == {"applied": 1}
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.endorse(ZHENG_JIE, case)
    again = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    assert seen(desk, ZHENG_JIE, again).left_out == {"recognised": 1}


def test_xy_70_who_applies_between_finding_and_inviting_is_not_invited(desk: Desk, tmp_path: Path) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    hand_in(desk.work, WANG_XIUYING)
    invited(desk, ZHENG_JIE, list_id)
    assert only(desk).state == "left_out"


def test_xy_70_a_second_list_invites_nobody_twice(desk: Desk, tmp_path: Path) -> None:
    twice = csv_of([row(WANG_XIUYING), row(WANG_XIUYING)])
    first = screened(desk, ZHENG_JIE, twice, tmp_path)
    assert seen(desk, ZHENG_JIE, first).left_out == {"twice": 1}
    invited(desk, ZHENG_JIE, first)
    second = screened(desk, ZHENG_JIE, twice, tmp_path)
    assert seen(desk, ZHENG_JIE, second).left_out == {"twice": 2}
    invited(desk, ZHENG_JIE, second)
    assert only(desk).list_id == first


def test_xy_70_an_office_finds_people_of_its_own_area_only(desk: Desk, tmp_path: Path) -> None:
    content = csv_of([row(WANG_XIUYING), row(replace(ZHANG_GUIHUA, birth_date=WANG_XIUYING.birth_date))])
    list_id = screened(desk, ZHENG_JIE, content, tmp_path)
    assert seen(desk, ZHENG_JIE, list_id).left_out == {"other_area": 1}
    assert seen(desk, ZHENG_JIE, list_id).areas == {"渝水区": 1, "分宜县": 1}
    assert only(desk).area == "360502"
    for act in (queries.list_view, queries.people, lists.screen, lists.discard):
        with refused("list.not_found", 404):
            desk.do(HE_WEI, act, list_id)
    with refused("candidate.not_found", 404):
        desk.do(HE_WEI, outcomes.note, only(desk).id, "decline")
    for who in (ZHOU_MIN, "inspector", "guolan", "admin"):
        with refused("finding.not_here", 403):
            desk.read(who, queries.overview)


def test_xy_70_the_invitation_is_opened_by_one_chat_and_leads_to_an_application(
    desk: Desk, tmp_path: Path
) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    invited(desk, ZHENG_JIE, list_id)
    typed = shown(code(desk, only(desk))).lower()
    opened = desk.work.do_now(HER_CHAT, opening.open_invitation, typed)
    assert "您可能符合" in opened.lines[0]
    assert only(desk).state == "opened"
    with refused("invitation.of_another_chat", 409):
        desk.work.do_now(OTHER_CHAT, opening.open_invitation, typed)
    with refused("invitation.not_found", 404):
        desk.work.do_now(OTHER_CHAT, opening.open_invitation, "0000-0000-0000")
    case = hand_in(desk.work, WANG_XIUYING)
    assert only(desk).state == "applied"
    with refused("invitation.illegal_move", 409):
        desk.work.do_now(HER_CHAT, opening.decline_invitation, typed)
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.endorse(ZHENG_JIE, case)
    assert seen(desk, ZHENG_JIE, list_id).stands == {"recognised": 1}


def test_xy_70_a_no_is_kept_and_is_no_harm(desk: Desk, tmp_path: Path) -> None:
    invited(desk, ZHENG_JIE, screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path))
    for _ in range(2):
        assert desk.work.do_now(HER_CHAT, opening.decline_invitation, code(desk, only(desk))).declined
    assert only(desk).state == "not_interested"
    hand_in(desk.work, WANG_XIUYING)
    assert only(desk).state == "applied"


def test_xy_70_an_invitation_runs_out_and_names_are_forgotten(
    desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    invited(desk, ZHENG_JIE, screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path))
    clock.advance(days=60)
    desk.system(forget_found)
    assert only(desk).state == "invited"
    clock.advance(days=1)
    desk.system(forget_found)
    assert (only(desk).state, only(desk).sealed != b"") == ("lapsed", True)
    with refused("invitation.over", 410):
        desk.work.do_now(HER_CHAT, opening.open_invitation, code(desk, only(desk)))
    clock.advance(days=31)
    desk.system(forget_found)
    assert only(desk).sealed == b""
    clock.advance(days=400)
    desk.system(forget_found)
    assert candidates(desk) == []


def test_xy_70_rows_are_kept_only_as_long_as_they_are_needed(
    desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    waits = uploaded(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    done = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    files = desk.work.services.settings.data / "files"
    kept = [path for path in files.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert WANG_XIUYING.name.encode() not in kept[0].read_bytes()
    assert seen(desk, ZHENG_JIE, done).preview is None
    clock.advance(days=8)
    desk.system(forget_found)
    assert not kept[0].exists()
    assert not seen(desk, ZHENG_JIE, waits).has_file
    clock.advance(days=31)
    desk.system(forget_found)
    assert candidates(desk) == []


def test_discarding_keeps_counts_and_forgets_people(desk: Desk, tmp_path: Path) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    desk.do(ZHENG_JIE, lists.discard, list_id)
    assert candidates(desk) == []
    assert seen(desk, ZHENG_JIE, list_id).results == {"yes": 1}


def test_a_line_that_cannot_be_read_is_told_and_stops_nothing(desk: Desk, tmp_path: Path) -> None:
    content = csv_of([row(WANG_XIUYING), row(ABDULLA, **{"户籍所在地": "火星"}), row(LI_JIANGUO)])
    list_id = screened(desk, ZHENG_JIE, content, tmp_path)
    view = seen(desk, ZHENG_JIE, list_id)
    assert view.results == {"yes": 2, "invalid": 1}
    ((line, column, reason),) = view.problems
    assert (line, column) == (3, "户籍所在地")
    assert "不是6位的地区代码" in reason


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "finding.unreadable"),
        (b"a,b\n1,2\n", "finding.unreadable"),
        ("姓名,户籍所在地\n王,360502\n".encode(), "finding.no_id_number"),
        ("身份证号码\n360502198003059921\n".encode(), "finding.no_hukou"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_words(
    desk: Desk, tmp_path: Path, content: bytes, code: str
) -> None:
    with refused(code, 422):
        uploaded(desk, ZHENG_JIE, content, tmp_path)


def test_sheets_need_a_reason_and_leave_a_sentence(desk: Desk, tmp_path: Path) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING), row(JI_YONGQIANG)]), tmp_path)
    invited(desk, ZHENG_JIE, list_id)
    with refused("finding.reason_missing", 422):
        desk.do(ZHENG_JIE, sheets.sheets, list_id, "")
    made = desk.do(ZHENG_JIE, sheets.sheets, list_id, "本周上门通知").sheets
    assert {sheet.name for sheet in made} == {WANG_XIUYING.name, JI_YONGQIANG.name}
    assert all(len(f"/start {sheet.start}".encode()) <= 64 for sheet in made)
    assert len({sheet.start for sheet in made}) == 2
    desk.do(ZHENG_JIE, outcomes.note, candidates(desk)[0].id, "not_reached")
    with refused("invitation.illegal_move", 409):
        desk.do(ZHENG_JIE, outcomes.note, candidates(desk)[0].id, "not_reached")
    masked = desk.read(ZHENG_JIE, queries.people, list_id).lines
    assert all(WANG_XIUYING.name not in line.name for line in masked)


def test_nobody_is_invited_by_a_policy_that_has_ended(desk: Desk, tmp_path: Path) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    with refused("finding.nobody_chosen", 422):
        desk.do(ZHENG_JIE, lists.invite, list_id, (), ("yes",))

    def of_guangzhou(unit: Unit) -> None:
        unit.session.get_one(PeopleList, list_id).pack = "guangzhou-2014-4"

    desk.system(of_guangzhou)
    with refused("finding.policy_ended", 409):
        desk.do(ZHENG_JIE, lists.invite, list_id, ("G1",), ("yes",))


LEGAL = {(move.action, move.source, mover) for move in MOVES for mover in move.movers}
ILLEGAL = sorted(
    {(move.action, state, mover) for move in MOVES for state in STATES for mover in ("house", "officer", "citizen")}
    - LEGAL
)


@pytest.mark.parametrize(("action", "state", "mover"), ILLEGAL)
def test_every_other_move_is_refused(action: str, state: str, mover: str) -> None:
    with pytest.raises(Problem, match="illegal_move"):
        target_of(state, action, mover)  # type: ignore[arg-type]


def test_nothing_leads_from_an_invitation_to_a_recognition_but_an_application() -> None:
    assert {move.source for move in MOVES if move.target == "recognised"} == {"applied"}
