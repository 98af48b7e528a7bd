"""Every sentence of the console has its English; every refusal an officer can meet has words."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from backend.core.console.problems import WORDS, words_for
from backend.core.problems import Problem
from locales import FOLDER, translator

BACKEND = Path(__file__).parents[2] / "backend"
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true"}
TEMPLATES = sorted([*BACKEND.glob("*/templates/*.html"), *BACKEND.glob("core/console/templates/*.html")])
MODULES = sorted(
    [
        *BACKEND.glob("core/console/*.py"),
        *BACKEND.glob("*/*pages.py"),
        *(BACKEND / f"applications/{name}.py" for name in ("calls", "file_names", "promises", "province", "queue_urls")),
        BACKEND / "outreach/broadcast_report.py",
        BACKEND / "outreach/emergency_queries.py",
        BACKEND / "stories/queries.py",
        BACKEND / "practice/queries.py",
    ]
)
STAFF_SIDE = (
    "activities/guards.py",
    "activities/lifecycle.py",
    "activities/pages.py",
    "activities/places.py",
    "activities/planning.py",
    "applications/review.py",
    "applications/review_steps.py",
    "applications/guards.py",
    "applications/queries.py",
    "applications/case_view.py",
    "applications/case_forms.py",
    "applications/decision_pages.py",
    "registry/service.py",
    "staff/service.py",
    "staff/sessions.py",
    "staff/passwords.py",
    "staff/pages.py",
    "staff/admin_pages.py",
    "training/at_school.py",
    "training/courses.py",
    "training/pages.py",
    "training/school_pages.py",
    "training/schools.py",
    "training/vouchers.py",
    "core/console/form.py",
    "core/console/desk.py",
)


def sentences() -> set[str]:
    found = set()
    for path in TEMPLATES:
        found |= {
            message for _, message, *_ in extract_from_file("jinja2.ext:babel_extract", path, options=OPTIONS)
        }
    for path in MODULES:
        keywords = {"_": None, "say": None}
        found |= {message for _, message, *_ in extract_from_file("python", path, keywords=keywords)}
    # There "_" is for what stands in the register, in the catalog of notices.
    for path in ("registry/todos.py", "registry/objections.py", "assistance/relief.py"):
        said = extract_from_file("python", BACKEND / path, keywords={"say": None})
        found |= {message for _, message, *_ in said}
    return {sentence for sentence in found if isinstance(sentence, str)}


def test_english_is_complete_and_has_nothing_left_over() -> None:
    with (FOLDER / "en/LC_MESSAGES/console.po").open("rb") as file:
        catalog = {message.id: message for message in read_po(file) if message.id}
    assert {one for one, message in catalog.items() if not message.string or message.fuzzy} == set()
    assert set(catalog) == sentences()


@pytest.mark.parametrize("sentence", sorted(one for one in sentences() if "%(" in one))
def test_translations_name_the_same_values(sentence: str) -> None:
    names = re.findall(r"%\((\w+)\)s", sentence)
    assert sorted(re.findall(r"%\((\w+)\)s", translator("console", "en")(sentence))) == sorted(names)


def test_templates_hold_no_chinese_outside_the_words() -> None:
    """What is not marked would stay Chinese for English readers; a document to be signed is Chinese and says so."""
    for path in TEMPLATES:
        text = re.sub(r"_\((\"[^\"]*\"|'[^']*')", "", path.read_text())
        text = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
        text = re.sub(r"<section[^>]* lang=\"zh-CN\".*?</section>", "", text, flags=re.S)
        left = set(re.findall(r"[\u4e00-\u9fff]+", text)) - {"帮", "中文"}
        assert left == set(), path.name


def test_every_refusal_has_words() -> None:
    codes = set()
    for path in STAFF_SIDE:
        text = (BACKEND / path).read_text()
        codes |= set(re.findall(r"Problem\(\s*\"([a-z_.]+)\"", text))
        codes |= {f"{what}.not_found" for what in re.findall(r"not_found\(\"([a-z_]+)\"\)", text)}
        codes |= set(re.findall(r"\"(review\.[a-z_]+)\"", text))
    assert codes - set(WORDS) == set()


def test_a_refusal_nobody_foresaw_is_still_honest() -> None:
    words = words_for(Problem("something.new", 409, **{"x": "<b>"}), translator("console", "zh_Hans_CN"))
    assert "没有执行" in words.title


def test_pages_hold_no_inline_script_or_style() -> None:
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|\|\s*safe", text), path.name
