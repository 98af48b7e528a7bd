"""What is told and asked in the demonstration: good examples, questions about practice, and a quiz that goes on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from backend.activities import planning, quiz
from backend.activities.planning import NewActivity
from backend.activities.quiz import NewQuestion
from backend.applications.models import Application
from backend.core.clock import CHINA, day_in_china
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.demo.officers import officer_of
from backend.demo.people import CHENGBEI, LUOFANG, SIGN_INS, YUSHUI
from backend.practice import service as practice
from backend.practice.models import PracticeQuestion
from backend.registry.models import Entry
from backend.staff.models import OfficeRow
from backend.stories import service as stories
from backend.stories.models import Story
from backend.stories.service import Consent


@dataclass(frozen=True)
class Told:
    """How somebody of a street was helped; ``published``, or waiting for a second reader."""

    street: str
    title: str
    text: str
    published: bool


@dataclass(frozen=True)
class Asked:
    """A question to the city, by whom and how many days ago; ``answer`` empty while it is open."""

    login: str
    days_ago: int
    article: str
    question: str
    answer: str = ""


CITY = "xinyu"
"""Who answers for the city."""
STORIES = (
    Told(
        CHENGBEI,
        "四十八岁，又上班了（示例）",
        "她四十八岁，工厂停工以后在家待了半年，总觉得“这个年纪没人要”。\n"
        "认定以后，站所请她来谈了一次，听说她会做一手家常菜，就按她接送孙子的时间找岗位，推荐了三次。\n"
        "第三次，她去了离家十分钟的社区食堂，做半天班。她说：“早一点来问就好了。”",
        published=True,
    ),
    Told(
        LUOFANG,
        "地征了，手艺还在（示例）",
        "承包地被征用以后，他一时不知道做什么。\n"
        "帮扶的工作人员陪他去看了镇上的公益性岗位，又帮他报了园林绿化的培训。\n"
        "现在他管护镇上的绿化带，离家近，农忙时还能回去帮忙。",
        published=False,
    ),
)  # fmt: skip
QUESTIONS = (
    Asked(
        "chengnan", 9, "第二条第（一）项",
        "户籍在本街道、常住在另一个街道的，两边都来问，由哪一边受理？",
        "文件写的是“户籍地（常住地）”，两处都可以申请，由本人选一处。受理的一处办到底，另一处不再重复受理。（示例）",
    ),
    Asked(
        "fenyi", 6, "第三条第（一）项第3目",
        "约好了面试，本人没有到场，算不算拒绝公共就业服务？",
        "不能只凭没到场就算。先联系本人，问清原因；怎么联系的、怎么回答的都要记下来，再由另一位工作人员判断。（示例）",
    ),
    Asked("qiandong", 1, "第二条第（二）项", "申请人正在住院，入户核实能不能改到出院以后？（示例）"),
)  # fmt: skip
QUIZ = (
    NewQuestion(
        "“4050”人员指的是哪些失业人员？",
        ("女满35周岁、男满40周岁", "女满40周岁、男满50周岁", "女满45周岁、男满55周岁"), 1, "第一条第（一）项",
    ),
    NewQuestion(
        "身份被退出以后，满多久、符合条件的，可以再次申请认定？",
        ("1个月", "3个月", "半年"), 1, "第三条第（二）项",
    ),
    NewQuestion(
        "“131”服务里的“3”，指的是什么？",
        ("3次职业指导", "3次岗位推荐", "3次职业培训"), 1, "第四条第（三）项",
    ),
    NewQuestion(
        "新出现的零就业家庭，申报认定后启动援助预案，保证多长时间内解决就业问题？",
        ("一个月内", "三个月内", "半年内"), 0, "第四条第（五）项",
    ),
)  # fmt: skip


def tell(work: Work) -> None:
    """Stories, questions and the quiz, once: a house that has any gets none."""
    if work.read_now(SYSTEM, _told):
        return
    for story in STORIES:
        _tell_of(work, story)
    for one in QUESTIONS:
        _ask(work, one)
    _as(work, "yushui", 0, _hold_the_quiz)


def _told(unit: Unit) -> int:
    told = unit.session.scalar(select(func.count()).select_from(Story)) or 0
    return told + (unit.session.scalar(select(func.count()).select_from(PracticeQuestion)) or 0)


def _tell_of(work: Work, told: Told) -> None:
    number = work.read_now(SYSTEM, _recognised_in, told.street)
    if not number:
        return
    story = _as(work, "yushui", 5, stories.start, number, told.title, told.text)
    signed = Consent(day_in_china(_ago(work, 4)), named=False, proof="渝水区一人一档，同意书原件")
    _as(work, "yushui", 4, _move, stories.agree, story, signed)
    _as(work, "yushui", 3, _move, stories.submit, story)
    if told.published:
        _as(work, "yushui2", 2, _move, stories.publish, story)


def _move(unit: Unit, act: Callable[..., None], story: int, *more: Consent) -> None:
    act(unit, story, unit.session.get_one(Story, story).revision, *more)


def _recognised_in(unit: Unit, street: str) -> str:
    """The number of somebody this street has recognised; empty for none."""
    wanted = (
        select(Entry.number)
        .join(OfficeRow, OfficeRow.id == Entry.office_id)
        .join(Application, Application.id == Entry.application_id)
        .where(OfficeRow.area == street, Entry.state == "active")
        .order_by(Application.submitted_at)
        .limit(1)
    )
    return unit.session.scalar(wanted) or ""


def _ask(work: Work, one: Asked) -> None:
    question = _as(work, one.login, one.days_ago, practice.ask, one.article, one.question)
    if question is not None and one.answer:
        _as(work, CITY, one.days_ago - 2, practice.answer, question, one.answer)


def _hold_the_quiz(unit: Unit) -> None:
    """It began yesterday and goes on for some days, so that whoever comes can answer."""
    began = datetime.combine(unit.today - timedelta(days=1), time(9), CHINA)
    new = NewActivity(
        kind="quiz",
        title="渝水区就业政策有奖问答",
        area=YUSHUI,
        place="线上，在帮办里作答",
        starts_at=began,
        ends_at=began + timedelta(days=6, hours=9),
        seats=200,
        tags=("policy",),
        reach=("service",),
    )
    activity = planning.plan(unit, new)
    for question in QUIZ:
        quiz.add(unit, activity, question)


def _as(work: Work, login: str, days_ago: int, act: Callable[..., Any], *args: Any) -> Any:
    """As the officer of that name, some days ago; nothing where her city is not offered here."""
    sign_in = next(one for one in SIGN_INS if one.login == login)
    officer = work.read_now(SYSTEM, officer_of, sign_in)
    if officer is None:
        return None
    then = replace(work, clock=lambda: _ago(work, days_ago))
    return then.do_now(Caller(officer), act, *args)


def _ago(work: Work, days: int) -> datetime:
    return work.clock() - timedelta(days=days)
