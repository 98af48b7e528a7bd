"""Somebody on the register, and the ways an entry ends, for the tests of its life."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from backend.applications import review
from backend.applications.models import Application
from backend.applications.sealed import read_answers, write_answers
from backend.core import outbox
from backend.core.actors import Officer
from backend.core.clock import day_in_china
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.registry import checks, exits
from backend.registry import service as registry
from backend.registry.exit_guards import Wish
from backend.registry.models import Entry, ExitProposal
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from tests import people
from tests.backend.desk import Desk, hand_in, matched, visited
from tests.conftest import StoppedClock

TODAY = date(2026, 11, 21)
REPLY_DAYS = 9
"""Seven, and the last of them is a Saturday: the Monday after."""
GUANGZHOU, STREET, DISTRICT = "guangzhou-2014-4", "440104003", "440104"
GUANGZHOU_LOGINS = ("linfang", "liangwei", "huangjing")


def on_the_register(desk: Desk, person: people.Person, *categories: str, **answers: Any) -> str:
    """A person recognised today by 周敏 and 郑洁; gives the register number. ``__`` in an answer stands for the dot."""
    case = hand_in(desk.work, person, station=people.CHENGNAN)
    told = {name.replace("__", "."): value for name, value in answers.items()}
    desk.system(_rewrite, case, list(categories or ("X1",)), told)
    day = day_in_china(desk.work.clock())
    desk.take_up(people.ZHOU_MIN, case)
    for step in (matched(day), visited(day)):
        desk.do(people.ZHOU_MIN, review.record_step, case, step)
    desk.check_papers(people.ZHOU_MIN, case)
    desk.endorse(people.ZHOU_MIN, case)
    desk.take_up(people.ZHENG_JIE, case)
    return str(desk.endorse(people.ZHENG_JIE, case).register_number)


def officers_of_guangzhou(desk: Desk) -> None:
    """林芳 and 梁伟 of 北京街道, 黄静 of 越秀区: as ``linfang``, ``liangwei``, ``huangjing``."""
    desk.officers.update(desk.system(_employ_in_guangzhou))


def on_guangzhous_register(desk: Desk, person: people.Person, *categories: str, **answers: Any) -> str:
    """A person recognised today in 越秀区 under 穗人社发〔2014〕4号; gives the register number."""
    case = hand_in(desk.work, person)
    told = {name.replace("__", "."): value for name, value in answers.items()}
    return str(desk.system(_enrol_in_guangzhou, case, list(categories or ("G3.1",)), told))


def _employ_in_guangzhou(unit: Unit) -> dict[str, Officer]:
    for login, name, area in (("linfang", "林芳", STREET), ("liangwei", "梁伟", STREET), ("huangjing", "黄静", DISTRICT)):
        staff.add_officer(unit, login, name, "reviewer", area)
    rows = unit.session.scalars(select(OfficerRow).where(OfficerRow.login.in_(GUANGZHOU_LOGINS))).all()
    actors = {row.login: staff.as_actor(unit, row.id) for row in rows}
    return {login: actor for login, actor in actors.items() if actor is not None}


def _enrol_in_guangzhou(unit: Unit, case: str, categories: list[str], told: dict[str, Any]) -> str:
    row = unit.session.get_one(Application, case)
    assert row.person_id
    row.pack, row.state = GUANGZHOU, "recognised"
    row.pack_version = unit.services.catalogue.packs[GUANGZHOU].version
    office = staff.office_of_area(unit, STREET)
    owner = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == "linfang")).one()
    return registry.enrol(
        unit,
        registry.Enrolment(
            person_id=row.person_id,
            application_id=row.id,
            pack=GUANGZHOU,
            pack_version=row.pack_version,
            bases=tuple(categories),
            office_id=office.id,
            owner_id=owner.id,
            account_id=row.account_id,
            answers={**read_answers(unit, row), **told},
        ),
    )


def _rewrite(unit: Unit, case: str, categories: list[str], told: dict[str, Any]) -> None:
    row = unit.session.get_one(Application, case)
    row.categories = categories
    write_answers(unit, row, {**read_answers(unit, row), **told})


@dataclass
class Register:
    """The register as the tests look at it and act on it."""

    desk: Desk
    clock: StoppedClock

    def entry(self, number: str) -> Entry:
        def get(unit: Unit) -> Entry:
            return unit.session.scalars(select(Entry).where(Entry.number == number)).one()

        return self.desk.work.read_now(SYSTEM, get)

    def proposals(self, number: str) -> list[ExitProposal]:
        def get(unit: Unit) -> list[ExitProposal]:
            wanted = select(ExitProposal).join(Entry, Entry.id == ExitProposal.entry_id)
            return list(unit.session.scalars(wanted.where(Entry.number == number).order_by(ExitProposal.id)))

        return self.desk.work.read_now(SYSTEM, get)

    def letters(self, number: str) -> list[OutboxRow]:
        return self.desk.work.read_now(SYSTEM, outbox.letters_about, f"entry:{self.entry(number).id}")

    def version(self, number: str) -> int:
        return self.entry(number).version

    def propose(
        self, number: str, wish: Wish, who: people.Officer | str = people.ZHOU_MIN, *, delivered: bool = True
    ) -> exits.Done:
        done: exits.Done = self.desk.do(who, exits.propose, number, self.version(number), wish)
        if delivered:
            self.deliver()
        return done

    def deliver(self) -> None:
        """Every chat takes what was written to it, in the morning what a night wrote."""
        self.desk.system(_take_letters)

    def confirm(
        self, number: str, who: people.Officer | str = people.ZHENG_JIE, on: date | None = None, affirmed: bool = True
    ) -> exits.Done:
        day = on or self.proposals(number)[-1].effective_on
        done: exits.Done = self.desk.do(
            who, exits.confirm, number, self.version(number), day, affirmed=affirmed
        )
        return done

    def night(self, *, delivered: bool = True) -> None:
        """One night of the register, to its end, and in the morning its letters."""
        after = 0
        while after := self.desk.system(checks.night, after):
            pass
        if delivered:
            self.deliver()

    def on(self, day: date) -> None:
        """Ten in the morning of a day, in China."""
        self.clock.moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)

    def reply_time_over(self) -> None:
        self.deliver()
        self.clock.advance(days=REPLY_DAYS + 1)

    def leave(self, number: str, wish: Wish) -> exits.Done:
        """The whole way: proposed, the time to answer, confirmed."""
        self.propose(number, wish)
        self.reply_time_over()
        return self.confirm(number)


def _take_letters(unit: Unit) -> None:
    waiting = select(OutboxRow).where(OutboxRow.state == "queued", OutboxRow.subject.startswith("entry:"))
    for row in unit.session.scalars(waiting):
        row.state, row.closed_at = "sent", max(unit.now, row.not_before)


def pension(day: date = TODAY) -> Wish:
    return Wish("left_labour_market", "pension", day, "养老待遇发放记录", "您从本月起领取养老金。")


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)
