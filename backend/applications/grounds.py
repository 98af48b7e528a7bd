"""依据是什么, during an application: by which article a field, a paper or a review is there."""

from collections.abc import Iterator

from backend.applications.asks import APPLY_AT, AT_RESIDENCE, COMMUNITY, Ask, address_field, category_field
from backend.applications.dossier import OWN_FORM, Dossier, own_application
from backend.applications.progress import state_label
from backend.core.unit import Unit
from backend.policies.grounds import asking_for, grounds
from backend.policies.outcome import HUKOU
from backend.rules import Field, Stage
from contract.policy import Grounds


def grounds_of_application(unit: Unit, application_id: str, requirement: str = "") -> Grounds:
    """The articles behind what is going on: a paper where one is named, else the field asked, the list of papers
    of a draft, or the review a sent case is in.

    Raises 404 ``application.not_found`` and ``paper.not_found``.
    """
    dossier = own_application(unit, application_id)
    about, citations = _rests_on(dossier, requirement)
    asking = dossier.asking
    why = asking.why if asking and not requirement else ""
    return grounds(unit, dossier.pack, about, citations, why)


def _rests_on(dossier: Dossier, requirement: str) -> tuple[str, list[str]]:
    if requirement:
        paper = dossier.requirement(requirement)
        return paper.title, [paper.citation_id]
    if asking := dossier.asking:
        return asking.label, list(_behind(dossier, asking))
    if dossier.row.state == "draft":
        return dossier._("材料清单"), [item.citation_id for item in dossier.checklist]
    return _review(dossier)


def _behind(dossier: Dossier, asking: Ask) -> Iterator[str]:
    """The conditions that read what the field tells, then the article that asks for the form."""
    pack = dossier.pack
    if asking.id.startswith((APPLY_AT, AT_RESIDENCE, COMMUNITY)):
        yield pack.route.citation_id
        return
    item = next((each for each in pack.form.fields if _belongs(asking.id, each)), None)
    if item and item.id == category_field(pack).id:
        yield from (pack.category(category).citation_id for category in dossier.categories)
    elif item and item.kind == "id_number":
        yield pack.stages[0].citation_id
    elif item and item.id == address_field(pack).id:
        yield from asking_for(pack, HUKOU)
    elif item and item.fact:
        yield from asking_for(pack, item.fact)
    yield from (paper.citation_id for paper in pack.requirements if paper.id == OWN_FORM)


def _belongs(asked: str, item: Field) -> bool:
    """An address is asked in parts, a wish may have words beside it."""
    return f"{asked}_".startswith(f"{item.id}_")


def _review(dossier: Dossier) -> tuple[str, list[str]]:
    """The stage a case is in, or the last one it went through."""
    stage = _stage(dossier)
    label = state_label(dossier.row.state, dossier._)
    about = dossier._("{stage}（{state}）").format(stage=stage.name, state=label)
    return about, [stage.citation_id, *(step.citation_id for step in stage.steps)]


def _stage(dossier: Dossier) -> Stage:
    stages = dossier.pack.stages
    return stages[min(dossier.row.stage, len(stages) - 1)]
