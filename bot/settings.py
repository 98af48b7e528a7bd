"""What can be set for the bot from outside, all with the prefix ``BANGBAN_``."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"


class BotSettings(BaseSettings):
    """Settings of the bot. Without ``telegram_token`` only the browser chat runs."""

    model_config = SettingsConfigDict(env_prefix="BANGBAN_")

    telegram_token: SecretStr = SecretStr("")
    telegram_api: str = TELEGRAM
    """Base address of the Bot API: Telegram's own, or a local Bot API server."""
    telegram_webhook: str = ""
    """Public https address of the webhook; empty means polling."""
    telegram_secret: SecretStr = SecretStr("")
    """What Telegram shows at the webhook: 1-256 of A-Z a-z 0-9 _ and -."""
    secure_cookies: bool = False
    telephone: str = "12333"
    workers: int = 32
    """Chats handled at the same time, per channel."""
