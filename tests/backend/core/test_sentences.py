"""Every act has a sentence, and every sentence exists in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from backend.core.sentences import SENTENCES, VALUES, sentence

BACKEND = Path("backend")
SPOKEN_AS_NOTICES = [
    *sorted((BACKEND / "assistance").glob("*.py")),
    BACKEND / "activities" / "labels.py",
    *sorted((BACKEND / "vacancies").glob("*.py")),
    *sorted((BACKEND / "matching").glob("*.py")),
    BACKEND / "people" / "job_wishes.py",
    BACKEND / "people" / "job_places.py",
    BACKEND / "automatic" / "letters.py",
    BACKEND / "applications" / "correction_letters.py",
    BACKEND / "core" / "documents.py",
    BACKEND / "core" / "sentences.py",
    BACKEND / "deadlines" / "limits.py",
    BACKEND / "deadlines" / "queries.py",
    BACKEND / "deadlines" / "service.py",
    BACKEND / "training" / "labels.py",
    *(BACKEND / "records" / f"{name}.py" for name in ("exports", "listings", "paper")),
    *(
        BACKEND / "registry" / f"{name}.py"
        for name in (
            "service", "exit_letters", "exit_notices", "letter_desk", "recognition_letters", "refusals", "contacts",
            "checks", "updates", "todos",
        )
    ),
    *(
        BACKEND / "applications" / f"{name}.py"
        for name in (
            "labels",
            "letters",
            "letter_frame",
            "guards",
            "opinion",
            "review_steps",
            "timeline",
            "case_view",
            "contacts",
            "rule_panel",
            "field_views",
            "certificate_numbers",
            "check_codes",
        )
    ),
]
ENGLISH = Path("locales/en/LC_MESSAGES/notices.po")


def audited() -> Iterator[str]:
    """Every code passed as a literal to ``unit.audit``."""
    for path in BACKEND.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "audit"
            ):
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and "." in str(part.value):
                        yield str(part.value)


def msgids() -> set[str]:
    found = set()
    for path in SPOKEN_AS_NOTICES:
        for _, message, _, _ in extract_from_file("python", path, keywords={"_": None, "N_": None}):
            found.add(str(message))
    return found


def test_every_audited_act_has_a_sentence() -> None:
    codes = {code for code in audited() if not code.endswith(".")}
    assert codes <= set(SENTENCES)


def test_every_sentence_is_there_in_english() -> None:
    with ENGLISH.open("rb") as file:
        catalog = read_po(file, locale="en")
    translated = {message.id for message in catalog if message.id and message.string and not message.fuzzy}
    assert msgids() - translated == set()
    assert translated - msgids() == set()


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_sentences_bear_missing_parameters(language: str) -> None:
    for action in SENTENCES:
        assert sentence(action, {}, language)


def test_codes_inside_sentences_are_words_too() -> None:
    assert sentence("application.home_visit", {"result": "confirmed"}, "zh_Hans_CN") == (
        "记录了入户核实：情况属实"
    )
    assert set(VALUES) >= {"match", "mismatch", "not_available", "confirmed", "doubtful", "not_met"}


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert sentence("future.thing", {}, "zh_Hans_CN") == "future.thing"
