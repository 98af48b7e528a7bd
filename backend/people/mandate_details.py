"""What a mandate says, sealed: names, numbers, and the code the principal names in her own chat."""

from typing import Any, Final

from backend.core.crypto import Vault
from backend.core.numbers import CROCKFORD, grouped, plain
from backend.core.unit import Unit
from backend.people.mandate_models import Mandate

CODE_LENGTH: Final = 12
LINK: Final = "m_"
"""Before the code in ``/start m_…``."""


def details_of(unit: Unit, row: Mandate) -> dict[str, Any]:
    """``principal``, ``id_number``, ``phone``; of a private helper also ``helper`` and ``helper_phone``."""
    details: dict[str, Any] = unit.vault.open(row.sealed, _place(row))
    return details


def forget_details(unit: Unit, row: Mandate) -> None:
    """Nothing came of it: names and numbers go, that there was one stays."""
    keep_details(unit, row, {})
    row.forgotten_at = unit.now


def keep_details(unit: Unit, row: Mandate, details: dict[str, Any]) -> None:
    row.sealed = unit.vault.seal(details, _place(row))


def name_of_principal(unit: Unit, row: Mandate) -> str:
    return str(details_of(unit, row).get("principal", ""))


def code_of(vault: Vault, mandate_id: str) -> str:
    """With it the principal names herself in her own chat; made with the vault's key, stored nowhere."""
    number = int(vault.index(mandate_id, "mandate-code"), 16)
    return "".join(CROCKFORD[(number >> 5 * place) & 31] for place in range(CODE_LENGTH))


def start_of(unit: Unit, row: Mandate) -> str:
    """What a link hands to the chat, so that the principal need not type the code."""
    return f"{LINK}{shown_code(unit, row)}"


def shown_code(unit: Unit, row: Mandate) -> str:
    """As people read it: 7F3K-2M9Q-XT4B."""
    return grouped(code_of(unit.vault, row.id), 4, 4, 4)


def subject_of(row: Mandate) -> str:
    return f"mandate:{row.id}"


def code_index(vault: Vault, code: str) -> str:
    return vault.index(plain(code), "mandate")


def _place(row: Mandate) -> str:
    return f"mandates.sealed|{row.id}"
