"""Who acts. Resolved once at the edge, carried by the unit, written beside every act."""

from dataclasses import dataclass
from typing import Literal

OfficeLevel = Literal["community", "station", "county", "city"]
Role = Literal["reviewer", "inspector", "provider", "policy", "admin"]
Organisation = Literal["employment", "disability"]
"""公共就业服务机构, or 残疾人就业服务机构, which serves and sees disabled persons only (广州 第二条)."""


@dataclass(frozen=True)
class Citizen:
    """A person behind a chat account: known by channel and chat id only until an ID number is given."""

    channel: str
    chat_id: int

    @property
    def account(self) -> str:
        return f"{self.channel}:{self.chat_id}"


@dataclass(frozen=True)
class Officer:
    """A member of staff, with the area the office is responsible for (division code prefix)."""

    id: int
    name: str
    role: Role
    office_id: int
    office_name: str
    level: OfficeLevel
    area: str
    organisation: Organisation = "employment"


@dataclass(frozen=True)
class System:
    """The house itself: nightly work, set-up, the command line."""

    name: str = "system"


@dataclass(frozen=True)
class Acting:
    """Somebody who acts for somebody else by a mandate (代办): what is done is the principal's, who did it the helper.

    ``citizen`` is the account that is acted for; ``mandate`` names the mandate, and the audit keeps it beside the act.
    """

    by: Citizen | Officer
    citizen: Citizen
    mandate: str


Actor = Citizen | Officer | System | Acting

ACTED_FOR = "mandate"
"""The channel of accounts that are acted for: no messenger serves it, and no header may name it."""
HELPER = "helper"
"""In the audit the kind of a private person who acted for somebody else."""


def actor_kind(actor: Actor) -> str:
    if isinstance(actor, Acting):
        return HELPER if isinstance(actor.by, Citizen) else actor_kind(actor.by)
    return type(actor).__name__.lower()


def actor_name(actor: Actor) -> str:
    """How the actor appears in the audit: an officer by name, a citizen by account; of a helper her own."""
    if isinstance(actor, Acting):
        return actor_name(actor.by)
    return actor.account if isinstance(actor, Citizen) else actor.name


def parse_account(header: str) -> Citizen | None:
    """The citizen named by ``<channel>:<chat id>``; None when the header is not of that form."""
    channel, _, chat = header.partition(":")
    if channel == ACTED_FOR or not channel.isalpha() or not chat.lstrip("-").isdigit():
        return None
    return Citizen(channel, int(chat))
