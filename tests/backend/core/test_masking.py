"""Masks leave enough to recognise and not enough to misuse."""

import pytest

from backend.core.masking import mask_name, mask_phone, mask_text
from tests.people import ABDULLA, JI_YONGQIANG, WANG_XIUYING


@pytest.mark.parametrize(
    ("name", "shown"),
    [(WANG_XIUYING.name, "王*"), (ABDULLA.name, "阿*"), (JI_YONGQIANG.name, "𠮷*"), ("", "")],
)
def test_only_the_first_character_of_a_name(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800001234", "138****1234"), ("0790-6441234", "0790-6441***"), ("12", "***"), ("", "***")],
)
def test_the_middle_or_the_end_of_a_telephone(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


def test_a_long_text_is_cut() -> None:
    assert (mask_text("渝水区城南街道平安路1号", 7), mask_text("渝水区", 7)) == (
        "渝水区城南街道****",
        "渝水区",
    )
