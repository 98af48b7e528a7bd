"""News of posts, for those above."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VacancyOpened:
    """A post is on offer from now on, or again, or says something new: it may be told more than once."""

    vacancy_id: str


@dataclass(frozen=True)
class VacancyChanged:
    """What a post says has changed: whatever was written of it and has not gone is true no more."""

    vacancy_id: str


@dataclass(frozen=True)
class VacancyClosed:
    """A post is on offer no more: filled, over or taken back."""

    vacancy_id: str
