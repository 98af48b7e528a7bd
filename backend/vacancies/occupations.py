"""The classification of occupations and the list of skills: data beside this file, read once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("occupations.yaml")
HOME_SERVICES = "home_services"
"""家庭服务: 家政、养老、社区照料、病患陪护 (穗人社发〔2014〕4号第十六条)."""


@dataclass(frozen=True)
class Term:
    """One class or skill, in both languages; ``family`` names what the documents gather together."""

    code: str
    zh: str
    en: str
    family: str = ""

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Classification:
    """Everything by code, in the order of the file."""

    classes: Mapping[str, Term]
    occupations: Mapping[str, Term]
    families: Mapping[str, Term]
    skills: Mapping[str, Term]

    def family_of(self, occupation: str, skills: Iterable[str]) -> str:
        """The family of a post, by its occupation or by one of its skills; empty when it has none."""
        found = [self.occupations[occupation].family, *(self.skills[one].family for one in skills)]
        return next((family for family in found if family), "")


@cache
def classification() -> Classification:
    """The file as it stands; a mistake in it stops the start."""
    data = yaml.safe_load(FILE.read_text("utf-8"))
    parts = ("classes", "occupations", "families", "skills")
    return Classification(*({one["code"]: Term(**one) for one in data[part]} for part in parts))
