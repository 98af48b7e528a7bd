"""Fills an empty house. A second start finds everybody there and changes nothing."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from backend.applications import service
from backend.core import dispatch, endings
from backend.core.actors import Actor, Citizen
from backend.core.clock import CHINA, day_in_china
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.demo import activities, applicant, officers, telling, vacancies
from backend.demo.people import RESIDENTS, Resident
from backend.people.models import Account
from contract.channel import ClaimDeliveries, CloseDelivery, DeliveryOutcome

log = logging.getLogger(__name__)

CHANNEL = "demo"
"""No bot serves it: nobody there would read the letters."""
FIRST_CHAT = 9001
OFFICE_OPENS = time(9, 0)
LETTERS_AT_ONCE = 100
POST_COMES = timedelta(seconds=5)


def fill(work: Work) -> None:
    """Officers, citizens, their cases, employers with posts, and what is told. Takes some seconds on an empty house."""
    missing = work.read_now(SYSTEM, officers.missing)
    work.do_now(SYSTEM, officers.employ, missing, officers.hashes(missing))
    work.do_now(SYSTEM, officers.open_communities)
    known = work.read_now(SYSTEM, _known_chats)
    offered = work.services.catalogue.packs
    for place, resident in enumerate(RESIDENTS):
        if FIRST_CHAT + place not in known and resident.pack in offered:
            _Story(work, resident, place).tell()
    vacancies.fill(work)
    activities.offer(work)
    telling.tell(work)
    _deliver(work)


def _known_chats(unit: Unit) -> set[int]:
    return set(unit.session.scalars(select(Account.chat_id).where(Account.channel == CHANNEL)))


@dataclass
class _Story:
    """One resident's case from the first question to where it stands."""

    work: Work
    resident: Resident
    place: int
    case_id: str = ""

    def tell(self) -> None:
        chapters: dict[str, Callable[[], None]] = {
            "draft": self.begin,
            "submitted": self.hand_in,
            "in_review": self.take_up,
            "awaiting_correction": self.return_it,
            "corrected": self.correct,
            "at_county": self.hand_on,
            "county_review": self.county,
            "recognised": self.recognise,
            "declined": self.decline,
            "withdrawn": self.withdraw,
        }
        chapters[self.resident.end]()

    def begin(self) -> None:
        self.case_id = self.as_citizen(0, applicant.begin, self.resident, self.place)

    def hand_in(self) -> None:
        self.begin()
        self.as_citizen(0, applicant.hand_in, self.case_id, self.resident)

    def take_up(self) -> None:
        self.hand_in()
        self.at_station(1, officers.take_up)

    def return_it(self) -> None:
        self.take_up()
        self.at_station(2, officers.return_it)

    def correct(self) -> None:
        self.return_it()
        self.as_citizen(4, applicant.supply, self.case_id, self.resident)

    def hand_on(self) -> None:
        self.take_up()
        self.at_station(2, officers.look_into)
        self.at_station(3, officers.endorse, "经信息比对和入户核实，情况属实，同意上报。")

    def county(self) -> None:
        self.hand_on()
        self.at_county(4, officers.take_up)

    def recognise(self) -> None:
        if self.decided_at_once:
            self.take_up()
            self.at_station(2, officers.look_into)
            self.at_station(3, officers.endorse, "经信息核对，符合条件，同意认定。")
        else:
            self.county()
            self.at_county(5, officers.endorse, "经复审，符合条件，同意认定。")

    @property
    def decided_at_once(self) -> bool:
        """Whether the policy has one stage only."""
        return len(self.work.services.catalogue.packs[self.resident.pack].stages) == 1

    def decline(self) -> None:
        self.take_up()
        self.at_station(3, officers.decline)

    def withdraw(self) -> None:
        self.hand_in()
        self.as_citizen(1, service.withdraw, self.case_id)

    def as_citizen(self, days: int, act: Callable[..., Any], *args: Any) -> Any:
        return self.at(days, Citizen(CHANNEL, FIRST_CHAT + self.place), act, *args)

    def at_station(self, days: int, act: Callable[..., Any], *args: Any) -> None:
        self.at(days, self.reviewers.station, act, self.case_id, *args)

    def at_county(self, days: int, act: Callable[..., Any], *args: Any) -> None:
        county = self.reviewers.county
        if county is None:
            raise LookupError(self.resident.district)
        self.at(days, county, act, self.case_id, *args)

    @property
    def reviewers(self) -> officers.Reviewers:
        return self.work.read_now(SYSTEM, officers.reviewers, self.resident.street)

    def at(self, days: int, actor: Actor, act: Callable[..., Any], *args: Any) -> Any:
        """Runs an act some days after the case was handed in."""
        then = replace(self.work, clock=partial(self.moment, days))
        return then.do_now(Caller(actor), act, *args)

    def moment(self, days: int) -> datetime:
        """In the morning of that day; today, a while ago."""
        now = self.work.clock()
        ago = max(self.resident.days_ago - days, 0)
        if ago == 0:
            return now - timedelta(minutes=40 - self.place)
        morning = datetime.combine(day_in_china(now), OFFICE_OPENS, CHINA)
        then = morning - timedelta(days=ago) + timedelta(minutes=7 * self.place + days)
        return then.astimezone(UTC)


async def bring_letters(work: Work, every: timedelta = POST_COMES) -> None:
    """As long as the house is open what officers write to the made-up people arrives: an exit waits for its letter."""
    while True:
        await asyncio.sleep(every.total_seconds())
        try:
            await asyncio.to_thread(_deliver, work)
        except SQLAlchemyError:
            log.exception("the letters of the demonstration wait for the next round")


def _deliver(work: Work) -> None:
    """The letters reach their readers, all but one whose chat was stopped and one of which nobody knows."""
    wish = ClaimDeliveries(channel=CHANNEL, worker=CHANNEL, limit=LETTERS_AT_ONCE)
    ends: dict[int, DeliveryOutcome] = {FIRST_CHAT + 3: "blocked", FIRST_CHAT + 9: "failed"}

    def hand_out(unit: Unit) -> int:
        claimed = dispatch.claim(unit, wish)
        for letter in claimed:
            outcome = ends.get(letter.chat_id, "sent")
            endings.close(unit, letter.id, CloseDelivery(worker=CHANNEL, outcome=outcome))
        return len(claimed)

    while work.do_now(SYSTEM, hand_out):
        pass
