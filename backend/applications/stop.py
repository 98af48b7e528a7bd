"""Something written has changed how a category stands: it is told, and one is asked before it goes on.

What stood before is kept beside the form until the person has said so; changed back, nothing is left to say.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from backend.applications.dossier import Dossier
from backend.core.problems import Problem
from backend.policies.outcome import eligible, standings
from contract.application import Stop

STOP: Final = "stop."
"""Beside the form: the field that changed it, and how the categories stood before."""


def mark(dossier: Dossier, field: str, before: Mapping[str, str]) -> None:
    """Keeps what stood before this field was written, where it stands otherwise now."""
    first = dict(dossier.form.get(STOP, {}).get("before", before))
    dossier.form.pop(STOP, None)
    if first != standings(dossier.pack, dossier.assessment):
        dossier.form[STOP] = {"field": field, "before": first}


def unread(dossier: Dossier) -> bool:
    return STOP in dossier.form


def must_be_read(dossier: Dossier) -> None:
    """Raises 409 ``application.change_unread``: nothing is sent before one has been told."""
    if unread(dossier):
        raise Problem("application.change_unread", 409)


def stop_of(dossier: Dossier) -> Stop | None:
    """What to tell, None where nothing has changed, or where the field that changed it is being mended."""
    kept: dict[str, Any] | None = dossier.form.get(STOP)
    if kept is None or dossier.row.editing == kept["field"]:
        return None
    return Stop(
        field=kept["field"],
        label=dossier.label(kept["field"]),
        changes=tuple(_changes(dossier, kept["before"])),
        can_apply=bool(eligible(dossier.pack, dossier.assessment)),
        telephone=dossier.pack.telephone,
    )


def _changes(dossier: Dossier, before: Mapping[str, str]) -> Iterator[str]:
    _ = dossier._
    words = {"no": _("{name}：暂不符合"), "open": _("{name}：需要核实"), "yes": _("{name}：可能符合")}
    for category, now in standings(dossier.pack, dossier.assessment).items():
        if now != before.get(category):
            yield words[now].format(name=dossier.pack.category(category).name)
