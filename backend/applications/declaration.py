"""What a person declares when an application is sent, in the words of its policy."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from backend.applications.dossier import Dossier
from backend.applications.guards import HOME_VISIT
from backend.rules import Pack
from contract.base import DEFAULT_LANGUAGE
from locales import Translate

DECLARATION_MARK: Final = 12


def declaration(dossier: Dossier) -> str:
    """What the person declares by sending."""
    joint = "" if dossier.unit.language == DEFAULT_LANGUAGE else " "
    return joint.join(_declared(dossier.pack, dossier._))


def declaration_version(dossier: Dossier) -> str:
    """Changes with the words of :func:`declaration`, whatever language they were read in."""
    original = dossier.unit.services.catalogue.packs[dossier.row.pack]
    return sha256("".join(_declared(original, str)).encode()).hexdigest()[:DECLARATION_MARK]


def _declared(pack: Pack, _: Translate) -> Iterator[str]:
    """The truth of it all, the review as the policy does it, and what the policy adds."""
    yield _("我所填的内容和提供的材料都真实有效。")
    visited = any(step.id == HOME_VISIT for stage in pack.stages for step in stage.steps)
    yield _("我同意工作人员核实信息、入户了解情况。") if visited else _("我同意工作人员核实信息。")
    if pack.declaration:
        yield pack.declaration
