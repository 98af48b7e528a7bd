"""受理回执: what was handed in, where, and by when it is answered, as a page to keep (第二条第二款)."""

from collections.abc import Mapping

from backend.applications.check_codes import proof_of
from backend.applications.dossier import Dossier, in_chinese, own_application
from backend.applications.progress import office_name
from backend.core.clock import day_in_china
from backend.core.documents import TYPST, compile_pdf
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.policies.days import day_words
from contract.base import DEFAULT_LANGUAGE

TITLE = "受理回执"


def own_receipt(unit: Unit, application_id: str) -> tuple[Mapping[str, object], str]:
    """The receipt of the caller's own application and its file name.

    Raises 409 ``application.receipt_void`` for a draft, whose number went with its taking back, and 404
    ``application.not_found``.
    """
    dossier = own_application(unit, application_id)
    if dossier.row.state == "draft":
        raise Problem("application.receipt_void", 409)
    if dossier.row.submitted_at is None:
        raise not_found("application")
    return receipt_of(in_chinese(dossier)), f"{TITLE}{dossier.row.receipt}.pdf"


def receipt_of(dossier: Dossier) -> Mapping[str, object]:
    """The data of the page. It is printed in Chinese: it is shown to offices."""
    row, pack = dossier.row, dossier.pack
    assert row.submitted_at is not None
    proof = proof_of(dossier.unit, row, "receipt")
    day = day_words(DEFAULT_LANGUAGE, day_in_china(row.submitted_at))
    lines = [
        ("受理编号", row.receipt or ""),
        ("申请人", str(dossier.form.get(dossier.asks[0].id, ""))),
        ("申请事项", str(pack.form.title).removesuffix("申请表").removesuffix("申请登记表")),
        ("申报类别", "、".join(str(pack.category(one).name) for one in row.categories)),
        ("提交日期", day),
        ("受理机构", office_name(dossier)),
    ]
    papers = [str(item.title) for item in dossier.papers_needed if dossier.files_of(item.id)]
    return {
        "title": TITLE,
        "lines": lines,
        "papers": papers,
        "notes": [
            "本回执只说明材料已经收到，不代表已经认定。是否符合条件，以经办机构审核为准。",
            f"咨询电话：{pack.telephone}。",
        ],
        "proof": proof.printed() if proof else None,
    }


def render_receipt(data: Mapping[str, object]) -> bytes:
    """The receipt as PDF. Takes some tens of milliseconds: call it in a thread."""
    return compile_pdf(TYPST / "receipt.typ", data)
