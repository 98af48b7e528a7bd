"""创业: the five platforms of 广州 第十四条 come with the article that names them, and with no address nobody wrote."""

import pytest

from backend.core.actors import Citizen
from backend.core.work import Caller, Work
from backend.policies import library
from bot.screens import policy as screens
from contract.policy import AskPolicy, PolicyAnswer, PolicyAnswers

FIVE = ["创业融资服务", "创业孵化基地", "创业项目推介", "创业指导网络", "创业信息管理"]
CITIZEN = Citizen("web", 7001)


def asked(work: Work, text: str, pack: str = "", language: str = "zh_Hans_CN") -> tuple[PolicyAnswer, ...]:
    return work.read_now(Caller(CITIZEN, language), library.ask, AskPolicy(text=text, pack=pack)).answers


@pytest.mark.parametrize("pack", ["guangzhou-2014-4", ""])
def test_gz_36_a_question_about_starting_a_business_brings_the_five_platforms(work: Work, pack: str) -> None:
    found = next(one for one in asked(work, "创业", pack) if one.document.id == "guangzhou-2014-4")
    assert found.passages[0].place == "第十四条"
    assert [one.label for one in found.platforms] == FIVE
    assert all(name in found.passages[0].text for name in FIVE)
    assert "12333" in found.ask
    screen = screens.answers(str, PolicyAnswers(answers=(found,)))
    assert all(name in screen.text for name in FIVE)


def test_gz_36_other_questions_and_other_documents_name_no_platforms(work: Work) -> None:
    assert [one.platforms for one in asked(work, "要带什么材料", "guangzhou-2014-4")] == [()]
    assert [one.platforms for one in asked(work, "创业", "xinyu-2023-82")] == [()]


def test_gz_36_the_platforms_are_told_in_english_too(work: Work) -> None:
    (found,) = asked(work, "创业", "guangzhou-2014-4", "en")
    assert found.platforms[1].label == "Incubators"
    assert found.ask.startswith("The document names no web address.")
