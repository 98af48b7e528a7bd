from __future__ import annotations

import re
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from backend.policies.catalogue import load_catalogue
from backend.policies.texts import in_language, messages
from backend.rules import Pack, assess
from backend.rules.catalogue import Catalogue
from locales import FOLDER, translator
from tests.policies.golden import POLICIES, cases

TODAY = date(2026, 11, 21)


def test_every_sentence_of_the_policies_has_its_english(catalogue: Catalogue) -> None:
    with (FOLDER / "en" / "LC_MESSAGES" / "policies.po").open("rb") as file:
        english = {str(message.id): message for message in read_po(file) if message.id}
    said = {str(text) for text in messages(catalogue)}
    assert said - english.keys() == set()
    assert english.keys() - said == set()
    assert [id for id, message in english.items() if not message.string or message.fuzzy] == []


def test_a_translated_pack_says_the_same_in_other_words(catalogue: Catalogue) -> None:
    english = in_language(catalogue, translator("policies", "en"))
    for case in cases(catalogue):
        ours, theirs = (assess(c.packs[case.pack.id], case.answers, case.as_of) for c in (catalogue, english))
        assert [c.verdict for c in ours.categories] == [c.verdict for c in theirs.categories]
    assert english.vocabulary["person.birth_date"].show(date(1986, 11, 21)) == "1986-11-21"
    assert english.packs["xinyu-2023-82"].preconditions[0].label == "Registered in this city"
    assert english.packs["xinyu-2023-82"].version == catalogue.packs["xinyu-2023-82"].version
    assert english.divisions.name("360502001") == "Chengnan Subdistrict"


def test_an_english_speaker_may_answer_in_either_language(catalogue: Catalogue) -> None:
    sex = in_language(catalogue, translator("policies", "en")).vocabulary["person.sex"]
    assert [sex.parse(text, TODAY) for text in ("Female", "女性", "1")] == ["F", "F", "F"]


def test_every_citation_stands_word_for_word_in_the_document(catalogue: Catalogue) -> None:
    for pack in catalogue.packs.values():
        document = letters((POLICIES / pack.id / "source.md").read_text(encoding="utf-8").split("## 全文")[1])
        for citation in pack.citations.values():
            assert letters(citation.text) in document, citation.id


def letters(text: str) -> str:
    """The text without spaces, widths and punctuation, which scans do not keep."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def test_sentences_for_citizens_are_short(catalogue: Catalogue) -> None:
    """At most 25 characters between full stops in questions, and none promises."""
    for fact in catalogue.vocabulary.facts.values():
        assert len(fact.question) <= 25, fact.id
        assert all(len(sentence) <= 30 for sentence in re.split("[。；：]", fact.help)), fact.id
    for pack in catalogue.packs.values():
        asked = [pack.vocabulary[fact] for fact in pack.questions]
        assert [fact.id for fact in asked if len(fact.question) > 25] == []
        sentences = [part for fact in asked for part in re.split("[。；：]", fact.help)]
        assert [sentence for sentence in sentences if len(sentence) > 30] == []
    said = "".join(text for text in messages(catalogue))
    assert not re.search("一定能|保证通过|肯定可以", said)


def test_buttons_have_short_labels(catalogue: Catalogue) -> None:
    for pack in catalogue.packs.values():
        labels = [option.label for fact in pack.questions for option in pack.vocabulary[fact].options]
        assert max(map(len, labels)) <= 10


def test_every_condition_and_paper_is_cited(catalogue: Catalogue) -> None:
    for pack in catalogue.packs.values():
        conditions = [*pack.preconditions, *(c for category in pack.categories for c in category.conditions)]
        cited = {condition.citation_id for condition in conditions}
        cited |= {category.citation_id for category in pack.categories}
        cited |= {item.citation_id for item in pack.requirements} | {stage.citation_id for stage in pack.stages}
        assert cited <= pack.citations.keys()


def test_a_question_names_no_article_of_another_city(catalogue: Catalogue, guangzhou: Pack) -> None:
    """What all cities share names no article; each pack adds its own, which it quotes."""
    for fact in catalogue.vocabulary.facts.values():
        assert not re.search("第.{1,3}条", fact.why + fact.help), fact.id
    quoted = {str(citation.article) for citation in guangzhou.citations.values()} | {"第三条第（三）项"}
    for name in guangzhou.questions:
        named = re.findall("（(第[^，]*?)）。", guangzhou.vocabulary[name].why)
        assert set(named) <= quoted, name


@pytest.mark.parametrize(
    ("code", "name", "city"),
    [
        ("360502001", "新余市渝水区城南街道", "360500"),
        ("360521001", "新余市分宜县钤东街道", "360500"),
        ("360502190", "新余市高新技术产业开发区水西镇", "360500"),
        ("440106001", "广州市天河区五山街道", "440100"),
        ("360500", "新余市", "360500"),
    ],
)
def test_places_have_full_names_and_a_city(catalogue: Catalogue, code: str, name: str, city: str) -> None:
    assert catalogue.divisions.full_name(code) == name
    assert catalogue.divisions.city_of(code) == city


def test_the_counties_and_zones_of_xinyu(catalogue: Catalogue) -> None:
    children = catalogue.divisions.children("360500")
    assert children == ("360502", "360521", "3605A1", "3605A2")
    assert all(catalogue.divisions.children(code) for code in children)


def test_a_place_that_is_gone_is_offered_no_more_and_still_named_in_the_cases_of_its_time(tmp_path: Path) -> None:
    """XY-77: 城北街道 is merged at the end of 2026; who lived there then is found, read and named as ever."""
    shutil.copytree(POLICIES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "divisions.yaml"
    text = path.read_text(encoding="utf-8")
    gone = 'name: 城北街道, level: street'
    path.write_text(text.replace(gone, f"{gone}, until: 2026-12-31"), encoding="utf-8")
    catalogue = load_catalogue(tmp_path)
    before, after = (catalogue.at(day).divisions for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert "360502002" in before.to_choose("360502")
    assert after.to_choose("360502") == tuple(one for one in before.to_choose("360502") if one != "360502002")
    assert after.full_name("360502002") == "新余市渝水区城北街道"
    assert "360502002" in after.children("360502")
    assert after.city_of("360502002") == "360500"
