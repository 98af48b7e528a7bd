"""What can be set from outside, all with the prefix ``BANGBAN_``."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the backend. ``data`` holds the database, the files and the keys of the embedded mode."""

    model_config = SettingsConfigDict(env_prefix="BANGBAN_")

    data: Path = Path("data")
    database: str = ""
    """SQLAlchemy URL; empty means SQLite in ``data``."""
    policies: Path = Path(__file__).parents[2] / "policies"
    bot_token: SecretStr = SecretStr("")
    """The secret the bot shows to the backend; made at start in the embedded mode."""
    registrations_key: SecretStr = SecretStr("")
    """What the system of the unemployment registrations shows; without one its door stays shut."""
    operator: str = ""
    """Who runs the service, the first thing a citizen reads; empty means whom the policy of each city names."""
    telephone: str = "12333"
    demo: bool = False
    secure_cookies: bool = False
    """True behind TLS: cookies get ``Secure`` and the ``__Host-`` prefix."""
    trusted_proxies: str = ""
    """Addresses of the proxies whose ``X-Forwarded-*`` is believed, with commas; nobody's when empty."""
    second_factor: str = ""
    """Roles that sign in with a code of their phone too, or ``none``; empty: everybody, and nobody in the demonstration."""
    session_idle_minutes: int = 15
    session_hours: int = 8
    file_limit: int = 20 * 1024 * 1024
    """Bytes of one uploaded file."""
    register_limit: int = 400 * 1024 * 1024
    """Bytes of one uploaded list of people; a million of them as CSV take some 150 MB."""
    chat_url: str = ""
    """Where people open the browser chat, for printed invitations; the console's own address when empty."""
    case_files: int = 30
    case_bytes: int = 100 * 1024 * 1024
    public_url: str = ""
    """Where the public reaches this house, https://…: printed beside check codes; empty prints the code alone."""
    scanner: str = ""
    """The malware scanner: ``clamd:PATH``, ``clamd:HOST:PORT`` or ``command:WORDS``; empty for none."""
    draft_days: int = 30
    chat_burst: int = 60
    """What one chat may send at once; what is over it is handled one a second. 0 for no limit."""
    mandate_days: int = 180
    """How long somebody may act for somebody else before it is asked for anew."""
    helper_people: int = 3
    """For how many people at a time one private chat may act; officers act at the counter, without this limit."""
    telegram_per_second: float = 25.0
    """Letters a second, all senders together; Telegram's ceiling for a bot is about 30. 0 sends as fast as it goes."""
    news_a_day: int = 3
    """News one chat gets in a day in China, whoever writes it; what is above waits for the next day. 0 for no limit."""

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'bangban.db'}"
