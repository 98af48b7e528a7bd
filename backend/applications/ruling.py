"""Which version of its policy a case stands under (文末：如遇相关政策调整，以最新政策要求为准)."""

from dataclasses import replace

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.rules import Pack
from contract.base import DEFAULT_LANGUAGE


def pack_for(unit: Unit, row: Application) -> Pack:
    """In the caller's language: what was handed in keeps its version, a draft follows the day.

    Raises 404 ``policy.not_found``.
    """
    return pack_of(unit, row.pack, row.pack_version if row.submitted_at else "")


def pack_for_the_file(unit: Unit, row: Application) -> Pack:
    """The same as documents and letters on record name it: in Chinese."""
    return pack_for(replace(unit, language=DEFAULT_LANGUAGE), row)
