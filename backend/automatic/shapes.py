"""What the system of the unemployment registrations says to us and hears from us. No shape of the bot's wall."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class NewRegistration(BaseModel):
    """A new unemployment registration. ``facts`` are other facts it holds, by fact id or label, written as people do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    policy: str = Field(max_length=60)
    id_number: str = Field(max_length=30)
    name: str = Field(min_length=1, max_length=60)
    area: str = Field(max_length=12, description="户籍所在地的区划代码，区县6位，街道9位")
    registered_on: date
    phone: str = Field(default="", max_length=30)
    address: str = Field(default="", max_length=200)
    facts: dict[str, str] = Field(default_factory=dict, max_length=60)


class RegistrationTaken(BaseModel):
    """What came of it: recognised with its register number and categories, already standing there, or offered what fits.

    ``apply``: a category one has to apply for may fit; ``check``: something is unclear, a self-check was offered;
    ``nothing``: there was nothing to offer today; ``nobody``: no officer is there to look after the person, it is tried
    again tomorrow. None of these is a refusal.
    """

    model_config = ConfigDict(frozen=True)

    outcome: Literal["recognised", "standing", "apply", "check", "nothing", "nobody"]
    number: str
    bases: tuple[str, ...]
