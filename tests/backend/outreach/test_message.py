"""The text of a message to many: what is wrong is said before anybody gets it, and nothing in it is obeyed."""

import pytest

from backend.outreach import message
from tests.backend.desk import refused

CHINESE = "{称呼}，您好。{街道}今天有招聘会。"


def test_holes_are_filled_once_and_values_are_literal() -> None:
    texts = message.checked({"zh_Hans_CN": CHINESE, "en": ""})
    assert texts == {"zh_Hans_CN": CHINESE}
    values = {"称呼": "{街道}<b>王</b>", "街道": "城南街道"}
    assert message.filled(texts["zh_Hans_CN"], values) == "{街道}<b>王</b>，您好。城南街道今天有招聘会。"


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("", "message.text_missing", {}),
        ("  \n ", "message.text_missing", {}),
        ("{姓名}，您好", "message.hole_unknown", {"hole": "{姓名}", "known": "{称呼}、{街道}"}),
        ("{变化}", "message.hole_unknown", {"hole": "{变化}"}),
        ("{}您好", "message.hole_unknown", {"hole": "{}"}),
        ("{称呼，您好", "message.brace_alone", {}),
        ("好" * 3001, "message.too_long", {"longest": 3000, "length": 3001}),
        ("😀" * 1501, "message.too_long", {"length": 3002}),
        ("坏\ud800字", "message.character", {}),
        ("坏\x00字", "message.character", {}),
    ],
)
def test_what_is_wrong_is_named(text: str, code: str, told: dict[str, object]) -> None:
    with refused(code, 422) as found:
        message.checked({"zh_Hans_CN": text})
    assert told.items() <= found.value.params.items()


def test_who_reads_another_language_gets_chinese_where_it_was_not_written() -> None:
    texts = message.checked({"zh_Hans_CN": "您好", "en": "Hello"})
    assert [message.text_for(texts, one) for one in ("en", "zh_Hans_CN", "zh_Hant_HK")] == ["Hello", "您好", "您好"]
    with refused("message.language_unknown", 422):
        message.checked({"zh_Hans_CN": "您好", "fr": "Bonjour"})
