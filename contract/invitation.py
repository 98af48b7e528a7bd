"""An invitation to somebody an office has found: what it says, and that it decides nothing."""

from pydantic import Field

from contract.base import Shape


class InvitationCode(Shape):
    """The code of a link or a printed sheet, as it was typed."""

    code: str = Field(max_length=60)


class Invitation(Shape):
    """``lines`` are the words; ``declined`` once the person said no; ``answered`` once she has applied."""

    code: str
    policy: str
    lines: tuple[str, ...]
    declined: bool
    answered: bool
