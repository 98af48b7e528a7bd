"""The little a chat must remember between two updates: where it stands, never what a person told us.

It is read with the claim of an update and saved with its completion (``/v1/inbox``), so it moves with the update
or not at all.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from contract.base import DEFAULT_LANGUAGE

Kind = Literal[
    "", "city", "question", "outcome", "field", "stop", "papers", "upload", "check", "leave", "object", "reply", "notice",
    "ask", "principal", "mandate", "seek", "quiet", "place",
    "complaint",
]  # fmt: skip


class Place(BaseModel):
    """Where the conversation stands. ``name``: the fact, the field or the paper asked for, or where the city leads."""

    kind: Kind = ""
    name: str = ""
    input: str = ""


class Answered(BaseModel):
    """The last tap that was handled: a second one within moments is the same tap."""

    message: int
    data: str
    toast: str = ""
    screen: str = ""
    """A mark of what stood there when it was tapped."""
    at: float


class Album(BaseModel):
    """Photos that came together are answered together, in one message that counts them."""

    group: str
    message: int
    count: int
    refused: list[str] = []
    """Why some of it was not taken, each reason once."""


class Waiting(BaseModel):
    """A file whose requirement is not yet known. Only the messenger's reference is kept."""

    file_id: str
    name: str
    media_type: str
    size: int


class Memory(BaseModel):
    """One chat. An unknown key of an older or newer version is left out."""

    model_config = ConfigDict(extra="ignore")

    language: str = DEFAULT_LANGUAGE
    place: Place = Place()
    live: int = 0
    """The message that carries the present question's buttons; 0 when there is none."""
    shown_twice: bool = False
    """The live question may stand above as well, from a try that was cut off: the person may have read it there."""
    question: str = ""
    """The live question in one line (HTML), to be kept above its answer."""
    choices: list[tuple[str, str]] = []
    """Labels and data of the choices that may be typed, by label or number."""
    ways: list[tuple[str, str]] = []
    """The other buttons below them, by label only."""
    page: list[tuple[str, str]] = []
    """Labels and data of the buttons of the page shown last, while nothing is asked; none on the start page."""
    policy: str = ""
    """The policy of the city this chat is about; asked for again when it is not offered any more."""
    screening: str = ""
    application: str = ""
    about: str = ""
    """The matter of the last page that said something about the person (`bot.routers.matters`)."""
    about_turn: int = 0
    """The update that page was shown with."""
    cited: list[str] = []
    """Articles and document numbers that page named."""
    misses: int = 0
    hurried: bool = False
    """«One at a time, please» was said; it is said once."""
    answered: Answered | None = None
    album: Album | None = None
    waiting: list[Waiting] = []
    drawn: list[str] = []
    """The drawings that were shown already: how to photograph each kind of paper is said once."""


def remember(state: dict[str, Any]) -> Memory:
    """The chat's memory from its stored state; what cannot be read begins anew, in the same language."""
    try:
        return Memory.model_validate(state)
    except ValueError:
        return Memory(language=str(state.get("language", DEFAULT_LANGUAGE)))


def stored(memory: Memory) -> dict[str, Any]:
    return memory.model_dump(mode="json", exclude_defaults=True)
