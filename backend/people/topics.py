"""What an account wants to be told. Nothing but the own case is sent unasked (个人信息保护法 第十三至十六条)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.core.clock import CHINA
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.consent import topics_consent
from backend.people.events import TopicLeft
from backend.people.models import Account, Consent
from backend.people.service import account_of, ensure_account, record_consent
from backend.people.topic_models import NewsWish, TopicChoice, TopicDeed
from contract.topics import (
    AreaChoices,
    AreaLine,
    ChooseTopic,
    SetArea,
    SetQuietHours,
    TopicId,
    TopicLine,
    TopicSettings,
)
from locales import Translate, translator

TOPICS: Final[tuple[TopicId, ...]] = ("policy", "jobs", "events", "own")
OWN: Final = "own"
"""Letters of the own case: a right and a time limit hang on them, so they cannot be left."""
QUIET: Final = (20, 9)
"""Quiet hours in China of whoever chose none, see ``backend.policies.reminders``."""
Source = Literal["settings", "message", "erased"]


def topic_labels(_: Translate) -> dict[TopicId, str]:
    """The topics in words, in their order."""
    return {"policy": _("政策"), "jobs": _("岗位"), "events": _("招聘会和培训"), "own": _("我的申请")}


def settings(unit: Unit) -> TopicSettings:
    """How the calling account stands to every topic; one that never spoke has chosen nothing."""
    account = account_of(unit)
    wish = unit.session.get(NewsWish, account.id) if account else None
    chosen = chosen_topics(unit.session, account.id) if account else frozenset()
    text = topics_consent(unit)
    return TopicSettings(
        topics=tuple(_lines(translator("citizen", unit.language), chosen)),
        area=area_name(unit, wish.area) if wish else "",
        quiet_from=wish.quiet_from if wish else QUIET[0],
        quiet_until=wish.quiet_until if wish else QUIET[1],
        paused=account is not None and _paused(unit, account.id),
        consent=None if account and _agreed(unit, account.id, text.version) else text,
    )


def choose(unit: Unit, wish: ChooseTopic) -> TopicSettings:
    """Chooses or leaves a topic; the same wish twice is one deed.

    Raises 409 ``topic.fixed`` for leaving the own case, ``topic.consent_missing`` for choosing without an agreement
    to the text in force, and ``consent.outdated`` when another text was shown.
    """
    if wish.topic == OWN:
        if not wish.chosen:
            raise Problem("topic.fixed", 409)
        return settings(unit)
    account = ensure_account(unit)
    if wish.chosen:
        _agree(unit, account.id, wish.consent)
        _ensure_wish(unit, account.id)
        unit.session.get_one(Account, account.id).news_paused = False
    if _put(unit, account.id, wish.topic, wish.chosen):
        _note(unit, account.id, wish.topic, wish.chosen, wish.source)
        if not wish.chosen:
            unit.emit(TopicLeft(account.id, wish.topic))
    return settings(unit)


def take_up_again(unit: Unit) -> TopicSettings:
    """Who had blocked us and is back wants her topics again, as she had chosen them. Twice is once."""
    account = unit.session.get_one(Account, ensure_account(unit).id)
    if account.news_paused:
        account.news_paused = False
        unit.audit("news.taken_up", f"account:{account.id}")
    return settings(unit)


def areas(unit: Unit, code: str) -> AreaChoices:
    """The places below a place, the cities at the top. Raises 422 ``area.unknown``."""
    divisions = unit.services.catalogue.divisions
    if code and code not in divisions:
        raise Problem("area.unknown", 422)
    codes = divisions.children(code) if code else _cities(unit)
    names = {one: str(divisions.name(one)) for one in codes}
    return AreaChoices(
        code=code,
        name=area_name(unit, code),
        lines=tuple(AreaLine(code=one, name=names[one], more=bool(divisions.children(one))) for one in codes),
    )


def set_area(unit: Unit, wish: SetArea) -> TopicSettings:
    """From where news is wanted. Raises 422 ``area.unknown``."""
    if wish.code and wish.code not in unit.services.catalogue.divisions:
        raise Problem("area.unknown", 422)
    account = ensure_account(unit)
    _ensure_wish(unit, account.id).area = wish.code
    unit.audit("news.area_set", f"account:{account.id}", area=wish.code)
    return settings(unit)


def set_quiet_hours(unit: Unit, wish: SetQuietHours) -> TopicSettings:
    """When no news is wanted."""
    account = ensure_account(unit)
    row = _ensure_wish(unit, account.id)
    row.quiet_from, row.quiet_until = wish.quiet_from, wish.quiet_until
    unit.audit("news.quiet_hours_set", f"account:{account.id}", begin=wish.quiet_from, end=wish.quiet_until)
    return settings(unit)


def chosen_topics(session: Session, account_id: int) -> frozenset[str]:
    """The topics an account has chosen; never the own case, which needs no choice."""
    mine = select(TopicChoice.topic).where(TopicChoice.account_id == account_id, TopicChoice.chosen)
    return frozenset(session.scalars(mine))


def has_wishes(unit: Unit, account_id: int) -> bool:
    """Whether something of this page is kept about an account."""
    chose = select(TopicChoice.topic).where(TopicChoice.account_id == account_id).limit(1)
    return unit.session.get(NewsWish, account_id) is not None or unit.session.scalar(chose) is not None


def forget_wishes(unit: Unit, account_id: int) -> None:
    """Leaves every topic and forgets place and hours. That it was left stays on record, as the consent does."""
    for topic in sorted(chosen_topics(unit.session, account_id)):
        _note(unit, account_id, topic, False, "erased")
        unit.emit(TopicLeft(account_id, topic))
    for table in (TopicChoice, NewsWish):
        unit.session.execute(delete(table).where(table.account_id == account_id))


def wishes_in_words(unit: Unit, account_id: int) -> Iterator[str]:
    """What is kept, line by line, for the copy of one's data."""
    _ = translator("citizen", unit.language)
    labels, chosen = topic_labels(_), chosen_topics(unit.session, account_id)
    told = _("、").join(label for topic, label in labels.items() if topic in chosen)
    yield _("消息主题：{topics}").format(topics=told or _("没有选"))
    wish = unit.session.get(NewsWish, account_id)
    if wish is not None:
        yield _("消息地区：{area}").format(area=area_name(unit, wish.area) or _("没有选"))
        yield _("免打扰时间：{begin}点到{end}点").format(begin=wish.quiet_from, end=wish.quiet_until)


def area_name(unit: Unit, code: str) -> str:
    """A place in words, from the city down; empty for none, and for one that is known no more."""
    divisions = unit.services.catalogue.divisions
    return str(divisions.full_name(code)) if code in divisions else ""


def _lines(_: Translate, chosen: frozenset[str]) -> Iterator[TopicLine]:
    about = {
        "policy": _("政策有变化，告诉您和您有没有关系"),
        "jobs": _("有适合您的岗位，告诉您"),
        "events": _("附近有招聘会、培训，告诉您"),
        "own": _("您自己的办理进度和决定。里面有期限，错过会影响您，所以一直会发，不能关"),
    }
    for topic, label in topic_labels(_).items():
        fixed = topic == OWN
        yield TopicLine(
            id=topic, label=label, about=about[topic], chosen=fixed or topic in chosen, fixed=fixed
        )


def _cities(unit: Unit) -> tuple[str, ...]:
    """The codes of the cities served here."""
    return tuple(dict.fromkeys(pack.region for pack in unit.services.catalogue.packs.values()))


def _agreed(unit: Unit, account_id: int, version: str) -> bool:
    mine = select(Consent.id).where(
        Consent.account_id == account_id, Consent.purpose == "topics", Consent.version == version
    )
    return unit.session.scalar(mine.limit(1)) is not None


def _agree(unit: Unit, account_id: int, version: str) -> None:
    text = topics_consent(unit)
    if version:
        record_consent(unit, text, version)
    elif not _agreed(unit, account_id, text.version):
        raise Problem("topic.consent_missing", 409)


def _ensure_wish(unit: Unit, account_id: int) -> NewsWish:
    """The wish of an account; where there is but one city, that is the place until a smaller one is told."""
    row = unit.session.get(NewsWish, account_id)
    if row is None:
        cities = _cities(unit)
        area = cities[0] if len(cities) == 1 else ""
        row = NewsWish(account_id=account_id, area=area, quiet_from=QUIET[0], quiet_until=QUIET[1])
        unit.session.add(row)
        unit.session.flush()
    return row


def _paused(unit: Unit, account_id: int) -> bool:
    return unit.session.get_one(Account, account_id).news_paused


def _put(unit: Unit, account_id: int, topic: str, chosen: bool) -> bool:
    """Whether this changes anything: who never chose a topic has nothing to leave."""
    row = unit.session.get(TopicChoice, (account_id, topic), with_for_update=True)
    if (row.chosen if row else False) == chosen:
        return False
    if row is None:
        unit.session.add(TopicChoice(account_id=account_id, topic=topic, chosen=chosen, at=unit.now))
    else:
        row.chosen, row.at = chosen, unit.now
    unit.session.flush()
    return True


def _note(unit: Unit, account_id: int, topic: str, chosen: bool, source: Source) -> None:
    unit.session.add(
        TopicDeed(
            account_id=account_id,
            topic=topic,
            chosen=chosen,
            version=topics_consent(unit).version,
            channel=unit.citizen.channel,
            source=source,
            at=unit.now,
        )
    )
    unit.audit("topic.chosen" if chosen else "topic.left", f"account:{account_id}", topic=topic, source=source)


def awake(hours: tuple[int, int], moment: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours (China) it falls into."""
    end, there = hours[1], moment.astimezone(CHINA)
    if not _asleep(hours, there.hour):
        return moment
    day = there.date() + timedelta(days=there.hour >= end)
    return datetime.combine(day, time(end), CHINA)


def _asleep(hours: tuple[int, int], hour: int) -> bool:
    begin, end = hours
    return begin <= hour < end if begin < end else begin != end and (hour >= begin or hour < end)


def first_hour(hours: tuple[int, int]) -> int:
    """The hour of a day in China from which news may come, by the quiet hours."""
    return hours[1] if _asleep(hours, 0) else 0


def quiet_hours(unit: Unit, account_id: int) -> tuple[int, int]:
    """The quiet hours of an account: its own, or the house's."""
    wish = unit.session.get(NewsWish, account_id)
    return (wish.quiet_from, wish.quiet_until) if wish else QUIET
