"""Answers as people type them, in the words of the facts: 登记过, 城里的."""

from datetime import date

import pytest

from backend.rules.catalogue import Catalogue

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("fact", "said", "meant"),
    [
        ("unemp.registered", "登记过", True), ("unemp.registered", "登记过了。", True), ("unemp.registered", "办过了", True),
        ("unemp.registered", "没登记过", False), ("unemp.registered", "没有登记过", False),
        ("household.urban", "城里的", "urban"), ("household.urban", "城里人", "urban"),
        ("household.urban", "城镇户口", "urban"),
        ("household.urban", "乡下的", "rural"), ("household.urban", "农村户口", "rural"),
        ("household.urban", "居民户口", "unclear"),
        ("household.others", "都没有工作", "all_unemployed"), ("household.others", "没人上班", "all_unemployed"),
    ],
)  # fmt: skip
def test_everyday_words_are_answers(catalogue: Catalogue, fact: str, said: str, meant: str | bool) -> None:
    for vocabulary in (catalogue.vocabulary, *(pack.vocabulary for pack in catalogue.packs.values())):
        assert vocabulary[fact].parse(said, TODAY) == meant
