"""What was asked for and what came back: of exactly these things the reviewer sees the difference (XY-26)."""

from datetime import date

import httpx2
import pytest

from backend.applications import letters, queries, review
from backend.applications.models import Application, PaperRow
from backend.applications.views import DefectClaim
from backend.core.problems import Problem
from backend.core.unit import Unit
from tests import papers
from tests.backend.citizen import AtTheWall
from tests.backend.desk import Desk, refused
from tests.people import ZHOU_MIN

PHONE = DefectClaim("field", "phone", "电话打不通。")
IDENTITY = DefectClaim("paper", "identity", "照片看不清。")


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


def returned(desk: Desk, case: str, *claims: DefectClaim) -> None:
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims)


async def test_xy_26_before_and_after_of_exactly_what_was_asked(wang: AtTheWall, desk: Desk) -> None:
    sent = await wang.applies()
    desk.take_up(ZHOU_MIN, sent.id)
    returned(desk, sent.id, PHONE, IDENTITY)
    waiting = desk.case(ZHOU_MIN, sent.id).defects
    assert [(one.target, one.mended_at, one.after, one.files_after) for one in waiting] == [
        ("phone", None, "", ()),
        ("identity", None, "", ()),
    ]
    turn = await wang.does(sent, "fields/phone/reopen")
    await wang.puts(turn, "phone", "19911112222")
    turn = await wang.hands_in(turn, "identity", papers.jpeg("重拍"))
    await wang.does(turn, "supply")
    phone, identity = desk.case(ZHOU_MIN, sent.id).defects
    assert (phone.before, phone.after, phone.changed) == ("199****0001", "199****2222", True)
    assert (len(identity.files_before), len(identity.files_after)) == (1, 1)
    assert identity.files_after[0].id not in {file.id for file in identity.files_before}
    desk.do(ZHOU_MIN, review.reveal, sent.id, "核对电话")
    whole = desk.read(ZHOU_MIN, queries.case, sent.id, unmasked=True).defects[0]
    assert (whole.before, whole.after) == ("19900000001", "19911112222")


async def test_xy_26_each_round_keeps_its_own_difference(wang: AtTheWall, desk: Desk) -> None:
    turn = await wang.applies()
    desk.take_up(ZHOU_MIN, turn.id)
    for number in ("19911112222", "19911113333"):
        returned(desk, turn.id, PHONE)
        turn = await wang.does(turn, "fields/phone/reopen")
        turn = await wang.puts(turn, "phone", number)
        turn = await wang.does(turn, "supply")
    told = [(one.round, one.before, one.after) for one in desk.case(ZHOU_MIN, turn.id).defects]
    assert told == [(1, "199****0001", "199****2222"), (2, "199****2222", "199****3333")]


def test_p20_a_paper_found_wanting_is_never_left_for_a_second_return(desk: Desk, case: str) -> None:
    """一次性告知: what the officer has already marked is told with the rest."""
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "rejected", "照片看不清。")
    with pytest.raises(Problem, check=lambda one: one.params == {"papers": "身份证或户口本"}) as told:
        returned(desk, case, PHONE)
    assert (told.value.code, told.value.status) == ("review.rejected_not_named", 422)
    with refused("review.rejected_not_named", 422):
        desk.read(ZHOU_MIN, review.preview_return, case, desk.version(case), (PHONE,))
    returned(desk, case, PHONE, IDENTITY)
    assert desk.row(case).state == "awaiting_correction"


async def test_xy_26_what_was_read_off_the_old_paper_says_nothing_of_the_new_one(
    wang: AtTheWall, desk: Desk
) -> None:
    """Neither its last day nor its number, nor that somebody saw the original: the new one is looked at anew."""
    sent = await wang.applies()
    desk.take_up(ZHOU_MIN, sent.id)
    told = sent.id, "identity", "verified"
    desk.do(ZHOU_MIN, review.mark_paper, *told, original_seen=True, valid_until=date(2030, 1, 1))
    returned(desk, sent.id, IDENTITY)
    await wang.does(await wang.hands_in(sent, "identity", papers.jpeg("重拍")), "supply")
    paper = next(one for one in desk.case(ZHOU_MIN, sent.id).papers if one.requirement == "identity")
    assert (paper.state, paper.valid_until, paper.original_seen_by, paper.original_seen_on) == ("received", None, "", None)


async def test_xy_26_a_paper_that_was_replaced_can_still_be_read_by_the_office(
    wang: AtTheWall, desk: Desk
) -> None:
    sent = await wang.applies()
    desk.take_up(ZHOU_MIN, sent.id)
    old = next(one for one in desk.case(ZHOU_MIN, sent.id).papers if one.requirement == "identity").files[0].id
    returned(desk, sent.id, IDENTITY)
    turn = await wang.hands_in(sent, "identity", papers.jpeg("重拍"))
    response = await wang.call("DELETE", f"/applications/{sent.id}/papers/files/{old}")
    assert response.is_success
    await wang.does(turn, "supply")
    (identity,) = desk.case(ZHOU_MIN, sent.id).defects
    assert [file.id for file in identity.files_before] == [old]
    assert desk.read(ZHOU_MIN, queries.file, sent.id, old).content.startswith(b"\xff\xd8")


def test_xy_26_a_letter_names_the_paper_that_was_handed_in(desk: Desk, case: str) -> None:
    def label(unit: Unit, chosen: str) -> str:
        unit.session.get_one(PaperRow, (case, "identity")).chosen = chosen
        row = unit.session.get_one(Application, case)
        return letters.label_of(unit, row, "paper", "identity")

    assert desk.system(label, "id_card") == "身份证或户口本（您交的是身份证）"
    assert desk.system(label, "") == "身份证或户口本"
