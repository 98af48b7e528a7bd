"""The words of the console and how its pages show days, moments and numbers."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from backend.core.clock import CHINA, day_in_china
from backend.core.console.assets import asset
from backend.core.console.field_words import label_of, value_of
from backend.core.console.qr import qr
from locales import Translate, catalog

HERE = Path(__file__).parent
BACKEND = HERE.parents[1]
HTML_LANGUAGE = {"zh_Hans_CN": "zh-CN", "en": "en"}


@cache
def environment(language: str) -> Environment:
    """The templates of all rooms: ``console/layout.html``, ``applications/queue.html`` … in one language."""
    rooms = {folder.parent.name: FileSystemLoader(folder) for folder in sorted(BACKEND.glob("*/templates"))}
    words = catalog("console", language)
    env = Environment(
        loader=PrefixLoader({**rooms, "console": FileSystemLoader(HERE / "templates")}),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The i18n extension adds this method when it is loaded; its stubs do not know.
    install: Any = getattr(env, "install_gettext_callables")  # noqa: B009
    install(words.gettext, words.ngettext, newstyle=True)
    env.filters |= {"day": day, "moment": moment, "qr": qr, "size": size}
    env.globals |= {"label_of": label_of, "value_of": value_of, "asset": asset, "html_language": HTML_LANGUAGE[language]}
    return env


def speaker(language: str) -> Translate:
    """``_`` of the console for sentences made in Python."""
    return catalog("console", language).gettext


def day(value: date | datetime | None) -> str:
    """2026-11-21, or two dashes when there is none; of a moment the day it is in China."""
    shown = day_in_china(value) if isinstance(value, datetime) else value
    return f"{shown:%Y-%m-%d}" if shown else "--"


def moment(value: datetime | None) -> str:
    """2026-11-21 10:05 as clocks in China show it, or two dashes."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}" if value else "--"


def size(count: int) -> str:
    """A file size people can read: 340 KB, 2.1 MB."""
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(1, round(count / 1024))} KB"
