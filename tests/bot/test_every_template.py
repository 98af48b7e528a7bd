"""F37: whatever stands in the holes of any sentence of any catalogue, it is shown literally, and links to nothing."""

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from bot.channels.telegram import PROPERTIES
from bot.markup import safe, with_numbers
from tests.fakes.markup import parse_html

NASTY = ("<b>x</b>", '</b><a href="http://evil">', "_*[]()~`>#", "&lt;", "@admin", "/start", "https://evil.example")
FOLDER = Path(__file__).parents[2] / "locales" / "en" / "LC_MESSAGES"


def sentences(domain: str) -> list[str]:
    """Both languages of a catalogue."""
    with (FOLDER / f"{domain}.po").open("rb") as file:
        return [str(text) for message in read_po(file) if message.id for text in (message.id, message.string) if text]


def holes(sentence: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(sentence) if name]


@pytest.mark.parametrize("domain", ["bot", "citizen", "notices"])
def test_f37_every_template_shows_what_is_put_in_literally(domain: str) -> None:
    templates = [one for one in sentences(domain) if "%(" not in one and "{" in one]
    assert templates
    for template in templates:
        for bad in NASTY:
            letter = template.format_map(dict.fromkeys(holes(template), bad))
            shown, entities = parse_html(with_numbers(safe(letter)))
            assert shown == letter, template
            assert entities == [], template


@pytest.mark.parametrize("domain", ["bot", "citizen", "notices"])
def test_f37_no_template_mentions_anybody_or_brings_a_link(domain: str) -> None:
    told = [one for one in sentences(domain) if "@" in one or "http" in one.lower() or "t.me/" in one]
    assert told == []


def test_f37_no_link_is_looked_into() -> None:
    assert PROPERTIES.link_preview_is_disabled
    assert PROPERTIES.parse_mode == "HTML"
