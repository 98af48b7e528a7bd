"""The full text is taken apart as it is printed: no word lost, no word changed, every place named."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from backend.policies.catalogue import PackError, load_catalogue
from backend.policies.full_text import NoArticles, read_full_text
from backend.policies.numerals import in_figures, number
from backend.rules.catalogue import Catalogue
from backend.rules.full_text import FullText, Provision
from tests.policies.golden import POLICIES

SMALL = """
## 全文

```text
某市办法

根据《某法》，制定本办法。

第一章 总则
第一条 认定范围

符合条件的人员, 包括:

- (一) "4050" 人员: 年满 40 周岁,
- 并且失业的;
 - 2. 这里的编号属于第（一）项。
(二)**失地人员**。

第二章  附则
第二条　本办法由本局解释。
本办法自印发之日起施行。
附件: 申请表
第三条 不是条文
```
"""


def place(text: FullText, wanted: str) -> Provision:
    return next(each for article in text.articles for each in article.walk() if each.place == wanted)


def test_articles_items_and_sub_items_are_told_apart() -> None:
    text = read_full_text(SMALL)
    assert [each.place for article in text.articles for each in article.walk()] == [
        "序言",
        "第一条",
        "第一条第（一）项",
        "第一条第（一）项第2目",
        "第一条第（二）项",
        "第二条",
        "文末",
    ]
    assert [chapter.title for chapter in text.chapters] == ["", "第一章　总则", "第二章　附则", ""]
    assert text.chapter_of(place(text, "第一条")) == "第一章　总则"


def test_a_scan_is_mended_and_no_word_changed() -> None:
    text = read_full_text(SMALL)
    assert place(text, "第一条").title == "认定范围"
    assert place(text, "第一条").text == "符合条件的人员，包括："
    assert place(text, "第一条第（一）项").text == "“4050”人员：年满40周岁，并且失业的；"
    assert place(text, "第一条第（一）项").mark == "（一）"
    assert place(text, "第一条第（二）项").text == "失地人员。"


def test_an_annex_and_the_letterhead_are_not_the_text() -> None:
    text = read_full_text(SMALL)
    assert text.articles[0].text == "根据《某法》，制定本办法。"
    assert text.articles[-1].text == "本办法自印发之日起施行。"


@pytest.mark.parametrize(
    ("page", "says", "advice"),
    [
        ("# 来源\n只有说明", "没有“## 全文”这一节", "附上文件全文"),
        ("## 全文\n各区人社局：请遵照执行。", "没有条文", "第一条"),
        ("## 全文\n第一条 甲。\n第三条 丙。", "第三条的位置应当是第2条", "编号"),
    ],
)
def test_a_text_without_articles_is_refused_in_words(page: str, says: str, advice: str) -> None:
    with pytest.raises(NoArticles, match=says) as refused:
        read_full_text(page)
    assert advice in refused.value.advice


@pytest.mark.parametrize("content", ["## 全文\n没有条文的公告。".encode(), "## 全文\n第一条 甲。".encode("gb18030")])
def test_a_policy_with_such_a_text_is_not_loaded(tmp_path: Path, content: bytes) -> None:
    shutil.copytree(POLICIES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "xinyu-2023-82" / "source.md").write_bytes(content)
    with pytest.raises(PackError, match=r"xinyu-2023-82/source\.md:1"):
        load_catalogue(tmp_path)


def test_the_documents_are_read_whole(catalogue: Catalogue) -> None:
    """What was not recognised as a provision would be missing between the first and the last."""
    for pack, text in catalogue.texts.items():
        page = (POLICIES / pack / "source.md").read_text(encoding="utf-8").split("## 全文")[1]
        first, last = text.articles[1], text.articles[-1]
        source = letters(page)
        from_first = source[source.index(letters(first.mark + first.title + first.text)) :]
        read = "".join(
            chapter.title + "".join(map(spelt, chapter.articles)) for chapter in text.chapters[1:]
        )
        assert letters(last.text) in from_first, pack
        begun = letters(read).removeprefix(letters(text.chapters[1].title))
        assert from_first.startswith(begun), pack


def spelt(article: Provision) -> str:
    """An article as printed; what we call 文末 has no mark in print."""
    marked = (each.mark * (each.place != "文末") + each.title + each.text for each in article.walk())
    return "".join(marked)


def letters(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def test_xinyu_has_seven_articles_and_guangzhou_twenty_one_in_five_chapters(catalogue: Catalogue) -> None:
    xinyu, guangzhou = catalogue.texts["xinyu-2023-82"], catalogue.texts["guangzhou-2014-4"]
    assert [article.place for article in xinyu.articles] == ["序言", *map(article_no, range(1, 8)), "文末"]
    assert [article.place for article in guangzhou.articles] == ["序言", *map(article_no, range(1, 22))]
    assert len([chapter for chapter in guangzhou.chapters if chapter.title]) == 5


def article_no(place: int) -> str:
    tens, ones = divmod(place, 10)
    numeral = ("", "十", "二十")[tens] + ("", *"一二三四五六七八九")[ones]
    return f"第{numeral}条"


def test_every_citation_of_a_pack_names_a_place_of_its_text(catalogue: Catalogue) -> None:
    """The place may say more (第一款), and the letter that sends the document round has no articles."""
    for pack_id, text in catalogue.texts.items():
        for cited in catalogue.packs[pack_id].citations.values():
            named = {each.place: each for article in text.articles for each in article.walk()}
            if cited.article in named:
                assert letters(cited.text) in letters(spelt(named[cited.article])), cited.id
            else:
                assert not re.match("第.+条", cited.article), cited.id


def test_numerals() -> None:
    assert [number(word) for word in ("一", "十", "十二", "二十", "九十九", "两", "百")] == [
        1,
        10,
        12,
        20,
        99,
        2,
        0,
    ]
    assert in_figures("满四十岁、六个月、一人一策、二十一条") == "满40岁、6个月、一人一策、21条"
