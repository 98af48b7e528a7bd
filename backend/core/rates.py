"""How often one address may ask a public page: counted in the database, so that all processes count together."""

from math import ceil

from fastapi import Request

from backend.core.allowance import Allowance, spend
from backend.core.unit import Unit
from backend.core.web import work_of
from backend.core.work import SYSTEM


async def seconds_to_wait(request: Request, page: str, allowance: Allowance) -> int:
    """Counts this time for the address of the request, and says after how many seconds it may ask; 0 for now."""
    address = request.client.host if request.client else ""
    return await work_of(request).do(SYSTEM, count, page, address, allowance)


def count(unit: Unit, page: str, address: str, allowance: Allowance) -> int:
    """The same for an address, which is kept as a keyed hash only, and no longer than it counts."""
    wait = spend(unit, f"{page}:{unit.vault.index(address, 'rates.address')[:32]}", allowance)
    return ceil(wait.total_seconds())
