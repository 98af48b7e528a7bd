"""What is often wrong with a paper is offered ready on the return page; open issuers are named by the officer."""

from datetime import date
from typing import Any

import pytest

from backend.applications import review
from backend.applications.models import Application, PaperRow
from backend.core.unit import Unit
from tests.backend.desk import Desk, hand_in, refused
from tests.console.conftest import SignIn
from tests.people import CHENGNAN, WANG_XIUYING, ZHOU_MIN

VILLAGE = "村委会单独出具的不行，请到乡镇政府或自然资源部门开具。"


def with_paper(desk: Desk, category: str, requirement: str, chosen: str) -> str:
    """A case in 周敏's hands, with one paper of a category."""
    case = hand_in(desk.work, WANG_XIUYING, category, CHENGNAN)

    def hand(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        unit.session.add(PaperRow(application_id=row.id, requirement=requirement, chosen=chosen, state="received"))

    desk.system(hand)
    desk.take_up(ZHOU_MIN, case)
    return case


async def test_xy_19_a_paper_of_the_village_alone_is_returned_with_a_ready_reason(
    sign_in: SignIn, desk: Desk
) -> None:
    case = with_paper(desk, "X5", "land_proof", "land_proof_town")
    zhou = await sign_in(ZHOU_MIN.login)
    page = await zhou.get(f"/staff/cases/{case}/return")
    assert VILLAGE in page.text
    told: dict[str, Any] = {"usual__paper__land_proof": VILLAGE, "comment__paper__land_proof": "公章也要清楚。"}
    preview = await zhou.send(page.form("/return"), do="preview", **told)
    assert f"{VILLAGE}公章也要清楚。" in preview.text
    edited = await zhou.send(preview.form("/return"), do="edit")
    assert ("usual-paper-land_proof", VILLAGE) in edited.form("/return").fields, "what was ticked stays ticked"
    await zhou.send(preview.form("/return"), do="send")
    assert f"{VILLAGE}公章也要清楚。" in desk.letters(case)[-1].text
    assert desk.row(case).state == "awaiting_correction"
    (defect,) = desk.case(ZHOU_MIN, case).defects
    assert (defect.target, defect.comment) == ("land_proof", f"{VILLAGE}公章也要清楚。")


async def test_xy_18_a_paper_of_another_department_is_accepted_with_its_name(sign_in: SignIn, desk: Desk) -> None:
    case = with_paper(desk, "X4", "alleviation_proof", "alleviation_proof_other")
    zhou = await sign_in(ZHOU_MIN.login)
    page = await zhou.get(f"/staff/cases/{case}")
    silent = await zhou.send(page.form("/papers/alleviation_proof"), mark="verified", issuer=" ")
    assert (silent.status, "请写明出具部门" in silent.text) == (422, True)
    named = await zhou.send(silent.form("/papers/alleviation_proof"), mark="verified", issuer="农业农村局")
    assert "出具部门：农业农村局" in named.text
    (paper,) = [one for one in desk.case(ZHOU_MIN, case).papers if one.requirement == "alleviation_proof"]
    assert (paper.state, paper.issuer) == ("verified", "农业农村局")


@pytest.mark.parametrize("chosen", ["alleviation_proof_civil_affairs", "alleviation_proof_labour"])
def test_xy_18_a_department_the_document_names_is_asked_for_no_name(desk: Desk, chosen: str) -> None:
    case = with_paper(desk, "X4", "alleviation_proof", chosen)
    desk.do(ZHOU_MIN, review.mark_paper, case, "alleviation_proof", "verified")
    (paper,) = [one for one in desk.case(ZHOU_MIN, case).papers if one.requirement == "alleviation_proof"]
    assert (paper.state, paper.issuer, paper.asks_issuer) == ("verified", "", False)


def test_xy_18_a_paper_of_nobody_is_not_verified(desk: Desk) -> None:
    case = with_paper(desk, "X4", "alleviation_proof", "alleviation_proof_other")
    with refused("review.issuer_missing", 422):
        desk.do(ZHOU_MIN, review.mark_paper, case, "alleviation_proof", "verified")
    desk.do(ZHOU_MIN, review.mark_paper, case, "alleviation_proof", "rejected", "没有盖章，请盖章。")


EXPIRED = "证件已过有效期，请先到残联换证。"


async def test_a_paper_in_order_is_not_sent_back_as_expired(sign_in: SignIn, desk: Desk) -> None:
    case = with_paper(desk, "X3", "disability_certificate", "disability_certificate")
    zhou = await sign_in(ZHOU_MIN.login)
    form = (await zhou.get(f"/staff/cases/{case}/return")).form("/return")
    desk.do(ZHOU_MIN, review.mark_paper, case, "disability_certificate", "verified", valid_until=date(2028, 6, 30))
    told: dict[str, Any] = {"usual__paper__disability_certificate": EXPIRED, "note": "可到站所帮忙。"}
    for do in ("preview", "send"):
        refusal = await zhou.send(form, do=do, **told)
        assert (refusal.status, "“《残疾人证》”已记为核对无误" in refusal.text) == (422, True)
        assert f"不能同时写“{EXPIRED}”" in refusal.text
        assert ("note", "可到站所帮忙。") in refusal.form("/return").fields
        assert "#comment-paper-disability_certificate" in refusal.links
    assert desk.row(case).state == "in_review"
    assert EXPIRED not in (await zhou.get(f"/staff/cases/{case}/return")).text, "and it is offered no more"
    desk.do(ZHOU_MIN, review.mark_paper, case, "disability_certificate", "rejected", EXPIRED)
    again = await zhou.get(f"/staff/cases/{case}/return")
    sent = await zhou.send(again.form("/return"), do="send", **told)
    assert sent.status == 200
    assert EXPIRED in desk.letters(case)[-1].text


async def test_type_and_grade_are_chosen_at_the_paper_and_a_mismatch_is_told(sign_in: SignIn, desk: Desk) -> None:
    case = with_paper(desk, "X3", "disability_certificate", "disability_certificate")
    zhou = await sign_in(ZHOU_MIN.login)
    form = (await zhou.get(f"/staff/cases/{case}")).form("/papers/disability_certificate")
    half = await zhou.send(form, mark="verified", kind="4")
    assert (half.status, "类别和等级要一起选" in half.text) == (422, True)
    read = await zhou.send(form, mark="verified", kind="4", grade="3")
    assert "证件显示肢体、三级" in read.text
