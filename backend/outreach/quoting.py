"""What can be quoted in a message, and how it is called and said: articles, procedures, subsidies, activities, courses."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import Any, Final, Self

from sqlalchemy import select

from backend.activities.labels import KINDS
from backend.activities.letters import when_words, where_words
from backend.activities.models import Activity
from backend.core.clock import CHINA
from backend.core.unit import Unit
from backend.policies import library
from backend.policies.spoken import pack_of
from backend.rules import Pack
from backend.staff.models import OfficeRow
from backend.training.models import Course, School
from backend.training.offered import days
from contract.base import LANGUAGES
from locales import Translate, translator

LONGEST: Final = 500
"""Characters of an article in a message; the button opens the whole of it."""
APPLY: Final = "apply"
"""The procedure of recognition; the others are the subsidies of a policy, by their id."""
MOST: Final = 100


@dataclass(frozen=True)
class Quote:
    """What is quoted (``<kind>:<argument>``), and its words by language.

    With the version of the policy they stand in, from when on (ISO) they are no news, and the article
    (``<policy>:<number>``) that holds the whole.
    """

    about: str
    texts: Mapping[str, str]
    version: str = ""
    until: str = ""
    article: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """What is kept with a broadcast."""
        return cls(**stored)

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types that :meth:`of` reads back."""
        return asdict(self)

    @property
    def kind(self) -> str:
        return self.about.partition(":")[0]

    @property
    def argument(self) -> str:
        return self.about.partition(":")[2]

    def over(self, now: datetime) -> bool:
        """Whether it has taken place."""
        return bool(self.until) and datetime.fromisoformat(self.until) <= now


def made(unit: Unit, about: str) -> Quote | None:
    """The quotation as it would be made now; None for what is not there, called off, or over."""
    kind, _colon, argument = about.partition(":")
    return BY_KIND[kind](unit, argument) if kind in BY_KIND else None


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


def _article(unit: Unit, argument: str) -> Quote | None:
    pack, _colon, number = argument.partition(":")
    text = unit.services.catalogue.texts.get(pack)
    if text is None or not number.isdecimal() or not 0 < int(number) <= len(text.articles):
        return None
    spoken = {language: _article_words(replace(unit, language=language), pack, int(number)) for language in LANGUAGES}
    return Quote(f"article:{argument}", spoken, unit.services.catalogue.packs[pack].version, article=argument)


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
    return Quote(f"procedure:{argument}", spoken, known.version, article=_article_of(unit, known, name))


def _article_of(unit: Unit, pack: Pack, name: str) -> str:
    """Where a subsidy stands, as ``<policy>:<number>``; empty where no text of the policy is kept, and for applying."""
    text = unit.services.catalogue.texts.get(pack.id)
    cited = next((pack.citations[one.citation_id].article for one in pack.subsidies if one.id == name), "")
    if text is None or not cited:
        return ""
    found = (number for number, one in enumerate(text.articles, 1) if cited.startswith(one.place))
    return next((f"{pack.id}:{number}" for number in found), "")


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

    return Quote(f"activity:{activity_id}", _in_each(unit, words), until=row.ends_at.isoformat())


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

    begins = datetime.combine(row.starts_on, time(), CHINA).isoformat()
    return Quote(f"course:{course_id}", _in_each(unit, words), until=begins)


def _in_each(unit: Unit, words: Callable[[Unit], str]) -> dict[str, str]:
    return {language: words(replace(unit, language=language)) for language in LANGUAGES}


BY_KIND: Final[dict[str, Callable[[Unit, str], Quote | None]]] = {
    "article": _article,
    "procedure": _procedure,
    "activity": _activity,
    "course": _course,
}
