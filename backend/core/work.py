"""The edge that runs units: inline on SQLite, in a thread on PostgreSQL.

A short SQLite transaction is done before a thread would have been woken; a PostgreSQL one waits for the
network and must not hold up the others. See docs/decisions/0002-synchronous-services.md.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from inspect import unwrap
from typing import Concatenate, ParamSpec, TypeVar, get_type_hints

import anyio.to_thread
from pydantic import TypeAdapter
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.core import idempotency
from backend.core.actors import Actor, System, actor_name
from backend.core.clock import Clock, day_in_china, system_clock
from backend.core.crashpoints import crashpoint
from backend.core.database import is_sqlite
from backend.core.unit import Handlers, Services, Unit
from contract.base import DEFAULT_LANGUAGE

P = ParamSpec("P")
R = TypeVar("R")
Service = Callable[Concatenate[Unit, P], R]


@dataclass(frozen=True)
class Caller:
    """Who asks for a unit, in which language, and under which idempotency key (empty for none)."""

    actor: Actor
    language: str = DEFAULT_LANGUAGE
    key: str = ""
    fingerprint: str = ""


SYSTEM = Caller(System())


@dataclass
class Work:
    """Opens units on one engine. ``handlers`` say who hears which event."""

    engine: Engine
    services: Services
    handlers: Handlers
    clock: Clock = field(default=system_clock)

    async def do(self, caller: Caller, service: Service[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs ``service(unit, …)`` in a writing transaction and commits it."""
        return await self._run(lambda: self.do_now(caller, service, *args, **kwargs))

    async def read(self, caller: Caller, service: Service[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs ``service(unit, …)`` in a reading transaction."""
        return await self._run(lambda: self.read_now(caller, service, *args, **kwargs))

    def do_now(self, caller: Caller, service: Service[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As :meth:`do`, for callers without an event loop."""
        try:
            return self._do_once(caller, service, *args, **kwargs)
        except IntegrityError:
            # Two commands met on a unique key. The loser runs again and sees what the winner has done.
            return self._do_once(caller, service, *args, **kwargs)

    def read_now(self, caller: Caller, service: Service[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.engine.connect().execution_options(reading=True) as connection, Session(connection) as session:
            return service(self._unit(session, caller), *args, **kwargs)

    def _do_once(self, caller: Caller, service: Service[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        with Session(self.engine, expire_on_commit=False) as session:
            unit = self._unit(session, caller)
            with session.begin():
                stored = _recall(unit, caller)
                if stored is not None:
                    replayed: R = _answer_type(service).validate_json(stored)
                    return replayed
                answer = service(unit, *args, **kwargs)
                if caller.key:
                    _remember(unit, caller, _answer_type(service).dump_json(answer))
                session.flush()
                crashpoint("unit.before_commit")
            crashpoint("unit.after_commit")
        for follow in unit.after_commit:
            follow()
        return answer

    def _unit(self, session: Session, caller: Caller) -> Unit:
        now = self.clock()
        services = self.services.within(session, day_in_china(now))
        return Unit(session, services, caller.actor, now, caller.language, self.handlers)

    async def _run(self, job: Callable[[], R]) -> R:
        if is_sqlite(self.engine):
            return job()
        return await anyio.to_thread.run_sync(job)


def fingerprint(*parts: bytes) -> str:
    """What makes two commands the same: method, path and body."""
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def _recall(unit: Unit, caller: Caller) -> bytes | None:
    if not caller.key:
        return None
    owner = actor_name(caller.actor)
    return idempotency.recall(unit.session, unit.vault, caller.key, owner, caller.fingerprint)


def _remember(unit: Unit, caller: Caller, body: bytes) -> None:
    owner = actor_name(caller.actor)
    idempotency.remember(
        unit.session, unit.vault, caller.key, owner, caller.fingerprint, body, unit.now
    )


def _answer_type(service: Callable[..., R]) -> TypeAdapter[R]:
    return _declared(unwrap(service))


@cache
def _declared(service: Callable[..., R]) -> TypeAdapter[R]:
    return TypeAdapter(get_type_hints(service)["return"])
