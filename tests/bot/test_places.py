"""Places of a document as people write them."""

import pytest

from contract.places import place_of, places_in


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("第三条", (3,)), ("第二十条", (20,)), ("第21条", (21,)), ("第三条第（二）项", (3, 2)), ("第三条第二项", (3, 2)),
        ("第三条第2款", (3, 2)), ("第三条(二)", (3, 2)), ("三条二项", (3, 2)), ("第三条的第二项", (3, 2)),
        ("第三条第（一）项第4目", (3, 1, 4)), ("第三条第一项第四点", (3, 1, 4)), ("第十二条第（一）项", (12, 1)),
        ("第〇条", None), ("三条件", None), ("第三条件", None), ("第三章", None),
    ],
)  # fmt: skip
def test_a_place_is_read_as_its_numbers(said: str, place: tuple[int, ...] | None) -> None:
    assert place_of(said) == place


def test_a_number_of_things_is_no_place() -> None:
    assert list(places_in("有三条要注意，第三条第二项和三条二项都说了")) == [(3, 2), (3, 2)]
