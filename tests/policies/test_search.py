"""Questions in everyday words find the articles that answer them, and nothing where none does."""

from __future__ import annotations

import re

import pytest

from backend.policies.full_text import read_full_text
from backend.policies.search import Index, index_of, marked
from backend.policies.synonyms import read_synonyms
from backend.rules.catalogue import Catalogue
from backend.rules.full_text import Synonyms
from backend.rules.node import Mistakes
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


@pytest.mark.parametrize(
    "question",
    [
        "护照怎么办理", "驾驶证去哪里换", "健康证要带什么材料", "电费怎么交", "宽带坏了找谁修", "哪里有厕所",
        "失业金怎么领", "医保怎么报销", "老板拖欠工资", "工伤怎么赔", "公积金怎么提取", "离婚协议怎么写",
        "孩子上小学要什么材料", "买房要首付多少", "房子租给别人要交税吗", "养老院多少钱一个月", "生二胎有奖励吗",
        "快递到哪了", "鸡蛋多少钱一斤", "身份证丢了去哪里补", "借书证怎么办", "手机卡注销", "种粮补贴", "你好",
        "谢谢", "钢琴多久调一次音", "望远镜去哪里买要多少钱",
    ],
)  # fmt: skip
def test_what_no_document_regulates_is_met_with_silence(catalogue: Catalogue, question: str) -> None:
    assert [found(catalogue, pack, question) for pack in catalogue.texts] == [[], []]


@pytest.mark.parametrize(
    ("question", "pack", "place"),
    [
        ("女46 没上班", "xinyu-2023-82", "第一条第（一）项"),
        ("老公51了 厂里辞了", "guangzhou-2014-4", "第三条第（一）项"),
        ("我家两口子都没上班", "xinyu-2023-82", "第一条第（二）项"),
        ("喺边度办手续", "guangzhou-2014-4", "第五条"),
        ("换咗电话搵唔到我", "guangzhou-2014-4", "第六条第（五）项"),
        ("失地的要带什么", "xinyu-2023-82", "第二条第（一）项第5目"),
        ("推了三次工作", "xinyu-2023-82", "第三条第（一）项第3目"),
        ("我要投拆", "xinyu-2023-82", "第七条第（三）项"),
        ("发大水 厂子停了", "xinyu-2023-82", "第五条第（四）项"),
    ],
)
def test_people_are_understood_as_they_speak(catalogue: Catalogue, question: str, pack: str, place: str) -> None:
    """Short, in dialect, mistyped, for somebody else."""
    assert found(catalogue, pack, question)[0] == place


# --- what the parts of the list of synonyms do, on a document of six short articles

LITTLE = read_full_text(
    "## 全文\n第一条 本办法适用于甲类人员。\n第二条 申请人应向窗口提交表格。\n第三条 证书失去效力的，予以注销。\n"
    "第四条 乙类人员另行规定。\n第五条 机构每年检查一次。\n第六条 本办法由市里解释。"
)


def little(question: str, **parts: tuple[str, ...]) -> list[str]:
    """Every way of speaking of the little document, with `parts` of the list said anew."""
    said = {"证件": "证书失去效力", "过期太久": "证书失去效力", "甲乙": "甲类人员", "哪里": "向窗口提交", "老公": "甲类人员"}
    synonyms = Synonyms(tuple(said), tuple((text,) for text in said.values()), **parts)
    return [hit.provision.place for hit in Index(LITTLE, synonyms).best(question)]


def test_how_something_is_asked_answers_alone_and_not_about_a_strange_matter() -> None:
    assert little("哪里", asking=("哪里",)) == ["第二条"]
    assert little("鹦鹉哪里", asking=("哪里",)) == []
    assert little("鹦鹉哪里") == ["第二条"]


def test_a_matter_of_no_document_silences_what_else_is_said() -> None:
    assert little("风筝证件") == ["第三条"]
    assert little("风筝证件", elsewhere=("风筝",)) == []


def test_what_decides_outweighs_what_is_said_beside_it() -> None:
    assert little("甲乙证件", deciding=("甲乙",))[0] == "第一条"
    assert little("甲乙证件", deciding=("证件",))[0] == "第三条"


def test_a_phrase_said_only_in_part_is_understood() -> None:
    assert little("过期许久") == ["第三条"]
    assert little("过起许久") == []


def test_a_phrase_with_a_gap_is_known_with_up_to_three_characters_in_it() -> None:
    synonyms = Synonyms(("带…东西",), (("提交表格",),))
    index = Index(LITTLE, synonyms)
    assert [hit.provision.place for hit in index.best("带东西")] == ["第二条"]
    assert [hit.provision.place for hit in index.best("带些什么东西")] == ["第二条"]
    assert index.best("带很多很多种东西") == ()


def test_two_ways_of_saying_the_same_count_once() -> None:
    synonyms = Synonyms(("证件", "证照"), (("证书失去效力",), ("证书失去效力",)))
    once, twice = (Index(LITTLE, synonyms).best(question)[0].score for question in ("证件", "证件证照"))
    assert once == twice


def test_a_document_that_writes_as_people_speak_is_found_by_their_words() -> None:
    """Synonyms name the words of other documents; a new one needs no work."""
    synonyms = Synonyms(("失去效力",), (("逾有效期间届满",),))
    assert [hit.provision.place for hit in Index(LITTLE, synonyms).best("失去效力")] == ["第三条"]


def test_a_phrase_that_stands_in_two_parts_of_the_list_is_refused() -> None:
    def mistakes(ignored: str) -> list[str]:
        data = {"ignored": [ignored], "elsewhere": ["护照"], "asking": [], "deciding": [], "synonyms": []}
        noted = Mistakes()
        read_synonyms(data, noted)
        return [one.place for one in noted.found]

    assert mistakes("请问") == []
    assert mistakes("护照") == ["elsewhere[0]"]


def test_the_goals_hold_on_what_was_tuned_and_on_what_was_held_out(asked: list[bench.Asked]) -> None:
    """Floors a little below what was measured; `python -m bench.ask` prints the figures."""
    by_pack = bench.indexes(synonyms=True)
    tuned = bench.hits((each for each in asked if not each.held_out), by_pack)
    held_out = bench.hits((each for each in asked if each.held_out), by_pack)
    assert tuned.first / tuned.asked >= 0.97
    assert tuned.shown / tuned.asked >= 0.98
    assert held_out.first / held_out.asked >= 0.9
    assert held_out.shown / held_out.asked >= 0.9


def test_synonyms_earn_their_place(asked: list[bench.Asked]) -> None:
    """On the questions nothing was tuned on, too, they find more than bigrams alone."""
    held_out = [each for each in asked if each.held_out]
    plain = bench.hits(held_out, bench.indexes(synonyms=False), enough=0)
    assert bench.hits(held_out, bench.indexes(synonyms=True)).first >= plain.first + 12


def test_the_questions_are_enough_real_and_well_formed(catalogue: Catalogue, asked: list[bench.Asked]) -> None:
    assert len(questions := {each.question for each in asked}) >= 60
    assert 3 * len({each.question for each in asked if each.held_out}) >= len(questions)
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
