"""Fictitious employers and their posts, entered by the demonstration's own officers. The same every time."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.demo import officers
from backend.vacancies import employers, service
from backend.vacancies.codes import check_digit
from backend.vacancies.employers import NewEmployer
from backend.vacancies.lifecycle import REVIEWED
from backend.vacancies.models import Employer
from backend.vacancies.post_rules import rules_at
from backend.vacancies.reading import read_post

FILE = Path(__file__).with_suffix(".yaml")


def fill(work: Work) -> None:
    """Enters the employers that are not there yet, each with all its posts."""
    given = yaml.safe_load(FILE.read_text("utf-8"))
    known = work.read_now(SYSTEM, _known_codes)
    for one in given["employers"]:
        code = one["code"] + check_digit(one["code"])
        if code in known or one["area"] not in work.services.catalogue.divisions:
            continue
        posts = [post for post in given["posts"] if one["code"].endswith(str(post["at"]))]
        _enter(work, {**one, "code": code}, posts)


def _known_codes(unit: Unit) -> set[str]:
    return set(unit.session.scalars(select(Employer.code)))


def _enter(work: Work, one: Mapping[str, str], posts: list[Mapping[str, Any]]) -> None:
    there = work.read_now(SYSTEM, officers.reviewers, one["area"])
    employer_id = work.do_now(Caller(there.station), employers.put_employer, NewEmployer(**one))
    for post in posts:
        vacancy_id = work.do_now(Caller(there.station), _draft, employer_id, one, post)
        work.do_now(Caller(there.station), service.send, vacancy_id)
        if post.get("kind") in REVIEWED and there.county is not None:
            work.do_now(Caller(there.county), service.approve, vacancy_id)


def _draft(unit: Unit, employer_id: int, one: Mapping[str, str], post: Mapping[str, Any]) -> str:
    texts = {name: str(value) for name, value in post.items() if name not in ("at", "days", "place")}
    latitude, _, longitude = post.get("place", "").partition(",")
    texts |= {"area": one["area"], "address": one["address"], "latitude": latitude, "longitude": longitude}
    texts["expires_on"] = f"{unit.today + timedelta(days=post['days'])}"
    read = read_post(texts, unit.services.catalogue.divisions, unit.today, partial(rules_at, unit))
    if read.post is None:
        raise ValueError(read.problems)
    return service.put_by_officer(unit, employer_id, read.post)
