"""What every shape of the wall shares, and the names of its headers."""

from typing import Final

from pydantic import BaseModel, ConfigDict

HEADER_ACCOUNT: Final = "X-Account"
"""Which chat account the bot speaks for: ``<channel>:<chat id>``, for example ``telegram:12345``."""

HEADER_IDEMPOTENCY: Final = "Idempotency-Key"
"""Names one command for ever: ``<channel>:<update id>[:<n>]``. The same key brings the same answer."""

HEADER_LANGUAGE: Final = "Accept-Language"

LANGUAGES: Final = ("zh_Hans_CN", "en")
DEFAULT_LANGUAGE: Final = "zh_Hans_CN"


class Shape(BaseModel):
    """A frozen value that crosses the wall; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
