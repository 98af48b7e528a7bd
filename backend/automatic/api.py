"""The door of the system in which unemployment is registered. Its key opens this door and no other."""

import hmac
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Request

from backend.automatic.reading import NUMBER, New, automatic_packs, facts_of_message, policies_of
from backend.automatic.service import take
from backend.automatic.shapes import NewRegistration, RegistrationTaken
from backend.columns.cells import CellProblem
from backend.core.actors import System
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.web import Turn, work_of
from backend.core.work import Caller, fingerprint
from contract.base import DEFAULT_LANGUAGE, HEADER_IDEMPOTENCY

router = APIRouter(prefix="/registrations/v1", tags=["registrations"])
CALLER: Final = "registrations"


async def registrar_turn(
    request: Request,
    authorization: Annotated[str, Header()] = "",
    key: Annotated[str, Header(alias=HEADER_IDEMPOTENCY, max_length=160)] = "",
) -> Turn:
    """Lets in the key of this door alone. Raises 401 ``access.registrar_only``, 400 ``idempotency.key_missing``."""
    work = work_of(request)
    expected = work.services.settings.registrations_key.get_secret_value()
    if not expected or not hmac.compare_digest(authorization.encode(), f"Bearer {expected}".encode()):
        raise Problem("access.registrar_only", 401)
    if not key:
        raise Problem("idempotency.key_missing", 400)
    mark = fingerprint(request.method.encode(), request.url.path.encode(), await request.body())
    return Turn(work, Caller(System(CALLER), DEFAULT_LANGUAGE, f"{CALLER}:{key}", mark))


@router.post("/registrations", status_code=201)
async def register(turn: Annotated[Turn, Depends(registrar_turn)], body: NewRegistration) -> RegistrationTaken:
    """Takes a new unemployment registration: who meets an automatic category is recognised, others are offered what fits.

    Refusals: 401 ``access.registrar_only``; 400 ``idempotency.key_missing``; 409 ``idempotency.other_command``; 422
    ``registration.no_policy``, ``registration.id_number_wrong``, ``registration.day_in_future``,
    ``registration.fact_wrong`` (why), ``registration.area_unknown``.
    """
    return await turn.do(taken, body)


def taken(unit: Unit, body: NewRegistration) -> RegistrationTaken:
    """The command behind the door, in one transaction with its answer."""
    packs = {pack.id: pack for pack in automatic_packs(unit.services.catalogue.packs.values())}
    pack = packs.get(body.policy)
    if pack is None:
        raise Problem("registration.no_policy", 422)
    if body.registered_on > unit.today:
        raise Problem("registration.day_in_future", 422)
    policies = policies_of(unit, pack)
    try:
        number = policies.cells(pack.vocabulary[NUMBER]).read(body.id_number)
    except CellProblem:
        number = None
    if not number:
        raise Problem("registration.id_number_wrong", 422)
    answers = facts_of_message(body.facts, policies)
    new = New(number, body.name.strip(), body.phone, body.address, body.area, body.registered_on, answers)
    found = take(unit, pack, new)
    return RegistrationTaken(outcome=found.outcome, number=found.number, bases=found.bases)
