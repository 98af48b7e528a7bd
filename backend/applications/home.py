"""The start page: what may be checked, what was begun, what is under way."""

from dataclasses import replace

from backend.applications.service import cases
from backend.core.unit import Unit
from backend.people.service import account_of
from backend.people.service import set_language as keep_language
from backend.policies.service import policies, unfinished
from contract.application import Home, SetLanguage
from contract.base import DEFAULT_LANGUAGE


def home(unit: Unit) -> Home:
    """Everything the start page needs; nothing here is asked twice. An unknown account has begun nothing."""
    account = account_of(unit)
    language = account.language if account else unit.language
    # The words follow the language the account has chosen, whatever this one request claims.
    spoken = replace(unit, language=language)
    mine = cases(spoken)
    settings = unit.services.settings
    offered = policies(spoken)
    begun = unfinished(spoken)
    joint = "、" if language == DEFAULT_LANGUAGE else ", "
    own = next((case for case in mine if case.state == "draft" and not case.for_whom), None)
    return Home(
        language=language,
        policies=offered,
        draft=own,
        cases=tuple(case for case in mine if case.state != "draft" or case.for_whom),
        screening=begun.id if begun else None,
        screening_policy=begun.pack if begun else "",
        operator=settings.operator or joint.join(policy.operator for policy in offered),
        telephone=settings.telephone,
        demo=settings.demo,
    )


def set_language(unit: Unit, wish: SetLanguage) -> Home:
    """In which language this account reads and is written to. Raises 422 ``language.unknown``."""
    keep_language(unit, wish.language)
    return home(unit)
