"""One way to read a post, whoever sends it: a form, a file or an employer's system. Every mistake is told at its field."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from backend.core.problems import Problem
from backend.rules.catalogue import Divisions
from backend.rules.parsing import plain
from backend.vacancies.lifecycle import REVIEWED
from backend.vacancies.occupations import classification
from backend.vacancies.post_rules import PostRules
from backend.vacancies.wages import read_wage
from backend.vacancies.words import known

T = TypeVar("T")
Point = tuple[float | None, float | None]
Ages = tuple[int | None, int | None]
RulesAt = Callable[[str], PostRules]
LONGEST_OFFER = 366
MOST_PLACES = 999
MOST_TERM = 36
HOURS = re.compile(r"(\d{1,3})(?:\.0+)?(?:小时|h|hours?)?(?:/周)?")
DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
SERIAL_FROM = date(1899, 12, 30)
"""Day 0 of the days a spreadsheet counts."""
SERIALS = range(36_526, 73_050)
"""2000 to 2099: a number in a date cell that lost its format."""
YES, NO = ("是", "有", "yes", "y", "true", "1", "√", "需要", "接受"), ("", "否", "无", "no", "n", "false", "0", "不")
DEMAND = "vacancy.demand_forbidden"


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field."""

    field: str
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class Post:
    """A post that can be kept. Wages are fen, hours whole hours a week."""

    kind: str
    title: str
    occupation: str
    family: str
    skills: tuple[str, ...]
    about: str
    wage_min: int
    wage_max: int
    wage_per: str
    hours_week: int
    shift: str
    address: str
    area: str
    latitude: float | None
    longitude: float | None
    load: str
    standing: bool
    night: bool
    outdoor: bool
    accepts_disability: bool
    sex: str
    age_min: int | None
    age_max: int | None
    quota: int
    term_months: int | None
    expires_on: date
    external_id: str = ""


@dataclass(frozen=True)
class Read:
    """What was understood. ``post`` is None when there are problems; ``guessed`` when a wage was short hand."""

    post: Post | None
    problems: tuple[FieldProblem, ...]
    guessed: bool = False


class Reader:
    """Reads one post's texts by field name, keeping every mistake."""

    def __init__(self, raw: Mapping[str, str], divisions: Divisions, today: date, rules: RulesAt) -> None:
        self.raw, self.divisions, self.today, self.rules = raw, divisions, today, rules
        self.problems: list[FieldProblem] = []
        self.guessed = False

    def read(self) -> Read:
        kind = self._tried("kind", self._kind, "ordinary")
        wage = self._tried("wage", lambda: read_wage(self.said("wage"), self._per()), None)
        occupation = self._tried("occupation", lambda: self._term("occupation"), "")
        skills: tuple[str, ...] = self._tried("skills", self._skills, tuple[str, ...]())
        area = self._tried("area", self._area, "")
        nowhere: Point = (None, None)
        latitude, longitude = self._tried("latitude", self._point, nowhere)
        ageless: Ages = (None, None)
        ages = self._tried("age_min", self._ages, ageless)
        values: dict[str, Any] = {
            "title": self._tried("title", lambda: self._text("title", 60), ""),
            "about": self._tried("about", lambda: self._text("about", 1000, missing=False), ""),
            "address": self._tried("address", lambda: self._text("address", 200), ""),
            "external_id": self._tried("external_id", lambda: self._text("external_id", 60, missing=False), ""),
            "hours_week": self._tried("hours_week", self._hours, 0),
            "shift": self._tried("shift", lambda: self._choice("shift"), ""),
            "load": self._tried("load", lambda: self._choice("load"), ""),
            "quota": self._tried("quota", lambda: self._count("quota", 1, MOST_PLACES, "1"), 1),
            "expires_on": self._tried("expires_on", self._last_day, self.today),
            "term_months": self._tried("term_months", lambda: self._term_months(kind), None),
            "sex": self._tried("sex", self._sex, ""),
        }
        values |= {name: self._tried(name, partial(self._flag, name), False) for name in FLAGS}
        field = "sex" if values["sex"] else "age_min"
        self._tried(field, lambda: self._demand_allowed(kind, values["sex"], ages, area), None)
        if self.problems or wage is None:
            return Read(None, tuple(self.problems))
        family = classification().family_of(occupation, skills)
        post = Post(
            kind=kind,
            occupation=occupation,
            family=family,
            skills=skills,
            wage_min=wage.lowest,
            wage_max=wage.highest,
            wage_per=wage.per,
            area=area,
            latitude=latitude,
            longitude=longitude,
            age_min=ages[0],
            age_max=ages[1],
            **values,
        )
        return Read(post, (), wage.guessed)

    def said(self, name: str) -> str:
        return self.raw.get(name, "").strip()

    def _tried(self, field: str, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except Problem as problem:
            self.problems.append(FieldProblem(field, problem.code, problem.params))
            return otherwise

    def _kind(self) -> str:
        return self._choice("kind", "ordinary")

    def _per(self) -> str:
        said = plain(self.said("wage_per"))
        return "hour" if said in ("hour", plain("小时"), plain("元/小时"), plain("每小时"), plain("时")) else "month"

    def _text(self, name: str, longest: int, *, missing: bool = True) -> str:
        text = " ".join(self.said(name).split()) if name != "about" else self.said(name)
        if not text and missing:
            raise Problem(f"vacancy.{name}_missing", 422)
        if len(text) > longest:
            raise Problem("vacancy.too_long", 422, longest=longest, length=len(text))
        return text

    def _choice(self, name: str, otherwise: str = "") -> str:
        forms, said = known(name), plain(self.said(name))
        if not said and otherwise:
            return otherwise
        if not said:
            raise Problem(f"vacancy.{name}_missing", 422)
        if said not in forms:
            raise Problem("vacancy.choice_unknown", 422, text=self.said(name)[:40], known="、".join(forms.shown))
        return forms[said]

    def _term(self, name: str) -> str:
        if not self.said(name):
            raise Problem("vacancy.occupation_missing", 422)
        found = known("occupation").get(plain(self.said(name)))
        if found is None:
            raise Problem("vacancy.occupation_unknown", 422, text=self.said(name)[:40])
        return found

    def _skills(self) -> tuple[str, ...]:
        skills = known("skills")
        said = [one for one in re.split(r"[、,，;；\s]+", self.said("skills")) if one]
        unknown = [one for one in said if plain(one) not in skills]
        if unknown:
            raise Problem("vacancy.skill_unknown", 422, text=unknown[0][:40])
        return tuple(dict.fromkeys(skills[plain(one)] for one in said))

    def _area(self) -> str:
        said = self.said("area")
        if not said:
            raise Problem("vacancy.area_missing", 422)
        found = self.divisions.by_code.get(said)
        if found is not None and found.level not in ("province", "city"):
            return said
        inside = (one.code for one in self.divisions.by_code.values() if one.level not in ("province", "city"))
        named = [code for code in inside if said in (self.divisions.name(code), self.divisions.full_name(code))]
        if len(named) != 1:
            raise Problem("vacancy.area_unknown", 422, text=said[:40])
        return named[0]

    def _point(self) -> Point:
        said = self.said("latitude"), self.said("longitude")
        if said == ("", ""):
            return None, None
        try:
            latitude, longitude = (float(one) for one in said)
        except ValueError:
            raise Problem("vacancy.point_wrong", 422) from None
        if not (3 <= latitude <= 54 and 73 <= longitude <= 136):
            raise Problem("vacancy.point_wrong", 422)
        return latitude, longitude

    def _hours(self) -> int:
        said = unicodedata.normalize("NFKC", self.said("hours_week")).lower()
        if not said:
            raise Problem("vacancy.hours_week_missing", 422)
        found = HOURS.fullmatch(said)
        if found is None or not 1 <= int(found[1]) <= 60:
            raise Problem("vacancy.hours_wrong", 422, text=said[:40])
        return int(found[1])

    def _flag(self, name: str) -> bool:
        said = unicodedata.normalize("NFKC", self.said(name)).lower()
        if said not in YES + NO:
            raise Problem("vacancy.flag_unclear", 422, text=said[:40])
        return said in YES

    def _count(self, name: str, least: int, most: int, otherwise: str = "") -> int:
        said = unicodedata.normalize("NFKC", self.said(name) or otherwise).removesuffix("人").removesuffix(".0")
        if not (said.isascii() and said.isdigit() and len(said) <= 6 and least <= int(said) <= most):
            raise Problem("vacancy.number_wrong", 422, text=said[:40], least=least, most=most)
        return int(said)

    def _last_day(self) -> date:
        day = read_day(self.said("expires_on"))
        if day < self.today:
            raise Problem("vacancy.day_past", 422, day=f"{day}")
        if day > self.today + timedelta(days=LONGEST_OFFER):
            raise Problem("vacancy.day_far", 422)
        return day

    def _term_months(self, kind: str) -> int | None:
        if kind not in REVIEWED:
            return None
        if not self.said("term_months"):
            raise Problem("vacancy.term_missing", 422)
        return self._count("term_months", 1, MOST_TERM)

    def _sex(self) -> str:
        said = self.said("sex")
        found = {"": "", "不限": "", "女": "F", "F": "F", "男": "M", "M": "M"}.get(said)
        if found is None:
            raise Problem("vacancy.choice_unknown", 422, text=said[:40], known="不限、女、男")
        return found

    def _ages(self) -> Ages:
        said = [self._count(name, 16, 70) if self.said(name) else None for name in ("age_min", "age_max")]
        if None not in said and said[0] > said[1]:  # type: ignore[operator]
            raise Problem("vacancy.age_order", 422)
        return said[0], said[1]

    def _demand_allowed(self, kind: str, sex: str, ages: Ages, area: str) -> None:
        """Sex and age are for the rule of a reviewed post alone, and only as the order of its city has them."""
        if not sex and ages == (None, None):
            return
        if kind not in REVIEWED:
            raise Problem(DEMAND, 422)
        rules = self.rules(area) if area else None
        if rules is None or rules.names(sex, ages):
            return  # Where the post is stands wrong by itself.
        known = "、".join(one.label for one in rules.demands)
        if known:
            raise Problem("vacancy.demand_unruled", 422, known=known, source=rules.source)
        raise Problem("vacancy.demand_not_here", 422)


FLAGS = ("standing", "night", "outdoor", "accepts_disability")


def read_day(text: str) -> date:
    """A day as people and spreadsheets write it. Raises 422 ``vacancy.expires_on_missing``, ``vacancy.day_unclear``."""
    said = unicodedata.normalize("NFKC", text).strip()
    if not said:
        raise Problem("vacancy.expires_on_missing", 422)
    if said.isdigit() and int(said) in SERIALS:
        return SERIAL_FROM + timedelta(days=int(said))
    found = DAY.fullmatch(said)
    try:
        return date(*(int(part) for part in found.groups())) if found else date.fromisoformat(said[:10])
    except ValueError:
        raise Problem("vacancy.day_unclear", 422, text=said[:40]) from None


def read_post(raw: Mapping[str, str], divisions: Divisions, today: date, rules: RulesAt) -> Read:
    """What a post's texts mean, with every mistake at its field. ``rules`` says what is the order of a place."""
    return Reader(raw, divisions, today, rules).read()
