"""What somebody wants to be told: topics, where, and when not."""

from typing import Literal

from pydantic import Field

from contract.application import ConsentText
from contract.base import Shape

TopicId = Literal["policy", "jobs", "events", "own"]


class TopicLine(Shape):
    """One topic. ``fixed``: it cannot be left, and ``about`` says why."""

    id: TopicId
    label: str
    about: str
    chosen: bool
    fixed: bool


class TopicSettings(Shape):
    """Everything the page of settings needs. ``consent`` is the text to agree to, None once it was."""

    topics: tuple[TopicLine, ...]
    area: str
    """In words, from the city down; empty while nothing was chosen."""
    quiet_from: int
    """Hours in China, 0 to 23; equal to ``quiet_until`` when there are no quiet hours."""
    quiet_until: int
    consent: ConsentText | None
    paused: bool = False
    """Had blocked us and came back: nothing of the topics is sent until it is taken up again."""


class ChooseTopic(Shape):
    """Chooses or leaves one topic. ``consent`` is the version agreed to with this very tap, empty without one."""

    topic: TopicId
    chosen: bool
    consent: str = Field(default="", max_length=20)
    source: Literal["settings", "message"] = "settings"


class AreaLine(Shape):
    """A place to choose; ``more``: there are smaller ones in it."""

    code: str
    name: str
    more: bool


class AreaChoices(Shape):
    """The places below ``code`` (empty: the cities); ``name`` is what it is called itself."""

    code: str
    name: str
    lines: tuple[AreaLine, ...]


class SetArea(Shape):
    """A division code; empty for no place in particular."""

    code: str = Field(max_length=12)


class SetQuietHours(Shape):
    """No news between these full hours in China; equal hours: at any time."""

    quiet_from: int = Field(ge=0, le=23)
    quiet_until: int = Field(ge=0, le=23)


class TrialCode(Shape):
    """The word under which a message can be tried on oneself."""

    code: str = Field(max_length=40)
