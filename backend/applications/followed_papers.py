"""What a corrected answer asks for besides: its papers are named with the corrections, so that nobody has to come again.

Who ticks another ground needs its proof, and nobody could name that when the application was returned (一次性告知).
"""

from backend.applications.dossier import Dossier
from backend.applications.models import DefectRow


def follow(dossier: Dossier) -> None:
    """While corrections are awaited: asks for what has become necessary, and for nothing that no longer is."""
    if dossier.row.state != "awaiting_correction":
        return
    needed = {item.id for item in dossier.papers_needed}
    for item in dossier.papers_needed:
        if not item.optional and dossier.defect("paper", item.id) is None and dossier.paper(item.id).state == "missing":
            _ask_for(dossier, item.id)
    for defect in [one for one in dossier.defects if one.kind == "paper"]:
        if defect.target in needed:
            defect.mended_at = defect.mended_at if _came(dossier, defect) else None
        elif defect.comment:
            defect.mended_at = defect.mended_at or dossier.unit.now
        else:
            dossier.defects.remove(defect)
            dossier.unit.session.delete(defect)


def _ask_for(dossier: Dossier, requirement: str) -> None:
    """Without a comment: it was no officer who asked; the chat and the desk have words of their own for it."""
    row = dossier.row
    defect = DefectRow(application_id=row.id, round=row.round, kind="paper", target=requirement, comment="")
    dossier.unit.session.add(defect)
    dossier.unit.session.flush()
    dossier.defects.append(defect)


def _came(dossier: Dossier, defect: DefectRow) -> bool:
    return any(file.round == defect.round and not file.stopped for file in dossier.files_of(defect.target))
