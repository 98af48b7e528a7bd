"""The code of an invitation: one person's, hard to guess, read out over the telephone, and nowhere stored."""

from backend.core.crypto import Vault
from backend.core.numbers import CROCKFORD, grouped, plain

LENGTH = 12
LINK = "i_"
"""Before the code in ``/start i_…``; the whole stays far below the 64 signs a link may carry."""
_MADE, _FOUND = "invitation-code", "invitation"


def code_of(vault: Vault, candidate_id: str) -> str:
    """Always the same for one candidate; nobody without the key can make it."""
    number = int(vault.index(candidate_id, _MADE), 16)
    signs = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(CROCKFORD))
        signs.append(CROCKFORD[at])
    return "".join(signs)


def index_of(vault: Vault, code: str) -> str:
    """Under which a code is found, however it was typed."""
    return vault.index(plain(code), _FOUND)


def shown(code: str) -> str:
    """As people read it: 7F3K-2M9Q-XT4B."""
    return grouped(code, 4, 4, 4)
