"""依据是什么, of whatever a chat last said: the articles of the last letter, of a page about the person, of a sentence.

A letter that has come after the page is what the chat last said. What names its articles is answered with them; what
names none, with what its matter rests on by the policy.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from backend.applications.grounds import grounds_of_application
from backend.applications.models import Application
from backend.applications.standing_grounds import grounds_of_entry, grounds_of_standing
from backend.core.actors import Citizen
from backend.core.inbox import heard_at
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies.cited import citations_in, pack_named
from backend.policies.library import document
from backend.policies.reminders import category_of
from backend.policies.shapes import citation
from backend.policies.spoken import pack_of, spoken
from backend.registry.models import Entry
from backend.rules import Pack
from contract.policy import AskGrounds, Citation, Grounds, LastSaid
from locales import translator

LETTER: Final = "letter:"
MATTERS: Final = {
    "job": "jobs",
    "jobs": "jobs",
    "survey": "survey",
    "vouchers": "vouchers",
    "course": "courses",
    "courses": "courses",
    "activity": "activities",
    "invitation": "invitation",
    "complain": "complaint",
}
"""What a letter that names no article is about, by where its buttons lead."""


def of_last_said(unit: Unit, asked: AskGrounds) -> LastSaid:
    """What it rests on; without ``grounds`` where nothing was said yet, or the documents say nothing about it."""
    letter = _letter(unit, asked)
    if letter is not None:
        return LastSaid(about=LETTER + letter.number, grounds=_of_letter(unit, letter, asked.pack))
    return LastSaid(about=asked.about, grounds=_of_page(unit, asked))


# --- letters


def _letter(unit: Unit, asked: AskGrounds) -> OutboxRow | None:
    """The letter that was asked about, or the last one unless a page about the person was shown after it."""
    mine = select(OutboxRow).where(OutboxRow.state == "sent")
    if isinstance(unit.actor, Citizen):
        mine = mine.where(OutboxRow.channel == unit.actor.channel, OutboxRow.chat_id == unit.actor.chat_id)
    else:
        return None
    if asked.about.startswith(LETTER):
        named = unit.session.scalar(mine.where(OutboxRow.number == asked.about.removeprefix(LETTER)))
        if asked.exactly or named is None:
            return named
    last = unit.session.scalar(mine.order_by(OutboxRow.closed_at.desc(), OutboxRow.id.desc()).limit(1))
    if last is None or last.closed_at is None:
        return None
    return last if _came_after(unit, last.closed_at, asked) else None


def _came_after(unit: Unit, sent_at: datetime, asked: AskGrounds) -> bool:
    shown_at = heard_at(unit, asked.turn) if asked.turn else None
    return shown_at is None or sent_at > shown_at


def _of_letter(unit: Unit, letter: OutboxRow, pack_id: str) -> Grounds | None:
    kind, _colon, key = letter.subject.partition(":")
    pack = pack_named(unit, letter.text) or _pack_of_subject(unit, kind, key) or _pack(unit, pack_id)
    about = letter.text.partition("\n")[0]
    named = citations_in(unit, pack, letter.text) if pack else ()
    if pack and named:
        return _shape(unit, pack, about, named)
    matter = next((MATTERS[one["action"]] for one in letter.buttons if one["action"] in MATTERS), "")
    if matter:
        return _of_matter(unit, pack, matter, about)
    if kind == "application":
        return _or_none(unit, key)
    if kind == "entry":
        return grounds_of_entry(unit, int(key))
    if kind == "reminder" and (found := category_of(unit, key)):
        pack = pack_of(unit, found[0])
        return _shape(unit, pack, about, (citation(pack, pack.category(found[1]).citation_id),))
    return _of_matter(unit, pack, "news", about)


def _pack_of_subject(unit: Unit, kind: str, key: str) -> Pack | None:
    row: Application | Entry | None = None
    if kind == "application":
        row = unit.session.get(Application, key)
    elif kind == "entry":
        row = unit.session.get(Entry, int(key))
    return pack_of(unit, row.pack) if row else None


# --- pages


def _of_page(unit: Unit, asked: AskGrounds) -> Grounds | None:
    kind, _colon, key = asked.about.partition(":")
    if kind == "outcome":  # the bot knows of which self-check
        return None
    if kind == "case":
        return _or_none(unit, key) if key else None
    if kind in ("register", "leave", "object"):
        found = grounds_of_standing(unit, key, kind)
        if found:
            return found
    text = "\n".join(asked.cited)
    pack = pack_named(unit, text) or _pack(unit, asked.pack)
    named = citations_in(unit, pack, text) if pack else ()
    if pack and named:
        return _shape(unit, pack, _named(unit, kind), named)
    return _of_matter(unit, pack, kind, "")


def _or_none(unit: Unit, application_id: str) -> Grounds | None:
    try:
        return grounds_of_application(unit, application_id)
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


def _of_matter(unit: Unit, pack: Pack | None, matter: str, about: str) -> Grounds | None:
    """What a matter of the chat rests on by the policy of this chat, or by the only one; None where it says nothing."""
    if pack is None or matter not in pack.chat:
        return None
    cited = tuple(citation(pack, one) for one in pack.chat[matter])
    return _shape(unit, pack, about or _named(unit, matter), cited)


def _named(unit: Unit, matter: str) -> str:
    _ = translator("citizen", unit.language)
    names = {
        "jobs": _("找岗位"),
        "refusal": _("不接受推荐的岗位"),
        "courses": _("培训课程"),
        "vouchers": _("培训券"),
        "activities": _("活动"),
        "survey": _("说说近况"),
        "news": _("推送的消息"),
        "invitation": _("邀请您自测"),
        "complaint": _("投诉和意见"),
    }
    return names.get(matter) or _("刚才说的")


def _pack(unit: Unit, pack_id: str) -> Pack | None:
    packs = spoken(unit).packs
    return packs.get(pack_id) or (next(iter(packs.values())) if len(packs) == 1 else None)


def _shape(unit: Unit, pack: Pack, about: str, cited: tuple[Citation, ...]) -> Grounds:
    return Grounds(about=about, document=document(unit, pack), citations=cited)
