"""Helping somebody with an application in the chat (代办): asking, answering, ending, and beginning the self-check."""

from typing import Final

from sqlalchemy import select

from backend.applications.asks import Ask, name_field
from backend.applications.dossier import Dossier
from backend.applications.models import Application
from backend.applications.typed import read_name, read_phone
from backend.core.actors import Acting
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people import mandate_details, mandates, stepping_in
from backend.people.mandate_models import Mandate
from backend.policies.days import day_words
from backend.policies.service import begun_already, start_screening
from backend.policies.spoken import pack_of
from backend.staff.models import OfficerRow
from contract import mandate as shape
from contract.screening import StartScreening
from locales import translator

NAME_LONGEST: Final = 40


def ask(unit: Unit, wish: shape.AskMandate) -> shape.Mandate:
    """Begins to act for somebody. Raises 404 ``policy.not_found``, 422 in words where a name or telephone cannot be
    read, and what :func:`mandates.request` raises; 422 ``mandate.yourself`` where both are one."""
    if wish.pack not in unit.services.catalogue.packs:
        raise not_found("policy")
    details = named(unit, wish.model_dump(include={"principal", "helper", "helper_phone"}))
    if details["principal"] == details["helper"]:
        raise Problem("mandate.yourself", 422, name=details["helper"])
    return told(unit, mandates.request(unit, wish.pack, wish.relation, details))


def mine(unit: Unit) -> tuple[shape.Mandate, ...]:
    """For whom this chat acts, and who acts for its owner."""
    return tuple(told(unit, row) for row in (*stepping_in.principals_of(unit), *stepping_in.helpers_of(unit)))


def answer(unit: Unit, given: shape.AnswerMandate) -> shape.Mandate:
    """What a code says, and the principal's word on it; see :mod:`backend.people.mandates` for what is refused."""
    if given.answer == "agree":
        row = mandates.confirm(unit, given.code)
    elif given.answer == "refuse":
        row = mandates.refuse(unit, given.code)
    else:
        row = mandates.look(unit, given.code)
    return told(unit, row, part="principal")


def end(unit: Unit, mandate_id: str) -> shape.Mandate:
    """Ends it. Raises 404 ``mandate.not_found``; twice is once."""
    return told(unit, mandates.end(unit, mandate_id))


def begin(unit: Unit, mandate_id: str) -> shape.Begun:
    """Begins the self-check of the person acted for, or goes on with the form or the answers given already.

    Raises 404 ``mandate.not_found`` where nobody may act by it.
    """
    row = unit.session.get(Mandate, mandate_id)
    opened = stepping_in.step_in(unit, row.account_id if row else stepping_in.NOBODY)
    if row is None or not opened or not isinstance(unit.actor, Acting):
        raise not_found("mandate")
    _, name = translator("citizen", unit.language), mandate_details.name_of_principal(unit, row)
    mine = Application.account_id == row.account_id, Application.pack == row.pack, Application.state == "draft"
    if draft := unit.session.scalar(select(Application.id).where(*mine)):
        return shape.Begun(draft=draft, news=_("接着上次：{name}的申请表已经开始填了。").format(name=name))
    begun = begun_already(unit, row.pack)
    if begun is None:
        return shape.Begun(screening=start_screening(unit, StartScreening(pack=row.pack)))
    said = _("接着上次：{name}的{count}个回答都还在，不用再答。").format(name=name, count=len(begun.answered))
    return shape.Begun(screening=begun, news=said)


def must_be_meant(dossier: Dossier) -> None:
    """A helper hands in for the person of the mandate and nobody else; the signed paper that is there gives it."""
    unit, mandate = dossier.unit, stepping_in.of_actor(dossier.unit)
    if mandate is None:
        return
    details = mandate_details.details_of(unit, mandate)
    name, number = details["principal"], details.get("id_number", "")
    if dossier.form.get(name_field(dossier.pack).id) != name or number not in ("", dossier.id_number):
        raise Problem("mandate.other_person", 409, name=name)
    if mandate.state == "requested":
        mandates.give(unit, mandate, "helper", "paper")


def told(unit: Unit, row: Mandate, part: str = "") -> shape.Mandate:
    """One mandate as its reader sees it."""
    details = mandate_details.details_of(unit, row)
    principal = part == "principal" or not stepping_in.acted_for(unit, row)
    officer = unit.session.get(OfficerRow, row.officer_id) if row.officer_id else None
    helper = f"{officer.office.name} {officer.name}" if officer else str(details.get("helper", ""))
    whose = str(details.get("principal", ""))
    return shape.Mandate(
        id=row.id,
        pack=row.pack,
        part="principal" if principal else "helper",
        other=helper if principal else whose,
        own=whose if principal else helper,
        matter=_matter(unit, row.pack),
        relation=row.relation,
        state=row.state,
        how=row.how,
        until=day_words(unit.language, row.until),
        code="" if principal else mandate_details.shown_code(unit, row),
        active=stepping_in.stands(unit, row),
    )


def _matter(unit: Unit, pack_id: str) -> str:
    """就业困难人员认定申请（新余市）."""
    _ = translator("citizen", unit.language)
    pack = pack_of(unit, pack_id)
    return _("{title}（{city}）").format(title=_("就业困难人员认定申请"), city=pack.region_name)


def named(unit: Unit, typed: dict[str, str]) -> dict[str, str]:
    """Names and telephones of a mandate as typed, read. Raises 422 with what is wrong and an example."""
    _ = translator("citizen", unit.language)
    asks = {
        "principal": _ask("name", _("本人姓名"), _("王秀英")),
        "phone": _ask("phone", _("本人电话"), "13900000000"),
        "helper": _ask("name", _("您的姓名"), _("王小燕")),
        "helper_phone": _ask("phone", _("您的电话"), "13900000000"),
    }
    readers = {"name": read_name, "phone": read_phone}
    return {key: readers[asks[key].kind](asks[key], text, unit.today) for key, text in typed.items()}


def _ask(kind: str, label: str, example: str) -> Ask:
    return Ask(id=kind, kind=kind, label=label, text="", why="", example=example, longest=NAME_LONGEST)
