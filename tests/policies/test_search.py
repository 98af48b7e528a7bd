"""Questions in everyday words find the articles that answer them, and nothing where none does."""

from __future__ import annotations

import re

import pytest

from backend.policies.full_text import read_full_text
from backend.policies.search import Index, index_of, marked
from backend.rules.catalogue import Catalogue
from backend.rules.full_text import Synonyms
from bench import ask as bench
from bot.screens import policy as screens


def found(catalogue: Catalogue, pack: str, question: str) -> list[str]:
    index = index_of(catalogue.texts[pack], catalogue.synonyms)
    return [hit.provision.place for hit in index.best(question)]


@pytest.fixture(scope="module")
def asked() -> list[bench.Asked]:
    return list(bench.questions())


@pytest.mark.parametrize(
    ("question", "pack", "place"),
    [
        ("女的四十岁能申请吗", "xinyu-2023-82", "第一条第（一）项"),
        ("残疾证过期了怎么办", "xinyu-2023-82", "第三条第（一）项第4目"),
        ("退出后多久能再申请", "xinyu-2023-82", "第三条第（二）项"),
        ("多久能办好", "xinyu-2023-82", "第七条第（三）项"),
        ("我离婚一个人带娃 能不能算", "guangzhou-2014-4", "第三条第（三）项第4目"),
        ("第三条第(一)项写了什么", "guangzhou-2014-4", "第三条第（一）项"),
    ],
)
def test_a_question_finds_its_article_first(
    catalogue: Catalogue, question: str, pack: str, place: str
) -> None:
    assert found(catalogue, pack, question)[0] == place


def test_every_example_the_bot_proposes_is_tuned_on_and_finds_its_article_first_in_every_city(
    asked: list[bench.Asked], catalogue: Catalogue
) -> None:
    by_pack = bench.indexes(synonyms=True)
    pages = (screens.policy(str, ()), screens.invitation(str), screens.nothing(str))
    proposed = {found for page in pages for found in re.findall("例如：(.+?)？", page.text)}
    assert proposed == {"残疾证过期了怎么办", "要带什么材料"}
    for example in proposed:
        known = [each for each in asked if each.question == example]
        assert {each.pack for each in known} == set(catalogue.texts)
        assert [each for each in known if each.held_out or each.rank(by_pack[each.pack]) != 1] == []


@pytest.mark.parametrize("question", ["户口不在新余怎么办", "户口不在广州市怎么办", "不是广州人行不行", "户口在外地"])
def test_a_hukou_elsewhere_leads_to_the_article_about_this_city(catalogue: Catalogue, question: str) -> None:
    """The documents write 本市 where people say the city's name."""
    assert found(catalogue, "xinyu-2023-82", question)[0] == "第一条"
    assert found(catalogue, "guangzhou-2014-4", question)[0] == "第三条"


def test_the_name_of_a_city_alone_tells_nothing(catalogue: Catalogue) -> None:
    for pack in catalogue.texts:
        assert found(catalogue, pack, "新余要带什么材料") == found(catalogue, pack, "要带什么材料")
        assert found(catalogue, pack, "广州") == []


@pytest.mark.parametrize("question", ["我妈五十了能不能申请", "我妈50多了能申请吗", "我爸五十出头行不行"])
def test_an_age_without_its_unit_is_an_age(catalogue: Catalogue, question: str) -> None:
    assert found(catalogue, "xinyu-2023-82", question)[0] == "第一条第（一）项"
    assert found(catalogue, "guangzhou-2014-4", question)[0] == "第三条第（一）项"


@pytest.mark.parametrize("question", ["", "？？？", "今天天气怎么样", "😀", "what is the weather", "12345"])
def test_where_nothing_fits_nothing_is_found(catalogue: Catalogue, question: str) -> None:
    assert [found(catalogue, pack, question) for pack in catalogue.texts] == [[], []]


def test_the_goals_hold_on_what_was_tuned_and_on_what_was_held_out(asked: list[bench.Asked]) -> None:
    """Floors a little below what was measured; `python -m bench.ask` prints the figures."""
    by_pack = bench.indexes(synonyms=True)
    tuned = bench.hits((each for each in asked if not each.held_out), by_pack)
    held_out = bench.hits((each for each in asked if each.held_out), by_pack)
    assert tuned.first / tuned.asked >= 0.95
    assert tuned.shown / tuned.asked >= 0.95
    assert held_out.first / held_out.asked >= 0.8
    assert held_out.shown / held_out.asked >= 0.85


def test_synonyms_earn_their_place(asked: list[bench.Asked]) -> None:
    """On the questions nothing was tuned on, too, they find more than bigrams alone."""
    held_out = [each for each in asked if each.held_out]
    plain = bench.hits(held_out, bench.indexes(synonyms=False), enough=0)
    assert bench.hits(held_out, bench.indexes(synonyms=True)).first >= plain.first + 5


def test_the_questions_are_enough_real_and_well_formed(catalogue: Catalogue, asked: list[bench.Asked]) -> None:
    assert len({each.question for each in asked}) >= 60
    assert {each.pack for each in asked} == set(catalogue.texts)
    places = {
        pack: {each.place for article in text.articles for each in article.walk()}
        for pack, text in catalogue.texts.items()
    }
    assert [each for each in asked if not set(each.places) <= places[each.pack]] == []


def test_the_same_question_finds_the_same_again(catalogue: Catalogue) -> None:
    text = catalogue.texts["xinyu-2023-82"]
    once, again = (Index(text, catalogue.synonyms).best("要带什么材料") for _ in range(2))
    assert [(hit.provision.place, hit.score) for hit in once] == [
        (hit.provision.place, hit.score) for hit in again
    ]


def test_a_list_is_shown_once() -> None:
    """An item is not shown again beside the sentence that announces it, which is shown with its list."""
    text = read_full_text("## 全文\n第一条 下列人员可以申请：\n（一）甲类人员；\n（二）乙类人员。\n第二条 附则。")
    places = [hit.provision.place for hit in index_of(text, Synonyms()).best("哪些人员可以申请")]
    assert places[0] == "第一条"
    assert "第一条第（一）项" not in places


@pytest.mark.parametrize("text", ["第一条", "第一条 总则", "第一条 总则\n（一）\n（二）"])
def test_a_document_of_hardly_any_words_can_be_asked(text: str) -> None:
    index = index_of(read_full_text(f"## 全文\n{text}"), Synonyms())
    assert all(hit.provision.place.startswith("第一条") for hit in index.best("总则"))


def test_what_a_question_names_is_marked_once() -> None:
    assert marked("证书超过有效期的，证书", ("证书", "有效", "效期", "期")) == ((0, 2), (4, 7), (9, 11))
    assert marked("甲乙丙", ("丁戊",)) == ()
    assert marked("“4050”人员：满40周岁", ("40",)) == ((10, 12),)
