"""Words: every sentence has its English, every refusal of the citizen's routes has its sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from bot.client import Problem
from bot.problems import UNKNOWN, WORDS, words

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"{(\w+)}")
CITIZEN_ROOMS = tuple(f"backend/{room}" for room in ("activities", "applications", "people", "policies", "training"))
OF_OFFICERS = (
    "access.",
    "activity.illegal_move",
    "activity_form.",
    "assistance.",
    "bulk.",
    "call.",
    "console.",
    "contact.",
    "course.illegal_move",
    "course_form.",
    "exit.",
    "file.not_clean",
    "form.",
    "helping.",
    "letter.not_found",
    "hand_over.",
    "lapse.",
    "officer.",
    "page.",
    "password.",
    "redeem.",
    "review.",
    "school.",
    "search.",
    "sign_up.known",
    "staff.",
    "voucher.",
)


def strings_in_calls(path: Path, *names: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in names and isinstance(node.args[0].value, str):
            yield node.args[0].value


def sentences() -> set[str]:
    return {
        sentence for path in (ROOT / "bot").rglob("*.py") for sentence in strings_in_calls(path, "_", "N_")
    }


def english() -> dict[str, str]:
    with (ROOT / "locales/en/LC_MESSAGES/bot.po").open("rb") as file:
        return {
            str(each.id): str(each.string)
            for each in read_po(file, locale="en")
            if each.id and not each.fuzzy
        }


def test_every_sentence_has_its_english() -> None:
    assert sorted(sentences() - {key for key, value in english().items() if value}) == []


def test_english_names_the_same_values() -> None:
    unequal = [
        chinese
        for chinese, said in english().items()
        if set(PLACEHOLDER.findall(chinese)) != set(PLACEHOLDER.findall(said))
    ]
    assert unequal == []


def test_no_english_is_left_over() -> None:
    assert sorted(set(english()) - sentences()) == []


def test_sentences_address_people_politely() -> None:
    assert [sentence for sentence in sentences() if "你" in sentence.replace("你好", "")] == []


def refused_codes() -> set[str]:
    codes = set()
    for room in CITIZEN_ROOMS:
        for path in (ROOT / room).glob("*.py"):
            codes |= {code for code in strings_in_calls(path, "Problem", "Refused") if "." in code}
            codes |= {f"{what}.not_found" for what in strings_in_calls(path, "not_found")}
    from backend.policies.typed import CODES

    return codes | set(CODES.values())


def test_every_refusal_a_citizen_can_meet_has_words() -> None:
    met = {code for code in refused_codes() if not code.startswith(OF_OFFICERS)}
    assert sorted(met - set(WORDS)) == []


def test_a_refusal_without_words_is_still_honest_and_never_a_code() -> None:
    said = words(lambda message: message, Problem("something.new", {"x": 1}))
    assert said == UNKNOWN


def test_missing_values_do_not_break_a_sentence() -> None:
    for code in WORDS:
        assert "{" not in words(lambda message: message, Problem(code))


def test_of_a_month_and_a_day_that_do_not_exist_the_month_is_named() -> None:
    def told(month: int) -> str:
        given = {"year": 1980, "month": month, "day": 31, "example": "1980年3月5日"}
        return words(str, Problem("field.date_impossible", given, 422))

    assert told(13).startswith("1980年没有13月。")
    assert told(0).startswith("1980年没有0月。")
    assert told(2).startswith("1980年2月没有31日。")
