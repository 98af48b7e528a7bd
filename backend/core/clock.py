"""One clock for the whole house. Days are days in China, whatever the process thinks."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_in_china(moment: datetime) -> date:
    """The calendar day on which ``moment`` falls in China."""
    return moment.astimezone(CHINA).date()


def spoken_day(day: date) -> str:
    """A day as people write it: 2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"
