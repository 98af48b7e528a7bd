"""What a broadcast quotes: an article or a procedure of a policy, an activity or a course.

The words are made once, when the message is written, in every language, and kept with it: a new version of the policy
changes nothing in a message that was approved. Of something that takes place the hour is kept from which it is no news.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import Any, Final, Self

from sqlalchemy import select

from backend.activities.labels import KINDS
from backend.activities.letters import when_words, where_words
from backend.activities.models import Activity
from backend.core.clock import CHINA
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies import library
from backend.policies.spoken import pack_of
from backend.staff.models import OfficeRow
from backend.training.models import Course, School
from backend.training.offered import days
from contract.base import LANGUAGES
from contract.channel import NoticeButton
from locales import Translate, translator

LONGEST: Final = 500
"""Characters of an article in a message; the button opens the whole of it."""
APPLY: Final = "apply"
"""The procedure of recognition; the others are the subsidies of a policy, by their id."""
MOST: Final = 100


@dataclass(frozen=True)
class Quote:
    """The words by language, the version of the policy they stand in, and from when on (ISO) they are no news."""

    texts: Mapping[str, str]
    version: str = ""
    until: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Self:
        """What is kept with a broadcast."""
        return cls(**stored) if stored else cls({})

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types that :meth:`of` reads back."""
        return asdict(self)

    def over(self, now: datetime) -> bool:
        """Whether it has taken place."""
        return bool(self.until) and datetime.fromisoformat(self.until) <= now

    def below(self, text: str, language: str) -> str:
        """A text with the quotation below it; what the quotation holds is no hole."""
        return "\n\n".join(filter(None, (text, self.texts.get(language, ""))))


def quoted(unit: Unit, about: str) -> dict[str, Any] | None:
    """The quotation as it is kept; None for a message without one. Raises 422 ``broadcast.about_unknown``."""
    if not about:
        return None
    found = _now(unit, about)
    if found is None:
        raise Problem("broadcast.about_unknown", 422)
    return found.to_json()


def obstacle(unit: Unit, about: str, stored: Mapping[str, Any] | None) -> str:
    """Why what was quoted may not go out any more: ``called_off``, ``over``, ``changed``; empty where it may.

    What a policy says stays quoted as it stood: only what takes place can be called off, moved, or over.
    """
    kind, quote = about.partition(":")[0], Quote.of(stored)
    if kind not in ("activity", "course"):
        return ""
    if quote.over(unit.now):
        return "over"
    found = _now(unit, about)
    if found is None:
        return "called_off"
    return "" if found.texts == quote.texts else "changed"


def is_quotable(unit: Unit, about: str) -> bool:
    """Whether it can be quoted now; nothing always can."""
    if not about:
        return True
    found = _now(unit, about)
    return found is not None and not found.over(unit.now)


def buttons(about: str, language: str) -> tuple[NoticeButton, ...]:
    """Where the quotation leads: the whole article, the self-check, or the place to sign up."""
    _ = translator("citizen", language)
    kind, _colon, argument = about.partition(":")
    if kind == "article":
        return (NoticeButton(label=_("看原文"), action="article", argument=argument),)
    if kind == "procedure" and argument.endswith(f":{APPLY}"):
        return (NoticeButton(label=_("先做自测"), action="check"),)
    if kind in ("activity", "course"):
        return (NoticeButton(label=_("看一看，可以报名"), action=kind, argument=argument),)
    return ()


def choices(unit: Unit, city: str, places: frozenset[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What somebody of a city, or of ``places`` in it, can quote: kind → (what, how it is called)."""
    packs = [pack for pack in unit.services.catalogue.packs.values() if pack.region == city]
    texts = unit.services.catalogue.texts
    articles = (
        (f"article:{pack.id}:{number}", f"{pack.number} {article.place}")
        for pack in packs
        if pack.id in texts
        for number, article in enumerate(texts[pack.id].articles, 1)
    )
    procedures = (
        (f"procedure:{pack.id}:{name}", f"{pack.number} {label}")
        for pack in packs
        for name, label in [
            (APPLY, translator("citizen", unit.language)("申请认定")),
            *((one.id, str(one.label)) for one in pack.subsidies),
        ]
    )
    here = sorted({*places, city})
    coming = select(Activity).where(
        Activity.state == "announced", Activity.ends_at > unit.now, Activity.city == city, Activity.area.in_(here)
    )
    activities = unit.session.scalars(coming.order_by(Activity.starts_at, Activity.id).limit(MOST))
    open_ones = select(Course).where(
        Course.state == "open", Course.starts_on > unit.today, Course.city == city, Course.area.in_(here)
    )
    courses = unit.session.scalars(open_ones.order_by(Course.starts_on, Course.id).limit(MOST))
    return {
        "article": tuple(articles),
        "procedure": tuple(procedures),
        "activity": tuple((f"activity:{row.id}", f"{when_words(unit.language, row)} {row.title}") for row in activities),
        "course": tuple((f"course:{row.id}", f"{days(unit, row)} {row.title}") for row in courses),
    }


def _now(unit: Unit, about: str) -> Quote | None:
    """The quotation as it would be made now; None for what is not there, called off, or over."""
    kind, _colon, argument = about.partition(":")
    return BY_KIND[kind](unit, argument) if kind in BY_KIND else None


def _article(unit: Unit, argument: str) -> Quote | None:
    pack, _colon, number = argument.partition(":")
    text = unit.services.catalogue.texts.get(pack)
    if text is None or not number.isdecimal() or not 0 < int(number) <= len(text.articles):
        return None
    spoken = {language: _article_words(replace(unit, language=language), pack, int(number)) for language in LANGUAGES}
    return Quote(spoken, unit.services.catalogue.packs[pack].version)


def _article_words(unit: Unit, pack: str, number: int) -> str:
    _, found = translator("citizen", unit.language), library.article(unit, pack, number)
    words = "\n".join(each.text for each in found.passages)
    translated = "; ".join(filter(None, (each.translation for each in found.passages)))
    lines = (
        _("{number}《{title}》{place}：").format(
            number=found.document.number, title=found.document.title, place=found.line.place
        ),
        _shortened(_, words),
        _("（译文，以中文为准）{text}").format(text=_shortened(_, translated)) if translated else "",
        found.document.term,
    )
    return "\n".join(filter(None, lines))


def _shortened(_: Translate, words: str) -> str:
    """Cut behind a sentence, or a word, and said to be cut."""
    if len(words) <= LONGEST:
        return words
    end = max(words.rfind(sign, 0, LONGEST) for sign in ("。", "；", "\n", ". ", "; ")) + 1
    end = end or words.rfind(" ", 0, LONGEST) + 1 or LONGEST
    return words[:end].rstrip() + _("……（全文请点“看原文”）")


def _procedure(unit: Unit, argument: str) -> Quote | None:
    pack, _colon, name = argument.partition(":")
    known = unit.services.catalogue.packs.get(pack)
    if known is None or name not in (APPLY, *(one.id for one in known.subsidies)):
        return None
    spoken = {language: _procedure_words(replace(unit, language=language), pack, name) for language in LANGUAGES}
    return Quote(spoken, known.version)


def _procedure_words(unit: Unit, pack_id: str, name: str) -> str:
    _, pack = translator("citizen", unit.language), pack_of(unit, pack_id)
    document = library.document(unit, pack)
    return "\n".join(
        (
            _("{number}《{title}》").format(number=document.number, title=document.title),
            *(_steps(_, unit, pack_id) if name == APPLY else _subsidy(_, unit, pack_id, name)),
            document.term,
        )
    )


def _steps(_: Translate, unit: Unit, pack_id: str) -> Iterator[str]:
    """How recognition goes, with the time each office has."""
    pack = pack_of(unit, pack_id)
    yield _("怎么申请（{article}）：").format(article=pack.citations[pack.route.citation_id].article)
    yield _("1. 先自测，准备好材料，提交申请。")
    for number, stage in enumerate(pack.stages, 2):
        yield _("{number}. {stage}：{office}，{days}个工作日内（{article}）。").format(
            number=number,
            stage=stage.name,
            office=stage.office,
            days=stage.working_days,
            article=pack.citations[stage.citation_id].article,
        )
    yield _("结果以经办机构的决定为准。")


def _subsidy(_: Translate, unit: Unit, pack_id: str, name: str) -> Iterator[str]:
    pack = pack_of(unit, pack_id)
    one = next(each for each in pack.subsidies if each.id == name)
    cited = pack.citations[one.citation_id]
    yield _("{subsidy}（{article}）：").format(subsidy=one.label, article=cited.article)
    yield _shortened(_, str(cited.text))
    yield _("累计最长{months}个月，出处：{source}。").format(months=one.months, source=one.source)
    yield _("能不能享受，以经办机构的决定为准。")


def _activity(unit: Unit, activity_id: str) -> Quote | None:
    row = unit.session.get(Activity, activity_id)
    if row is None or row.state != "announced" or row.ends_at <= unit.now:
        return None
    office = unit.session.get_one(OfficeRow, row.office_id)
    telephone = office.telephone or unit.services.settings.telephone

    def words(theirs: Unit) -> str:
        _ = translator("citizen", theirs.language)
        kind = translator("notices", theirs.language)(KINDS[row.kind])
        return "\n".join(
            (
                _("{kind}：{title}").format(kind=kind, title=row.title),
                _("时间：{when}").format(when=when_words(theirs.language, row)),
                _("地点：{where}").format(where=where_words(theirs, row)),
                _("主办：{office}，电话{telephone}。免费参加。").format(office=office.name, telephone=telephone),
            )
        )

    return Quote(_in_each(unit, words), until=row.ends_at.isoformat())


def _course(unit: Unit, course_id: str) -> Quote | None:
    row = unit.session.get(Course, course_id)
    if row is None or row.state != "open" or row.starts_on <= unit.today:
        return None
    school = unit.session.get_one(School, row.school_id)

    def words(theirs: Unit) -> str:
        _ = translator("citizen", theirs.language)
        place = f"{theirs.services.catalogue.divisions.name(row.area)} {row.place}"
        return "\n".join(
            (
                _("培训课程：{title}").format(title=row.title),
                _("机构：{school}，电话{telephone}").format(school=school.name, telephone=school.telephone),
                _("时间：{when}").format(when=days(theirs, row)),
                _("地点：{where}").format(where=place),
                _("名额有限，报满为止。"),
            )
        )

    return Quote(_in_each(unit, words), until=datetime.combine(row.starts_on, time(), CHINA).isoformat())


def _in_each(unit: Unit, words: Callable[[Unit], str]) -> dict[str, str]:
    return {language: words(replace(unit, language=language)) for language in LANGUAGES}


BY_KIND: Final[dict[str, Callable[[Unit, str], Quote | None]]] = {
    "article": _article,
    "procedure": _procedure,
    "activity": _activity,
    "course": _course,
}
