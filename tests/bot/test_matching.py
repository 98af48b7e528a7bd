"""What people type where buttons are: which of them they mean, and where nobody should guess."""

import pytest

from bot.matching import chosen, plain

WORK = ["没有工作", "在单位上班", "灵活就业"]
PENSION = ["已领养老金", "没有领养老金"]
PLACES = ["渝水区", "分宜县"]


@pytest.mark.parametrize(
    ("said", "labels", "meant"),
    [
        ("2", PLACES, "分宜县"),
        ("渝水", PLACES, "渝水区"),
        ("渝水 城南", PLACES, "渝水区"),
        ("我没有工作了呀。", WORK, "没有工作"),
        ("我是灵活就业的", WORK, "灵活就业"),
        ("还没有领养老金呢", PENSION, "没有领养老金"),
        ("选7.学校", ["6. 文化程度", "7. 学校"], "7. 学校"),
    ],
)
def test_a_text_that_names_one_label_is_that_label(said: str, labels: list[str], meant: str) -> None:
    place = chosen(said, labels)
    assert place is not None
    assert labels[place] == meant


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("没", WORK),
        ("养老金", PENSION),
        ("没有已领养老金", PENSION),
        ("不是灵活就业", WORK),
        ("渝水区还是分宜县", PLACES),
        ("I am not registered", ["Registered", "Unknown"]),
        ("", PLACES),
        ("随便", []),
    ],
)
def test_where_nothing_or_several_could_be_meant_nobody_guesses(said: str, labels: list[str]) -> None:
    assert chosen(said, labels) is None


def test_the_words_around_an_answer_are_taken_away() -> None:
    assert plain("我没工作了呀。") == "没工作"
    assert plain("办过了") == "办过"
