"""要多久: how long each step takes, from the rules' data: what the document says, and what the city's office promises."""

from collections.abc import Iterator

from backend.core.unit import Unit
from backend.deadlines.limits import Step, days_on, steps_of
from backend.policies.library import document, place_of
from backend.policies.spoken import pack_of
from backend.rules import Pack
from backend.staff.service import office_of_area
from contract.policy import Duration, Durations
from locales import Translate, translator

TOLD = ("correction", "exit_reply", "objection", "ticket_report")
"""Of the steps beside the reviews those that somebody waits for, or must keep to."""
PROMISED_UNDER = "限时办结"
"""By these words the provision is found that makes offices promise a time limit."""


def durations(unit: Unit, pack_id: str) -> Durations:
    """What is written first, then what is promised; what neither says is not guessed. Raises 404 ``policy.not_found``."""
    pack = pack_of(unit, pack_id)
    _ = translator("citizen", unit.language)
    return Durations(
        document=document(unit, pack),
        written=tuple(_written(pack, _)),
        promised=tuple(_promises(unit, pack, _)),
        total=_total(unit, pack, _),
        article=place_of(unit, pack.id, PROMISED_UNDER),
    )


def _written(pack: Pack, _: Translate) -> Iterator[Duration]:
    """Lengths of time that stand in the document, each with its article."""
    for relief in pack.reliefs:
        where = pack.citations[relief.citation_id].article
        length = _("{months}个月内").format(months=relief.months)
        yield Duration(label=_("零就业家庭，从认定起解决就业"), length=length, article=where)
    if pack.waiting_months:
        where = pack.citations[pack.waiting_citation].article
        length = _("满{months}个月").format(months=pack.waiting_months)
        yield Duration(label=_("退出以后，再申请"), length=length, article=where)


def _promises(unit: Unit, pack: Pack, _: Translate) -> Iterator[Duration]:
    reviews = {stage.id for stage in pack.stages}
    for step in steps_of(pack, translator("notices", unit.language)):
        if step.id in reviews or step.id in TOLD:
            days = _days(unit, pack, step)
            length = (_("{days}天") if step.calendar else _("{days}个工作日")).format(days=days)
            yield Duration(label=step.label, length=length)


def _total(unit: Unit, pack: Pack, _: Translate) -> str:
    """All reviews one after the other."""
    reviews = steps_of(pack, translator("notices", unit.language))[: len(pack.stages)]
    days = sum(_days(unit, pack, step) for step in reviews)
    return _("{days}个工作日").format(days=days) if reviews else ""


def _days(unit: Unit, pack: Pack, step: Step) -> int:
    """What the city's office promises; counties may have set their own, and a case says its own day."""
    return days_on(unit, office_of_area(unit, pack.region).id, pack.id, step.id, unit.today) or step.days
