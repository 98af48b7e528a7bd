"""Drafts that begin with words of something: another broadcast, a version of a policy, an event."""

from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.outreach import broadcasts, quotes
from backend.outreach.audience import Audience
from backend.outreach.broadcast_models import Broadcast
from backend.outreach.broadcasts import Written
from backend.people.topics import OWN
from locales import translator


def copy(unit: Unit, broadcast_id: int) -> int:
    """A new draft that says the same to the same people; when it goes out is told anew, and it is of no emergency.

    Raises 404 ``broadcast.not_found``, and what :func:`broadcasts.start` raises where its rules name what is gone.
    """
    old = broadcasts.seen(unit, broadcast_id)
    number = broadcasts.start(unit, copied(unit, broadcast_id))
    row = unit.session.get_one(Broadcast, number)
    row.picture_id, row.picture_alt = old.picture_id, old.picture_alt
    return number


def copied(unit: Unit, broadcast_id: int) -> Written:
    """What a broadcast says, without a quotation that is over or an article that is not there any more."""
    old = broadcasts.seen(unit, broadcast_id)
    link = old.link if not old.link or broadcasts.is_article(unit, old.link) else ""
    return Written(old.title, old.texts, Audience.of(old.audience), link, quotes.quotable(unit, old.quotes))


def start_about(unit: Unit, told: Written) -> int:
    """The draft about a version of a policy, kept once for the officer who published it."""
    known = broadcasts.about_version(unit, told.audience.change)
    return known[0].id if known else broadcasts.start(unit, told)


def start_urgent(unit: Unit, title: str, area: str) -> int:
    """The draft of a message to everybody on the register of an area that an event has hit."""
    _ = translator("citizen", "en")
    words = N_(
        "{称呼}，您好。我们知道您那里最近情况有变化。需要帮助的，请打12333，或到街道（乡镇）人社站所，我们会尽快联系您。"
    )
    texts = {"zh_Hans_CN": words, "en": _(words)}
    number = broadcasts.start(unit, Written(title, texts, Audience(OWN, area, registered="yes")))
    unit.session.get_one(Broadcast, number).urgent = True
    return number
