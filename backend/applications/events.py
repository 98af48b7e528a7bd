"""News of applications. Emitted inside the transaction of the act; heard by whoever `backend.app` names."""

from dataclasses import dataclass, field

from contract.application import Held


@dataclass(frozen=True)
class DraftBegun:
    """Somebody began the form in her own chat; nobody acts for her in this turn."""

    application_id: str


@dataclass(frozen=True)
class Submitted:
    """The person handed the application in; it has a receipt number and an office."""

    application_id: str


@dataclass(frozen=True)
class Endorsed:
    """A stage before the last endorsed it: the next office has it now (第二条第二款)."""

    application_id: str


@dataclass(frozen=True)
class SentBack:
    """A later review gave it back to the one before."""

    application_id: str


@dataclass(frozen=True)
class ReturnedForCorrection:
    """An office asked for corrections, all of them at once (一次性告知)."""

    application_id: str


@dataclass(frozen=True)
class Supplied:
    """The person mended everything that was asked for; the review goes on."""

    application_id: str


@dataclass(frozen=True)
class Recognised:
    """The last stage recognised the person; the register holds the entry (第二条第三款)."""

    application_id: str
    register_number: str


@dataclass(frozen=True)
class Declined:
    """An office decided that the conditions are not met, with article and reason."""

    application_id: str


@dataclass(frozen=True)
class Withdrawn:
    """The person took the application back."""

    application_id: str


@dataclass(frozen=True)
class CorrectionDue:
    """The day for corrections is near; ``time`` 1 or 2: the first or the second reminder."""

    application_id: str
    time: int


@dataclass(frozen=True)
class CorrectionExtended:
    """The office gave more time for the corrections."""

    application_id: str


@dataclass(frozen=True)
class ReviewResumed:
    """The day for corrections has passed and the office goes on with what is there."""

    application_id: str


News = (
    Submitted
    | Endorsed
    | SentBack
    | ReturnedForCorrection
    | Supplied
    | Recognised
    | Declined
    | Withdrawn
    | CorrectionDue
    | CorrectionExtended
    | ReviewResumed
)


@dataclass(frozen=True)
class OwnDataAsked:
    """Somebody asks what is held about her: the rooms above add what is theirs.

    ``items`` are told one by one, ``lines`` stand in the copy.
    """

    account_id: int
    items: list[Held] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class OwnDataErased:
    """Somebody has all deleted that may go: the rooms above delete what is theirs."""

    account_id: int
