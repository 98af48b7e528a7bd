"""The unit of work: one turn, one request, one transaction. Nobody commits but the edge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol, Self

from sqlalchemy.orm import Session

from backend.core import audit
from backend.core.actors import Acting, Actor, Citizen, Officer
from backend.core.clock import day_in_china
from backend.core.crypto import Vault
from backend.core.files import FileStore
from backend.core.problems import Problem
from backend.core.scanner import Scanner
from backend.core.settings import Settings
from backend.rules.catalogue import Catalogue


class Shelf(Protocol):
    """Where the policy packs stand: those of the files, and what was published since."""

    @property
    def files(self) -> Catalogue:
        """What the files say."""
        ...

    def catalogue(self, session: Session, day: date) -> Catalogue:
        """The packs in force on a day, as the database of this session knows them now."""
        ...


@dataclass(frozen=True)
class Services:
    """What a unit may use besides the database."""

    settings: Settings
    vault: Vault
    files: FileStore
    shelf: Shelf
    opened: tuple[Session, date] | None = None
    """The session and the day of the unit that uses them."""
    scanner: Scanner | None = None
    """Looks into files people send; None where no scanner is configured."""

    def within(self, session: Session, day: date) -> Self:
        """The services of one unit."""
        return replace(self, opened=(session, day))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The packs of the unit's day, outside a unit those of the files.

        Looked up when first asked for: most units need none.
        """
        return self.shelf.catalogue(*self.opened) if self.opened else self.shelf.files


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
        """The citizen who acts, or is acted for; a route that lets others in is a mistake of ours."""
        if isinstance(self.actor, Acting):
            return self.actor.citizen
        if not isinstance(self.actor, Citizen):
            raise Problem("access.citizens_only", 403)
        return self.actor

    @property
    def officer(self) -> Officer:
        """The officer who acts, also where she acts for a resident."""
        if isinstance(self.actor, Acting) and isinstance(self.actor.by, Officer):
            return self.actor.by
        if not isinstance(self.actor, Officer):
            raise Problem("access.staff_only", 403)
        return self.actor

    def emit(self, event: object) -> None:
        """Hands news to whoever asked for it, inside this transaction."""
        for handler in self.handlers.get(type(event), ()):
            handler(self, event)

    def audit(self, action: str, subject: str, **params: Any) -> None:
        """Writes the sentence of this act. Call it beside the mutation."""
        if isinstance(self.actor, Acting):
            params["mandate"] = self.actor.mandate
        audit.record(self.session, self.vault, self.actor, self.now, action, subject, params)


Handlers = Mapping[type, tuple[Callable[[Unit, Any], None], ...]]
