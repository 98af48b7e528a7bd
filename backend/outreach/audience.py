"""Whom a message is for: rules over area, category, verdict, topic, language, channel and register, answered in SQL.

Who fits the rules is counted once; who of them is not written to is counted by the first reason that holds. Portions
go by the key of the account, so that a million is never in memory (docs/decisions/0019).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, Self

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.outreach.change_models import PolicyChange
from backend.people.mandate_models import Mandate
from backend.people.models import Account
from backend.people.topic_models import NewsWish, TopicChoice
from backend.people.topics import OWN, QUIET
from backend.policies.models import Screening
from backend.registry.models import Entry
from backend.staff.models import OfficeRow
from backend.staff.tree import offices_under

Reason = Literal["left_out", "no_consent", "blocked", "outside_area", "no_chat"]
REASONS: Final[tuple[Reason, ...]] = ("left_out", "no_consent", "outside_area", "blocked", "no_chat")
"""Why somebody who fits is not written to, in the order in which it is asked."""
Registered = Literal["", "yes", "no"]


@dataclass(frozen=True)
class Audience:
    """The rules. Empty means any; ``category`` is ``<pack>:<category>``, ``verdict`` a word of the chain.

    ``change`` is a version of a policy: those whose verdict it turns, and everybody who wants news of its topic.
    ``include`` adds people by register number whatever the rules say, never past consent; ``exclude`` takes out.
    """

    topic: str
    area: str
    category: str = ""
    verdict: str = ""
    language: str = ""
    channel: str = ""
    registered: Registered = ""
    change: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types that :meth:`of` reads back."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The rules of a stored value."""
        return cls(**{**stored, "include": tuple(stored["include"]), "exclude": tuple(stored["exclude"])})


@dataclass(frozen=True)
class Reached:
    """How many are written to, and how many who fit are not, by reason."""

    people: int
    left_out: Mapping[Reason, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Addressee:
    """One account of an audience. ``area`` is the division its news comes from, empty where it told none."""

    account_id: int
    channel: str
    chat_id: int
    language: str
    area: str
    quiet_from: int = QUIET[0]
    quiet_until: int = QUIET[1]

    @property
    def quiet(self) -> tuple[int, int]:
        """The hours in which it wants no news."""
        return self.quiet_from, self.quiet_until


def count(unit: Unit, wish: Audience) -> Reached:
    """How many it reaches now, and why not the others. One statement, and one for those without a chat."""
    reason = _reason(unit, wish)
    rows = unit.session.execute(_base(unit, wish, reason.label("reason"), func.count()).group_by("reason"))
    found = {row[0]: row[1] for row in rows}
    found["no_chat"] = _without_chat(unit, wish)
    return Reached(found.get("", 0), {one: found[one] for one in REASONS if found.get(one)})


def by_place(unit: Unit, wish: Audience, written: str, after: int = 0) -> dict[Reason | Literal[""], dict[str, int]]:
    """How many who have no letter of the subject ``written``, by the first reason that speaks against writing (empty:
    none) and by place; of accounts behind ``after``."""
    reason, place = _reason(unit, wish).label("reason"), place_of_account().label("place")
    letter = exists().where(
        OutboxRow.subject == written, OutboxRow.channel == Account.channel, OutboxRow.chat_id == Account.chat_id
    )
    rows = unit.session.execute(
        _base(unit, wish, reason, place, func.count()).where(Account.id > after, ~letter).group_by("reason", "place")
    )
    found: dict[Reason | Literal[""], dict[str, int]] = {}
    for why, area, count in rows:
        found.setdefault(why, {})[area] = count
    return found


def place_of_account() -> ColumnElement[str]:
    """The place an account follows; where it told none, of the office that looks after its standing entry; or empty.

    Beside a row of :class:`NewsWish`, or none.
    """
    office = (
        select(OfficeRow.area)
        .join(Entry, Entry.office_id == OfficeRow.id)
        .where(Entry.account_id == Account.id, Entry.state != "exited")
        .order_by(Entry.id.desc())
        .limit(1)
        .correlate(Account)
        .scalar_subquery()
    )
    return func.coalesce(func.nullif(NewsWish.area, ""), office, "")


def counted(unit: Unit, wish: Audience, kind: ColumnElement[str], after: int = 0) -> dict[str, int]:
    """How many it reaches now of accounts behind ``after``, by a kind made of the account and its wishes."""
    mine = _base(unit, wish, kind.label("ahead"), func.count()).where(_reason(unit, wish) == "", Account.id > after)
    return {row[0]: row[1] for row in unit.session.execute(mine.group_by("ahead"))}


def portion(unit: Unit, wish: Audience, after: int, limit: int) -> tuple[Addressee, ...]:
    """The next who are written to, by account id above ``after``; fewer than ``limit`` when they end."""
    told = (
        func.coalesce(NewsWish.area, ""),
        func.coalesce(NewsWish.quiet_from, QUIET[0]),
        func.coalesce(NewsWish.quiet_until, QUIET[1]),
    )
    rows = unit.session.execute(
        _base(unit, wish, Account.id, Account.channel, Account.chat_id, Account.language, *told)
        .where(_reason(unit, wish) == "", Account.id > after)
        .order_by(Account.id)
        .limit(limit)
    )
    return tuple(Addressee(*row) for row in rows)


def in_scope(unit: Unit, wish: Audience, accounts: Sequence[int]) -> frozenset[int]:
    """Which of these accounts it still reaches at this moment."""
    mine = _base(unit, wish, Account.id).where(Account.id.in_(accounts), _reason(unit, wish) == "")
    return frozenset(unit.session.scalars(mine))


def places_under(unit: Unit, code: str) -> frozenset[str]:
    """A division and all below it, by the tree: zones have codes of their own."""
    divisions, found, open_ones = unit.services.catalogue.divisions, {code}, [code]
    while open_ones:
        below = divisions.children(open_ones.pop())
        found.update(below)
        open_ones.extend(below)
    return frozenset(found)


def _base(unit: Unit, wish: Audience, *columns: Any) -> Select[Any]:
    """Everybody the rules speak of, consent, place and reach not yet asked."""
    named = _numbered(wish.include) if wish.include else false()
    return (
        select(*columns)
        .select_from(Account)
        .outerjoin(NewsWish, NewsWish.account_id == Account.id)
        .where(or_(and_(*_rules(unit, wish)), named))
    )


def _rules(unit: Unit, wish: Audience) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [true()]
    if wish.language:
        found.append(Account.language == wish.language)
    if wish.channel:
        found.append(Account.channel == wish.channel)
    if wish.registered or wish.topic == OWN:
        found.append(~_standing() if wish.registered == "no" else _standing())
    if wish.category:
        pack, _, category = wish.category.partition(":")
        listed = cast(Entry.bases, String).contains(f'"{category}"', autoescape=True)
        found.append(_standing(Entry.pack == pack, listed))
    if wish.change:
        found.append(_changed(wish.change) | _consented(wish))
    if wish.verdict:
        found.append(_newest_verdict(_policies(unit, wish)) == wish.verdict)
    return found


def _standing(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the account is that of a standing entry of the register."""
    return _of_entry(Entry.state != "exited", *more)


def _numbered(numbers: tuple[str, ...]) -> ColumnElement[bool]:
    return _of_entry(Entry.number.in_(numbers))


def _of_entry(*entry: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the account is that of such an entry, or the chat of a person for whom somebody else had applied (代办).

    The second half asks nothing of the account: it is looked up once, not once a person.
    """
    helped = (
        select(Mandate.principal_account_id)
        .join(Entry, Entry.account_id == Mandate.account_id)
        .where(Mandate.principal_account_id.is_not(None), Mandate.state != "refused", *entry)
    )
    return exists().where(Entry.account_id == Account.id, *entry) | Account.id.in_(helped)


def _policies(unit: Unit, wish: Audience) -> tuple[str, ...]:
    """Whose self-checks count: the policy of the category, else those of the city the message is for."""
    if wish.category:
        return (wish.category.partition(":")[0],)
    catalogue = unit.services.catalogue
    city = catalogue.divisions.city_of(wish.area) if wish.area in catalogue.divisions else ""
    return tuple(pack.id for pack in catalogue.packs.values() if pack.region == city)


def _newest_verdict(packs: Sequence[str]) -> ColumnElement[str]:
    """What the newest finished self-check by one of these policies came to; ids grow with time."""
    return (
        select(Screening.verdict)
        .where(Screening.account_id == Account.id, Screening.verdict != "", Screening.pack.in_(packs))
        .order_by(Screening.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _reason(unit: Unit, wish: Audience) -> ColumnElement[str]:
    """The first reason that speaks against writing to an account; empty where none does."""
    return case(
        (_numbered(wish.exclude) if wish.exclude else false(), literal("left_out")),
        (~_consented(wish), literal("no_consent")),
        (~_inside(unit, wish), literal("outside_area")),
        (~Account.reachable if wish.topic == OWN else ~Account.reachable | Account.news_paused, literal("blocked")),
        else_=literal(""),
    )


def _consented(wish: Audience) -> ColumnElement[bool]:
    """Whoever chose the topic; news of the own case asks nobody."""
    if wish.topic == OWN:
        return true()
    topic = TopicChoice.topic == wish.topic
    chosen = exists().where(TopicChoice.account_id == Account.id, topic, TopicChoice.chosen)
    return chosen | _changed(wish.change, PolicyChange.own.is_(True)) if wish.change else chosen


def _changed(version_id: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(PolicyChange.account_id == Account.id, PolicyChange.version_id == version_id, *more)


def _inside(unit: Unit, wish: Audience) -> ColumnElement[bool]:
    """Whoever wants news from there, stands on the register of an office there, or is touched by its policy."""
    area, found = wish.area, [_changed(wish.change)] if wish.change else []
    wished = func.coalesce(NewsWish.area, "")  # No wish is no place: a NULL would be neither inside nor outside.
    here = wished.in_(sorted(places_under(unit, area)))
    return or_(here, _standing(Entry.office_id.in_(_offices(area))), *found)


def _offices(area: str) -> Select[int]:
    head = select(OfficeRow.id).where(OfficeRow.area == area, OfficeRow.organisation == "employment")
    return offices_under(head.scalar_subquery())


def _without_chat(unit: Unit, wish: Audience) -> int:
    """People of the register of that area whom no chat reaches: they are called or visited."""
    if not (wish.registered == "yes" or wish.category or wish.topic == OWN):
        return 0
    mine = select(func.count()).select_from(Entry).where(
        Entry.account_id.is_(None), Entry.state != "exited", Entry.office_id.in_(_offices(wish.area))
    )
    if wish.category:
        pack, _, category = wish.category.partition(":")
        mine = mine.where(
            Entry.pack == pack, cast(Entry.bases, String).contains(f'"{category}"', autoescape=True)
        )
    return unit.session.scalar(mine) or 0
