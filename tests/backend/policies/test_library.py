"""The documents over HTTP: contents, articles, answers, and on what a step rests."""

import httpx2
import pytest

from contract.policy import Article, Contents, Grounds, PolicyAnswers, PolicyDocument
from tests.backend.citizen import AtTheWall, refuses
from tests.people import LI_JIANGUO, WANG_XIUYING

XINYU, GUANGZHOU = "xinyu-2023-82", "guangzhou-2014-4"
ENDED = "按2014年文件，该文件有效期已于2019年1月届满"


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


async def asks(citizen: AtTheWall, text: str, pack: str = "") -> PolicyAnswers:
    return await citizen.ask(PolicyAnswers, "POST", "/questions", {"text": text, "pack": pack})


async def test_every_document_says_its_number_its_basis_its_term_and_when_it_was_checked(wang: AtTheWall) -> None:
    found = {each.id: each for each in await wang.ask(tuple[PolicyDocument, ...], "GET", "/policies")}
    assert found[XINYU].number == "余人社字〔2023〕82号"
    assert found[XINYU].basis == ("《江西省就业补助资金管理办法》（赣财社〔2019〕1号）",)
    assert found[XINYU].verified == "核对于2026年11月21日。"
    assert found[GUANGZHOU].term.startswith(ENDED)
    assert len(found[GUANGZHOU].basis) == 3


async def test_contents_and_articles_stand_as_printed(wang: AtTheWall) -> None:
    contents = await wang.ask(Contents, "GET", f"/policies/{GUANGZHOU}/contents")
    third = contents.articles[3]
    assert (third.place, third.title, third.chapter) == ("第三条", "", "第二章　服务对象和认定")
    assert third.beginning.startswith("本办法所称就业困难人员")
    article = await wang.ask(Article, "GET", f"/policies/{GUANGZHOU}/contents/{third.number}")
    assert article.passages[1].text == "（一）大龄失业人员：指女满35周岁、男满40周岁的人员。"
    assert article.passages[4].text == "1.女满40周岁、男满45周岁，且连续失业6个月以上；"
    assert (article.passages[4].place, article.last) == ("第三条第（三）项第1目", 22)
    titled = await wang.ask(Article, "GET", f"/policies/{XINYU}/contents/3")
    assert (titled.line.title, titled.passages[0].place) == ("认定程序", "第二条第（一）项")


async def test_what_is_not_there_is_refused_with_a_code(wang: AtTheWall) -> None:
    with refuses("policy.not_found", 404):
        await wang.ask(Contents, "GET", "/policies/atlantis-1/contents")
    for number in (0, 99, -1):
        with refuses("article.not_found", 404):
            await wang.ask(Article, "GET", f"/policies/{XINYU}/contents/{number}")
    with refuses("policy.not_found", 404):
        await asks(wang, "年龄", "atlantis-1")


async def test_an_answer_is_the_exact_text_with_what_was_asked_for_marked(wang: AtTheWall) -> None:
    (answer,) = (await asks(wang, "残疾证过期了怎么办", XINYU)).answers
    best = answer.passages[0]
    assert best.place == "第三条第（一）项第4目"
    assert best.text.startswith("以城镇最低生活保障资格、《残疾人证》认定为就业困难人员")
    assert {best.text[start:end] for start, end in best.marks} >= {"残疾人证", "超过有效期"}
    assert len(answer.passages) <= 3


async def test_gz_01_an_answer_of_guangzhou_cites_the_documents_it_rests_on(wang: AtTheWall) -> None:
    (answer,) = (await asks(wang, "女的三十五岁能申请吗", GUANGZHOU)).answers
    assert answer.document.basis == (
        "《就业服务与就业管理规定》",
        "《关于加强就业援助工作的指导意见》（人社部发〔2010〕29号）",
        "《关于促进就业工作的意见》（穗府办〔2009〕50号）",
    )


@pytest.mark.parametrize("pack", [XINYU, GUANGZHOU])
@pytest.mark.parametrize("asked", ["要带什么材料", "去哪里申请", "有什么补贴", "培训要钱吗", "怎样算退出"])
async def test_xy_59_each_answer_names_its_article(wang: AtTheWall, pack: str, asked: str) -> None:
    (answer,) = (await asks(wang, asked, pack)).answers
    assert answer.passages
    assert all(each.place.startswith("第") or each.place == "联系方式" for each in answer.passages)
    assert answer.document.number


@pytest.mark.parametrize(
    ("asked", "xinyu", "guangzhou"),
    [
        ("怎么写简历", "第五条第（一）项", "第八条"),
        ("职业规划", "第五条第（一）项", "第八条"),
        ("求职技巧", "第五条第（一）项", "第八条"),
        ("怎么找工作", "第四条第（三）项", "第八条"),
        ("我能领社保补贴吗", "第五条第（二）项第1目", "第二十条"),
        ("灵活就业有补贴吗", "第四条第（四）项", "第二十条"),
        ("领养老金了还能申请吗", "第三条第（一）项第1目", "第三条"),
    ],
)
async def test_xy_59_policy_planning_and_applying_are_told_by_the_article_that_speaks_of_them(
    wang: AtTheWall, asked: str, xinyu: str, guangzhou: str
) -> None:
    for pack, place in ((XINYU, xinyu), (GUANGZHOU, guangzhou)):
        (answer,) = (await asks(wang, asked, pack)).answers
        assert answer.passages[0].place == place


async def test_without_a_city_every_document_answers_in_its_own_group(wang: AtTheWall) -> None:
    found = (await asks(wang, "女的四十岁能申请吗")).answers
    assert {each.document.id: each.passages[0].place for each in found} == {
        XINYU: "第一条第（一）项",
        GUANGZHOU: "第三条第（一）项",
    }
    assert {each.document.id: each.document.expired for each in found} == {XINYU: False, GUANGZHOU: True}


async def test_without_a_city_every_document_says_its_one_best_the_surest_first(wang: AtTheWall) -> None:
    """Guangzhou says nothing of a certificate that has run out, but names people with a disability."""
    found = (await asks(wang, "残疾证过期了怎么办")).answers
    assert [(each.document.id, [one.place for one in each.passages]) for each in found] == [
        (XINYU, ["第三条第（一）项第4目"]),
        (GUANGZHOU, ["第三条第（五）项"]),
    ]


async def test_a_document_that_is_silent_beside_another_is_named(wang: AtTheWall) -> None:
    xinyu, guangzhou = (await asks(wang, "多久能办好")).answers
    assert (xinyu.document.id, xinyu.passages[0].place) == (XINYU, "第七条第（三）项")
    assert (guangzhou.document.id, guangzhou.passages, guangzhou.note) == (GUANGZHOU, (), "")


async def test_who_asks_how_long_is_told_where_no_length_of_time_is_written(wang: AtTheWall) -> None:
    for question, noted in (("多久能办好", True), ("退出后多久能再申请", False), ("要带什么材料", False)):
        (answer,) = (await asks(wang, question, XINYU)).answers
        assert ("没有写明要多少天" in answer.note) is noted, question


async def test_where_no_document_answers_nothing_is_made_up(wang: AtTheWall) -> None:
    for question in ("今天天气怎么样", "", "x" * 5000):
        assert (await asks(wang, question)).answers == ()


async def test_who_reads_english_gets_the_original_and_our_translation(http: httpx2.AsyncClient) -> None:
    wang = AtTheWall(http, WANG_XIUYING, language="en")
    (answer,) = (await asks(wang, "my disability certificate has expired", XINYU)).answers
    best = answer.passages[0]
    assert best.place == "第三条第（一）项第4目"
    assert "《残疾人证》" in best.text
    assert "isab" in best.translation
    assert answer.document.verified == "Last checked on 2026-11-21."


async def test_a_question_of_the_self_check_rests_on_the_article_that_asks_for_it(wang: AtTheWall) -> None:
    turn = await wang.starts()
    found = await wang.ask(Grounds, "GET", f"/screenings/{turn.id}/grounds")
    assert (found.about, [each.where for each in found.citations]) == ("工作情况", ["第一条"])
    assert found.why == "认定面向处于失业状态的人员（第一条）。"
    assert (found.document.number, found.document.basis[0]) == (
        "余人社字〔2023〕82号",
        "《江西省就业补助资金管理办法》（赣财社〔2019〕1号）",
    )
    while turn.question and turn.question.fact != "person.sex":
        turn = await wang.says(turn, wang.answers()[turn.question.fact])
    found = await wang.ask(Grounds, "GET", f"/screenings/{turn.id}/grounds")
    assert "第一条第（一）项" in [each.where for each in found.citations]


async def test_a_question_about_one_thing_rests_on_what_follows_from_it(wang: AtTheWall) -> None:
    """特殊情形 stands in no condition itself: a certificate, a household, land follow from its answer."""
    turn = await wang.starts()
    while turn.question and turn.question.fact != "person.situation":
        turn = await wang.says(turn, wang.answers()[turn.question.fact])
    found = await wang.ask(Grounds, "GET", f"/screenings/{turn.id}/grounds")
    assert {"第一条第（三）项", "第一条第（五）项"} <= {each.where for each in found.citations}


async def test_a_result_rests_on_the_conditions_of_what_fits(wang: AtTheWall) -> None:
    done = await wang.checks()
    found = await wang.ask(Grounds, "GET", f"/screenings/{done.id}/grounds")
    assert found.about == "自测结果"
    assert [each.where for each in found.citations] == ["第一条", "第一条第（一）项"]
    with refuses("screening.not_found", 404):
        await AtTheWall(wang.http, LI_JIANGUO).ask(Grounds, "GET", f"/screenings/{done.id}/grounds")


async def test_fields_and_papers_of_an_application_rest_on_their_articles(wang: AtTheWall) -> None:
    draft = await wang.begins()
    grounds = f"/applications/{draft.id}/grounds"
    assert draft.prompt
    name = await wang.ask(Grounds, "GET", grounds)
    assert (name.about, [each.where for each in name.citations]) == (draft.prompt.label, ["第二条第（一）项"])
    assert name.why == draft.prompt.why
    paper = await wang.ask(Grounds, "GET", f"{grounds}?requirement=identity")
    assert (paper.about, [each.where for each in paper.citations]) == ("身份证或户口本", ["第二条第（一）项"])
    with refuses("paper.not_found", 404):
        await wang.ask(Grounds, "GET", f"{grounds}?requirement=land_proof")
    await wang.puts(draft, draft.prompt.field, wang.person.name)
    number = await wang.ask(Grounds, "GET", grounds)
    assert (number.about, number.citations[0].where) == ("身份证号码", "第二条第（二）项")


async def test_an_address_rests_on_the_article_about_the_hukou(wang: AtTheWall) -> None:
    draft = await wang.fills(await wang.begins(), until="hukou_address_street")
    found = await wang.ask(Grounds, "GET", f"/applications/{draft.id}/grounds")
    assert [each.where for each in found.citations] == ["第一条", "第二条第（一）项"]


async def test_a_case_rests_on_the_article_of_its_stage(wang: AtTheWall) -> None:
    sent = await wang.applies()
    found = await wang.ask(Grounds, "GET", f"/applications/{sent.id}/grounds")
    assert (found.about, [each.where for each in found.citations]) == ("初审（等待办理）", ["第二条第（二）项"])
