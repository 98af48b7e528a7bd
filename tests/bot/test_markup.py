"""Markup: what people type is shown literally; long texts come in parts that Telegram accepts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.markup import Html, blocks, bold, code, filled, fold, safe, split, text, utf16, with_numbers

TAG = re.compile(r"<[^>]*>")
HOSTILE = (
    "<b>x</b>",
    '</b><a href="http://evil">',
    "&lt;",
    "_*[]()~`>#",
    "@admin",
    "/start",
    "{0.__class__}",
)


def plain(html: str) -> str:
    bare = TAG.sub("", html)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_f37_whatever_is_typed_is_shown_literally() -> None:
    for typed in HOSTILE:
        for shown in (safe(typed), bold(typed), code(typed), fold(typed), text(typed), blocks(typed)):
            assert plain(shown) == typed
        assert plain(filled("<{value}>", value=typed)) == f"<{typed}>"


def test_markup_joined_with_text_stays_safe_on_either_side() -> None:
    assert bold("甲") + "<" == "<b>甲</b>&lt;"
    assert "<" + bold("甲") == "&lt;<b>甲</b>"
    assert isinstance("<" + bold("甲"), Html)


def test_gaps_are_single_and_never_at_the_ends() -> None:
    assert text("甲", "", "", "", "乙", "") == "甲\n\n乙"
    assert blocks("甲", "", "乙") == "甲\n\n乙"


def test_f38_a_long_text_comes_in_numbered_parts_with_whole_markup() -> None:
    article = fold(*("第一条第（一）项：女性年满40周岁、男性年满50周岁的失业人员" for _ in range(300)))
    parts = split(blocks(bold("自测结果"), article))
    assert len(parts) > 1
    for number, part in enumerate(parts, 1):
        assert part.startswith(f"（{number}/{len(parts)}）")
        assert utf16(plain(part)) <= 4096
        assert part.count("<blockquote") == part.count("</blockquote>")


@pytest.mark.parametrize("sign", ["👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏾‍🚀", "1️⃣", "𠮷"])
@pytest.mark.parametrize("before", range(5))
def test_f38_no_part_ends_inside_what_is_seen_as_one_sign(sign: str, before: int) -> None:
    typed = "好" * before + sign * 2500
    parts = [re.sub(r"^（\d+/\d+）\n", "", part) for part in split(safe(typed))]
    assert len(parts) > 1
    assert all(utf16(part) <= 4096 for part in parts)
    assert "".join(parts) == typed
    assert all(part.removeprefix("好" * before) == sign * part.count(sign) for part in parts)


@given(some.text(alphabet="甲𠮷é😀\u200d\n&<a", max_size=300), some.integers(30, 60))
def test_f38_no_part_is_too_long_and_nothing_is_lost(typed: str, limit: int) -> None:
    parts = split(bold(typed), limit)
    assert all(utf16(plain(part)) <= limit + 4 for part in parts)
    kept = "".join(re.sub(r"^（\d+/\d+）\n", "", plain(part)) for part in parts)
    assert kept.replace("\n", "") == typed.replace("\n", "")


@pytest.mark.parametrize(
    "number", ["3605-261126-PC44NXC-PEXZD4R", "TZ20261126-62PGJA3AJB", "RD360502-2026-ZVE991C9"]
)
def test_a_number_to_quote_can_be_copied_with_one_tap(number: str) -> None:
    told = with_numbers(safe(f"受理编号：{number}\n2026年11月26日，电话12333"))
    assert told == f"受理编号：<code>{number}</code>\n2026年11月26日，电话12333"
