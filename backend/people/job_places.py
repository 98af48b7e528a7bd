"""From where somebody looks for work: a place to about a hundred metres, kept with consent, gone with one tap."""

from collections.abc import Iterator
from typing import Any

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.consent import place_consent
from backend.people.job_models import JobWishes
from backend.people.service import account_of, ensure_account, record_consent
from contract.jobs import PLACE_DECIMALS, KeepPlace
from locales import translator


def keep(unit: Unit, place: KeepPlace) -> None:
    """Keeps the place of this account, rounded, in the place of an earlier one; consent is recorded.

    Raises 409 ``consent.outdated``; 409 ``jobs.no_wishes`` where no wishes are kept that it could serve.
    """
    account = ensure_account(unit)
    row = unit.session.get(JobWishes, account.id)
    if row is None:
        raise Problem("jobs.no_wishes", 409)
    record_consent(unit, place_consent(unit), place.consent_version)
    row.latitude, row.longitude = round(place.latitude, PLACE_DECIMALS), round(place.longitude, PLACE_DECIMALS)
    unit.session.flush()
    unit.audit("job_place.kept", f"account:{account.id}")


def forget(unit: Unit) -> None:
    """Deletes the place and nothing else; where none is kept nothing happens."""
    account = account_of(unit)
    row = unit.session.get(JobWishes, account.id) if account else None
    if account is None or row is None or row.latitude is None:
        return
    row.latitude = row.longitude = None
    unit.session.flush()
    unit.audit("job_place.deleted", f"account:{account.id}")


def known(wishes: Any) -> bool:
    """Whether wishes, or a row that has what they have, come with a place."""
    return wishes is not None and wishes.latitude is not None and wishes.longitude is not None


def told(unit: Unit, account_id: int) -> Iterator[str]:
    """The place in words, for the copy of one's own data; nothing where none is kept."""
    row = unit.session.get(JobWishes, account_id)
    if row is not None and row.latitude is not None and row.longitude is not None:
        _ = translator("notices", unit.language)
        yield _("您的大概位置：北纬{north}，东经{east}").format(north=f"{row.latitude:.3f}", east=f"{row.longitude:.3f}")
