"""People who want news, for the tests of whom a message is for."""

from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.people import topics
from backend.people.models import Account
from backend.people.service import account_of, ensure_account
from contract.topics import ChooseTopic, SetArea, TopicId
from tests.people import Person


def subscribes(work: Work, person: Person, *chosen: TopicId, area: str = "", channel: str = "web") -> int:
    """She agrees, chooses topics and tells her street, or another place; gives her account."""
    caller = Caller(Citizen(channel, person.chat_id))
    version = work.do_now(caller, topics.settings).consent
    for topic in chosen:
        consent = version.version if version else ""
        work.do_now(caller, topics.choose, ChooseTopic(topic=topic, chosen=True, consent=consent))
    work.do_now(caller, topics.set_area, SetArea(code=area or person.street_code))
    return account(work, person, channel)


def account(work: Work, person: Person, channel: str = "web") -> int:
    """The account of a chat, made if it is new."""

    def find(unit: Unit) -> int:
        return (account_of(unit) or ensure_account(unit)).id

    return work.do_now(Caller(Citizen(channel, person.chat_id)), find)


def blocks(work: Work, account_id: int) -> None:
    """She has blocked the bot."""

    def mark(unit: Unit) -> None:
        unit.session.get_one(Account, account_id).reachable = False

    work.do_now(SYSTEM, mark)
