"""A case under way when its policy gets a new version: it keeps its own, and the officer sees what differs."""

from dataclasses import dataclass

from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.ruling import pack_for
from backend.applications.sealed import read_assessment
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.rules import Pack, assess
from backend.rules.differences import differences


@dataclass(frozen=True)
class OtherVerdict:
    """How a category applied for came out, and how it would under the new version on the same day."""

    name: str
    then: str
    now: str


@dataclass(frozen=True)
class NewerRules:
    """What the version of the day says otherwise. ``changes`` are sentences with their article."""

    version: str
    changes: tuple[str, ...]
    verdicts: tuple[OtherVerdict, ...]


def newer_rules(unit: Unit, row: Application) -> NewerRules | None:
    """None when the case stands under the version of the day, or no longer waits for anything."""
    own, today = pack_for(unit, row), pack_of(unit, row.pack)
    if row.state not in WITH_AN_OFFICE or own.version == today.version:
        return None
    sentences = tuple(difference.sentence for difference in differences(own, today))
    return NewerRules(today.version, sentences, _verdicts(unit, row, today))


def _verdicts(unit: Unit, row: Application, today: Pack) -> tuple[OtherVerdict, ...]:
    stored = read_assessment(unit, row)
    then = {found.id: found for found in stored.categories}
    now = {found.id: found for found in assess(today, stored.answers, stored.as_of).categories}
    return tuple(
        OtherVerdict(
            now[one].name if one in now else then[one].name,
            then[one].verdict.word if one in then else "no",
            now[one].verdict.word if one in now else "no",
        )
        for one in row.categories
        if one in then or one in now
    )
