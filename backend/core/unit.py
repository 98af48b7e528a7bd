"""The unit of work: one turn, one request, one transaction. Nobody commits but the edge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.core import audit
from backend.core.actors import Actor, Citizen, Officer
from backend.core.clock import day_in_china
from backend.core.crypto import Vault
from backend.core.files import FileStore
from backend.core.problems import Problem
from backend.core.settings import Settings
from backend.rules.catalogue import Catalogue


@dataclass(frozen=True)
class Services:
    """What a unit may use besides the database. ``catalogue`` holds the policy packs."""

    settings: Settings
    vault: Vault
    files: FileStore
    catalogue: Catalogue


@dataclass
class Unit:
    """One transaction with its actor, moment and language. Services take it first."""

    session: Session
    services: Services
    actor: Actor
    now: datetime
    language: str
    handlers: "Handlers"
    after_commit: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return day_in_china(self.now)

    @property
    def vault(self) -> Vault:
        return self.services.vault

    @property
    def citizen(self) -> Citizen:
        """The citizen who acts; a route that lets others in is a mistake of ours."""
        if not isinstance(self.actor, Citizen):
            raise Problem("access.citizens_only", 403)
        return self.actor

    @property
    def officer(self) -> Officer:
        if not isinstance(self.actor, Officer):
            raise Problem("access.staff_only", 403)
        return self.actor

    def emit(self, event: object) -> None:
        """Hands news to whoever asked for it, inside this transaction."""
        for handler in self.handlers.get(type(event), ()):
            handler(self, event)

    def audit(self, action: str, subject: str, **params: Any) -> None:
        """Writes the sentence of this act. Call it beside the mutation."""
        audit.record(self.session, self.vault, self.actor, self.now, action, subject, params)


Handlers = Mapping[type, tuple[Callable[[Unit, Any], None], ...]]
