"""Screens: buttons people can hit and read, data that fits, hostile text shown literally."""

from bot.callbacks import Case, Consent, Fill, Screening, Send, Tick
from bot.markup import LONGEST_TEXT, utf16
from bot.screen import Button, choice, columns, in_rows
from bot.screens import application, cases, home, own_data, papers, policy, screening
from bot.screens.common import in_marks, progress, shortened
from contract.application import (
    ApplicationTurn,
    CaseStep,
    Defect,
    FieldLine,
    FieldPrompt,
    Held,
    Home,
    OwnData,
    Paper,
    PaperFile,
    Stop,
)
from contract.policy import (
    Alternative,
    Article,
    ArticleLine,
    CategoryOutcome,
    ChecklistItem,
    Choice,
    Citation,
    Contents,
    Finding,
    Grounds,
    Office,
    Outcome,
    Passage,
    PolicyAnswer,
    PolicyAnswers,
    PolicyBrief,
    PolicyDocument,
)
from contract.screening import Question, ScreeningTurn

ID = "0" * 32
EVIL = '<b>&"</b>'
CITED = Citation(id="1-1", where="第一条第（一）项", text=EVIL, document="82号")
POLICY = PolicyBrief(
    id="xinyu-2023-82",
    title=EVIL,
    number="82号",
    operator=EVIL,
    issuer="新余市",
    city="新余",
    telephone="12333",
    validity_note="",
    minutes=5,
)


def _(message: str) -> str:
    return message


def turn(**changes: object) -> ApplicationTurn:
    item = ChecklistItem(
        id="identity",
        title="身份证或户口本",
        needed=True,
        alternatives=(Alternative(id="a", title="身份证"), Alternative(id="b", title="户口本")),
        note=EVIL,
        citation=CITED,
    )
    file = PaperFile(id=ID, name=EVIL, media_type="image/jpeg", size=1, advice="照片有点暗")
    shape = ApplicationTurn(
        id=ID,
        pack="xinyu-2023-82",
        state="draft",
        phase="check",
        prompt=None,
        lines=tuple(
            FieldLine(field=f"field_{n}", label=f"第{n}项内容", shown=EVIL, editable=n > 1)
            for n in range(1, 18)
        ),
        papers=(Paper(item=item, state="received", chosen="a", files=(file,) * 3),),
        defects=(),
        declaration=EVIL,
        declaration_version="2026-11",
        receipt="3605-261121-XHFHCRA-5X129N8",
        office="城南街道人社站所",
        steps=(CaseStep(name="已提交", state="done", on="2026年11月21日"),),
        next_step=EVIL,
        can_withdraw=True,
        can_submit=True,
        kept_until="",
    )
    return shape.model_copy(update=changes)


def outcome_turn() -> ScreeningTurn:
    finding = Finding(id="age", label="年龄", verdict="yes", answer=EVIL, required="满40", citation=CITED)
    found = [
        CategoryOutcome(
            id=f"X{n}", name=f"第{n}类", verdict=verdict, summary=EVIL, findings=(finding,), citation=CITED
        )
        for n, verdict in enumerate(("no", "yes", "no", "confirm"), 1)
    ]
    outcome = Outcome(
        verdict="yes",
        as_of="2026年11月21日",
        preconditions=(finding,),
        categories=tuple(found),
        next_steps=(EVIL,),
        can_apply=True,
        document="82号",
        disclaimer="以经办机构审核为准",
    )
    return ScreeningTurn(id=ID, pack="p", question=None, outcome=outcome, answered=())


def all_screens():  # type: ignore[no-untyped-def]
    asked = Question(
        fact="household.others",
        text=EVIL,
        why=EVIL,
        help=EVIL,
        input="choice",
        choices=tuple(Choice(value=f"value_{n}", label=f"选项{n}") for n in range(30)),
        unsure_allowed=True,
        example="",
        number=3,
        at_most=9,
    )
    prompt = FieldPrompt(
        field="wishes",
        label="意愿",
        text=EVIL,
        why=EVIL,
        input="multi",
        choices=tuple(Choice(value=f"v{n}", label="就业推荐") for n in range(6)),
        chosen=("v1",),
        optional=True,
        example="",
        current=EVIL,
        step=1,
        steps=14,
    )
    start = Home(
        language="zh_Hans_CN",
        policies=(POLICY,),
        draft=None,
        cases=(),
        screening=ID,
        operator=EVIL,
        telephone="12333",
        demo=True,
    )
    office = Office(id="1", name=EVIL, address=EVIL, telephone="12333", hours="")
    defect = Defect(kind="paper", target="identity", label="身份证", comment=EVIL, mended=False)
    done = outcome_turn()
    assert done.outcome
    yield home.home(_, start)
    yield home.help_page(_)
    yield home.privacy(_)
    held = OwnData(
        items=tuple(Held(kind="case", title=EVIL, why=EVIL, erasable=erasable) for erasable in (True, False)),
        telephone="12333",
    )
    yield own_data.held(_, held)
    yield own_data.confirm(_, held)
    yield own_data.erased(_, held)
    yield own_data.about_copy(_)
    changed = Stop(field="id_number", label=EVIL, changes=(EVIL,), can_apply=True, telephone="12333")
    yield application.stop(_, turn(), changed)
    yield home.human(_, start, (office,) * 40, waits=True)
    yield home.all_offices(_, (office,) * 40)
    yield home.offer(_, start)
    yield from (screening.question(_, ID, asked, why=True, page=page) for page in range(3))
    yield screening.outcome(_, done, done.outcome)
    yield application.field(_, turn(), prompt, why=True)
    yield application.check(_, turn())
    yield application.check(_, turn(), editing=True)
    yield application.receipt(_, turn())
    yield papers.papers(_, turn())
    yield papers.upload(_, turn(), turn().papers[0])
    yield papers.received(_, turn(), turn().papers[0], 2, EVIL)
    yield papers.which(_, turn(), 3)
    yield cases.case(_, turn(state="submitted"))
    yield cases.corrections(_, turn(state="awaiting_correction", defects=(defect,)))
    yield cases.confirm_withdraw(_, turn())
    yield from policy_screens()


def policy_screens():  # type: ignore[no-untyped-def]
    """A document of 25 articles, each far longer than a message."""
    document = PolicyDocument(
        id="guangzhou-2014-4",
        title=EVIL,
        number=EVIL,
        city="广州市",
        basis=(EVIL, EVIL),
        term=EVIL,
        expired=True,
        verified="核对于2026年11月21日。",
        telephone="12333",
    )
    lines = tuple(
        ArticleLine(number=n, place=f"第{n}条", title="", beginning=EVIL, chapter=f"第{n // 9}章")
        for n in range(1, 26)
    )
    words = (EVIL + "很长的一句话，" * 40 + "到此为止。") * 9
    passage = Passage(place="第十二条第（一）项", article=12, text=words, marks=((0, 3), (20, 24)), translation=EVIL)
    whole = Article(document=document, line=lines[11], passages=(passage,) * 3, last=25)
    answer = PolicyAnswer(document=document, passages=(passage,) * 3)
    grounds = Grounds(about=EVIL, why=EVIL, document=document, citations=(CITED,))
    yield policy.policy(_, (document,) * 2)
    yield policy.invitation(_)
    yield from (policy.contents(_, Contents(document=document, articles=lines), page) for page in range(4))
    yield from (policy.article(_, whole, page) for page in (0, 1, 99))
    yield policy.answers(_, PolicyAnswers(answers=(answer, answer)))
    yield policy.nothing(_)
    yield policy.grounds(_, grounds)
    yield policy.all_grounds(_, (document,), waits=True)


def test_an_article_longer_than_a_message_is_cut_between_sentences() -> None:
    first, second, last = (screen for screen in policy_screens() if "第12条" in screen.text and "页，共" in screen.text)
    assert [button.label for row in first.rows[:1] for button in row] == ["下一页"]
    assert [button.label for row in second.rows[:1] for button in row] == ["上一页", "下一页"]
    assert [button.label for row in last.rows[:1] for button in row] == ["上一页"]
    assert utf16(first.text) < LONGEST_TEXT
    assert first.text.split("\n\n")[2].endswith("到此为止。")


def test_the_contents_come_in_pages_of_at_most_eight_rows() -> None:
    pages = [screen for screen in policy_screens() if "第1条" in screen.text or "第25条" in screen.text]
    assert all(len(screen.rows) <= 8 for screen in policy_screens())
    assert "下一页" in [button.label for row in pages[0].rows for button in row]


def test_an_answer_of_two_long_documents_is_one_message() -> None:
    answer = next(screen for screen in policy_screens() if "<b>最接近的条文</b>" in screen.text)
    assert utf16(answer.text) < LONGEST_TEXT
    assert "……" in answer.text


def test_what_a_question_names_is_bold_and_hostile_text_stays_literal() -> None:
    assert policy.highlighted("甲<b>乙丙", ((0, 1), (4, 6))) == "<b>甲</b>&lt;b&gt;<b>乙丙</b>"
    assert policy.highlighted("甲乙", ((1, 9),)) == "甲乙"


def test_buttons_fit_in_data_and_in_rows() -> None:
    for screen in all_screens():
        for row in screen.rows:
            assert 1 <= len(row) <= 2
            for button in row:
                assert len(button.data.encode()) <= 64
                assert columns(button.label) <= 26, button.label


def test_what_people_wrote_is_shown_literally_on_every_screen() -> None:
    for screen in all_screens():
        assert EVIL not in screen.text
        assert "&amp;lt;" not in screen.text


def test_a_long_list_of_choices_comes_in_pages() -> None:
    pages = [screen for screen in all_screens() if "第3步" in screen.text]
    first, middle, last = ([button.label for row in page.rows for button in row] for page in pages)
    assert "下一页" in first
    assert "上一页" not in first
    assert {"上一页", "下一页"} <= set(middle)
    assert "下一页" not in last
    assert "不清楚" in last


def test_the_longest_data_of_every_kind_fits() -> None:
    for data in (
        Case(act="ask_withdraw", id=ID),
        Screening(act="answers", id=ID),
        Consent(version="2026-11-21.1", screening=ID),
        Send(version="2026-11-21.1", id=ID),
        Fill(field="hukou_address_street", value="360502001"),
        Tick(field="hukou_address_street", value="skill_training_other_words", on=True),
    ):
        assert len(data.pack().encode()) <= 64


def test_two_short_labels_share_a_row_and_a_long_one_stands_alone() -> None:
    rows = in_rows(choice(label, Fill(field="f", value=label)) for label in ("是", "否", "长" * 12, "是"))
    assert [[button.label for button in row] for row in rows] == [["是", "否"], ["长" * 12], ["是"]]


def test_categories_of_which_the_same_is_said_stand_together_best_first() -> None:
    done = outcome_turn()
    assert done.outcome
    text = screening.outcome(_, done, done.outcome).text
    assert text.index("第2类") < text.index("第4类") < text.index("其他2类：暂不符合")
    assert "可能符合" in text
    assert "需要核实" in text


def test_an_optional_paper_is_shown_but_not_waited_for() -> None:
    (paper,) = turn().papers
    custody = paper.item.model_copy(update={"id": "custody", "title": "抚养子女的证明（可选）", "optional": True})
    not_in = Paper(item=custody, state="missing", chosen="", files=())
    waiting = turn(papers=(paper, not_in))
    assert papers.missing_papers(waiting) == []
    assert "抚养子女的证明（可选）" in papers.papers(_, waiting).text
    found_wanting = not_in.model_copy(update={"state": "rejected"})
    assert papers.missing_papers(turn(papers=(paper, found_wanting))) == [found_wanting]


def test_a_title_is_put_in_marks_once_and_a_description_never() -> None:
    assert in_marks(_, "就业创业证") == "《就业创业证》"
    for title in ("《就业创业证》", "本人《就业失业登记证》", "抚养子女的证明（可选）", "身份证或户口本"):
        assert in_marks(_, title) == title


def test_that_several_may_be_chosen_is_said_once() -> None:
    options = (Choice(value="a", label="职业介绍"),)
    asked = FieldPrompt(
        field="wishes",
        label="意愿",
        text="您有哪些意愿？\n可以选几项。",
        why="",
        input="multi",
        choices=options,
        optional=False,
        example="",
        step=1,
        steps=14,
    )
    for prompt in (asked, asked.model_copy(update={"chosen": ("a",)})):
        for text in (prompt.text, "您有哪些意愿？"):
            shown = application.field(_, turn(), prompt.model_copy(update={"text": text})).text
            assert shown.count("可以选几项。") == 1
            assert ("选完请点“选好了”。" in shown) == bool(prompt.chosen)


def test_all_papers_are_in_only_when_the_optional_ones_are_too() -> None:
    (paper,) = turn().papers
    custody = paper.item.model_copy(update={"id": "custody", "title": "抚养子女的证明（可选）", "optional": True})
    not_in = Paper(item=custody, state="missing", chosen="", files=())
    assert "必交的材料都齐了。" in papers.received(_, turn(papers=(paper, not_in)), paper, 1).text
    assert "必交" not in papers.received(_, turn(), paper, 1).text
    lacking = paper.model_copy(update={"files": (), "state": "missing"})
    labels = [each.label for row in papers.papers(_, turn(papers=(lacking,))).rows for each in row]
    assert "先看看填的内容" in labels


def test_the_end_of_a_term_stands_above_the_reasons() -> None:
    shown = outcome_turn()
    assert shown.outcome is not None
    ended = shown.outcome.model_copy(update={"validity_note": "该文件有效期已于2019年1月届满。"})
    words = screening.outcome(_, shown, ended).text
    assert words.index("自测结果") < words.index("有效期已于") < words.index("第2类")


def test_progress_says_each_state_in_words() -> None:
    steps = [
        CaseStep(name="已提交", state="done", on="2026年11月21日"),
        CaseStep(name="初审", state="now", on=""),
        CaseStep(name="审核", state="ahead", on=""),
        CaseStep(name="结果", state="stopped", on="", note="已撤回"),
    ]
    assert progress(_, steps).splitlines() == [
        "● 已提交：2026年11月21日",
        "◐ <b>初审</b>：进行中",
        "○ 审核：未开始",
        "■ <b>结果</b>：已撤回",
    ]


def test_long_titles_are_shortened_with_a_sign() -> None:
    assert shortened("身份证或户口本及复印件", 8) == "身份证或户口本…"
    assert Button("x", "y").answer is False
