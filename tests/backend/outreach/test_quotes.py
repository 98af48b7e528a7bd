"""What a broadcast quotes: the words of the day it was written, a way on, and an end when they are not true any more."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from backend.activities import planning
from backend.core import dispatch, endings
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.outreach import broadcast_choices, broadcast_feed, broadcast_queries, broadcasts, quotes
from backend.outreach.audience import Audience
from backend.outreach.broadcast_models import Broadcast
from backend.outreach.broadcasts import Written
from backend.people.models import Account
from backend.rules.full_text import Provision
from backend.training import courses
from contract.channel import ClaimDeliveries, CloseDelivery
from tests.backend.activities.planned import FAIR, plan
from tests.backend.databases import settings as settings
from tests.backend.desk import PACK, Desk, open_desk, refused
from tests.backend.outreach.readers import subscribes
from tests.backend.training.offers import in_xinyu
from tests.conftest import StoppedClock
from tests.people import (
    CHEN_ZHIQIANG,
    LI_JIANGUO,
    WANG_XIUYING,
    YUSHUI,
    ZHENG_JIE,
    ZHOU_MIN,
)

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture
def desk(work: Any) -> Desk:
    return open_desk(work)


def drafted(desk: Desk, *abouts: str) -> int:
    told = Written("告知", {"zh_Hans_CN": "{称呼}，您好。"}, Audience("events", YUSHUI), abouts=abouts)
    return int(desk.do(ZHENG_JIE, broadcasts.start, told))


def sent(desk: Desk, *abouts: str) -> int:
    number = drafted(desk, *abouts)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    return number


def rows(desk: Desk) -> list[OutboxRow]:
    mine = select(OutboxRow).where(OutboxRow.subject.startswith("broadcast:")).order_by(OutboxRow.id)
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(mine)))


def kept(desk: Desk, number: int) -> Broadcast:
    return desk.work.read_now(SYSTEM, lambda unit: unit.session.get_one(Broadcast, number))


def speaks(desk: Desk, account: int, language: str) -> None:
    desk.work.do_now(SYSTEM, lambda unit: setattr(unit.session.get_one(Account, account), "language", language))


def article_three(desk: Desk) -> str:
    articles = desk.work.services.catalogue.texts[PACK].articles
    number = next(n for n, one in enumerate(articles, 1) if one.place == "第三条")
    return f"article:{PACK}:{number}"


def test_xy_45_an_article_stands_in_the_message_with_its_number_and_validity_in_each_language(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    speaks(desk, subscribes(desk.work, LI_JIANGUO, "events"), "en")
    about = article_three(desk)
    sent(desk, about)
    chinese, english = (row for row in rows(desk))
    words = desk.work.services.catalogue.texts[PACK].articles[int(about.split(":")[2]) - 1].text
    document = "余人社字〔2023〕82号《新余市就业困难人员就业援助实施办法（试行）》"
    assert chinese.text.startswith(f"居民朋友，您好。\n\n{document}第三条：")
    assert words[:60] in chinese.text
    assert "自印发之日起实施" in chinese.text
    assert [(one["label"], one["action"], one["argument"]) for one in chinese.buttons][:1] == [
        ("看原文", "article", about.removeprefix("article:"))
    ]
    assert "Yu Ren She Zi [2023] No. 82, “Xinyu City Measures" in english.text
    assert words[:60] in english.text, "the document speaks Chinese; what is ours stands beside it"
    assert "(Translation; the Chinese text prevails)" in english.text
    assert "In force: 2023" in english.text
    assert english.buttons[0]["label"] == "Read the article"


def test_what_was_quoted_stays_when_the_policy_gets_another_version(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    about = article_three(desk)
    number = drafted(desk, about)
    (was,) = kept(desk, number).quotes
    assert was["version"] == desk.work.services.catalogue.packs[PACK].version
    catalogue = desk.work.services.catalogue
    text, place = catalogue.texts[PACK], int(about.split(":")[2]) - 1
    old = text.articles[place]

    def put(articles: tuple[Provision, ...]) -> tuple[Provision, ...]:
        return tuple(replace(each, text="改了。") if each == old else each for each in articles)

    chapters = tuple(replace(one, articles=put(one.articles)) for one in text.chapters)
    newer = replace(catalogue, texts={**catalogue.texts, PACK: replace(text, chapters=chapters)})
    monkeypatch.setattr(type(desk.work.services), "catalogue", property(lambda _: newer))
    assert "改了。" in desk.do(ZHENG_JIE, quotes.quoted, (about,))[0]["texts"]["zh_Hans_CN"]
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    (row,) = rows(desk)
    assert row.text.endswith(was["texts"]["zh_Hans_CN"])
    assert kept(desk, number).quotes == [was]


def test_a_procedure_says_its_steps_and_days_and_leads_to_the_self_check(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    sent(desk, f"procedure:{PACK}:apply")
    (row,) = rows(desk)
    assert "10个工作日内" in row.text
    assert "以经办机构的决定为准" in row.text
    assert [one["action"] for one in row.buttons] == ["check", "leave"]


def test_a_subsidy_says_its_months_and_the_source(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    sent(desk, f"procedure:{PACK}:SI-FLEX")
    (row,) = rows(desk)
    assert "灵活就业社会保险补贴" in row.text
    assert "累计最长36个月，出处：《江西省就业补助资金管理办法》（赣财社〔2019〕1号）" in row.text
    first = row.buttons[0]
    assert (first["label"], first["action"]) == ("看原文", "article")
    named = desk.work.services.catalogue.texts[PACK].articles[int(first["argument"].split(":")[1]) - 1]
    assert f"（{named.place}" in row.text, "the button opens the article that is named"


def test_an_activity_stands_with_day_place_and_a_button_to_sign_up(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    fair = plan(desk)
    number = sent(desk, f"activity:{fair}")
    (row,) = rows(desk)
    assert row.text.split("\n")[2:5] == [
        "专场招聘会：城南街道专场招聘会",
        "时间：2026年11月28日 09:00–11:30",
        "地点：城南街道 平安广场",
    ]
    assert [(one["action"], one["argument"]) for one in row.buttons] == [("activity", fair), ("leave", "events")]
    shown = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).shown[0]
    assert "\n".join(shown.lines) == row.text


def test_a_course_stands_with_its_days_and_a_button_to_enrol(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    course = in_xinyu(desk)
    sent(desk, f"course:{course}")
    (row,) = rows(desk)
    assert "培训课程：养老护理员（初级）" in row.text
    assert "2026年12月7日" in row.text
    assert (row.buttons[0]["action"], row.buttons[0]["argument"]) == ("course", course)


def test_three_are_quoted_in_one_message_each_marked_as_its_button_is(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    speaks(desk, subscribes(desk.work, LI_JIANGUO, "events"), "en")
    fair, course = plan(desk), in_xinyu(desk)
    number = sent(desk, article_three(desk), f"activity:{fair}", f"course:{course}")
    chinese, english = rows(desk)
    one, two, three = chinese.text.split("\n\n")[1:]
    assert one.startswith("① 余人社字〔2023〕82号")
    assert two.startswith("② 专场招聘会：城南街道专场招聘会")
    assert three.startswith("③ 培训课程：养老护理员（初级）")
    told = [(each["label"], each["action"], each["argument"]) for each in chinese.buttons[:3]]
    assert told == [
        ("① 看原文", "article", article_three(desk).removeprefix("article:")),
        ("② 看一看，可以报名", "activity", fair),
        ("③ 看一看，可以报名", "course", course),
    ]
    assert english.buttons[0]["label"] == "① Read the article"
    shown = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).shown[0]
    assert "\n".join(shown.lines) == chinese.text
    assert shown.buttons[:3] == tuple(label for label, _action, _argument in told)


@pytest.mark.parametrize("off", [0, 1], ids=["the fair", "the course"])
def test_one_of_several_that_is_called_off_halts_the_whole_message(desk: Desk, off: int) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "events")
    fair, course = plan(desk), in_xinyu(desk)
    abouts = (article_three(desk), f"activity:{fair}", f"course:{course}")
    waiting, going = drafted(desk, *abouts), sent(desk, *abouts)
    if off == 0:
        desk.do(ZHOU_MIN, planning.move, fair, "call_off")
    else:
        desk.do(ZHOU_MIN, courses.call_off, course)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, going)
    assert (view.line.state, view.stopped, view.progress) == ("cancelled", "called_off", {"cancelled": 2})
    assert desk.read(ZHENG_JIE, broadcast_queries.broadcast, waiting).obstacle == "called_off"
    with refused("broadcast.about_over", 409):
        desk.do(ZHENG_JIE, broadcasts.send, waiting, 1)


def test_another_event_that_is_called_off_halts_nothing(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    number, other = sent(desk, f"activity:{plan(desk)}"), plan(desk, title="另一场")
    desk.do(ZHOU_MIN, planning.move, other, "call_off")
    assert kept(desk, number).state == "sending"


def test_the_same_is_quoted_once_and_a_fourth_is_refused(desk: Desk) -> None:
    first, *others = (f"article:{PACK}:{n}" for n in range(1, 5))
    assert quotes.abouts(kept(desk, drafted(desk, first, "", first)).quotes) == (first,)
    with refused("broadcast.about_too_many", 422):
        drafted(desk, first, *others)


def test_what_is_quoted_is_text_and_never_a_hole_or_markup(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    number = sent(desk, f"activity:{plan(desk, title='{称呼}<b>=1+1</b>招聘会')}")
    (row,) = rows(desk)
    assert "专场招聘会：{称呼}<b>=1+1</b>招聘会" in row.text
    shown = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).shown[0]
    assert "{称呼}<b>=1+1</b>招聘会" in "\n".join(shown.lines)


def test_an_activity_called_off_before_sending_is_not_sent_and_its_author_reads_why(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    fair = plan(desk)
    number = drafted(desk, f"activity:{fair}")
    desk.do(ZHOU_MIN, planning.move, fair, "call_off")
    assert desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).obstacle == "called_off"
    for act in (broadcasts.send, broadcasts.submit):
        with refused("broadcast.about_over", 409):
            desk.do(ZHENG_JIE, act, number, 1)


def test_an_activity_moved_before_sending_must_be_saved_again(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    fair = plan(desk)
    number = drafted(desk, f"activity:{fair}")
    desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, place="人民公园"))
    with refused("broadcast.about_changed", 409):
        desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    told = Written("告知", {"zh_Hans_CN": "您好。"}, Audience("events", YUSHUI), abouts=(f"activity:{fair}",))
    desk.do(ZHENG_JIE, broadcasts.write, number, 1, told)
    desk.do(ZHENG_JIE, broadcasts.send, number, 2)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert "人民公园" in rows(desk)[0].text


@pytest.mark.parametrize(("deed", "why"), [("call_off", "called_off"), ("move", "changed"), ("course", "called_off")])
def test_what_is_called_off_or_moved_stops_its_broadcast_on_the_way_and_the_sums_stay(
    desk: Desk, deed: str, why: str
) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG):
        subscribes(desk.work, person, "events")
    about = in_xinyu(desk) if deed == "course" else plan(desk)
    number = sent(desk, f"{'course' if deed == 'course' else 'activity'}:{about}")
    claimed = desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=1))
    desk.work.do_now(SYSTEM, endings.close, claimed[0].id, CloseDelivery(worker="w", outcome="sent"))
    if deed == "call_off":
        desk.do(ZHOU_MIN, planning.move, about, "call_off")
    elif deed == "move":
        desk.do(ZHOU_MIN, planning.change, about, replace(FAIR, place="人民公园"))
    else:
        desk.do(ZHOU_MIN, courses.call_off, about)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.line.state, view.stopped, view.progress) == ("cancelled", why, {"sent": 1, "cancelled": 2})
    assert sum(view.progress.values()) == view.line.people
    assert Counter(row.state for row in rows(desk)) == Counter(sent=1, cancelled=2)
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == 0


def test_other_seats_do_not_stop_it(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    fair = plan(desk)
    number = sent(desk, f"activity:{fair}")
    desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, seats=50))
    assert kept(desk, number).state == "sending"


def test_what_is_over_when_its_hour_comes_stops_by_itself(desk: Desk, clock: StoppedClock) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "events")
    fair = plan(desk)
    with refused("broadcast.about_over", 409):
        desk.do(ZHENG_JIE, broadcasts.send, drafted(desk, f"activity:{fair}"), 1, FAIR.ends_at)
    number = drafted(desk, f"activity:{fair}")
    desk.do(ZHENG_JIE, broadcasts.send, number, 1, FAIR.starts_at)
    clock.moment = FAIR.ends_at
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == 0
    row = kept(desk, number)
    assert (row.state, row.stopped) == ("cancelled", "over")
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert view.progress == {"cancelled": 2}


def test_what_is_delivered_before_it_begins_is_done_and_not_stopped(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    number = sent(desk, f"activity:{plan(desk)}")
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    for one in desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w")):
        desk.work.do_now(SYSTEM, endings.close, one.id, CloseDelivery(worker="w", outcome="sent"))
    clock.moment = FAIR.ends_at
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    row = kept(desk, number)
    assert (row.state, row.stopped) == ("done", "")


@pytest.mark.parametrize(
    "about",
    ["nonsense", "article:", f"article:{PACK}:0", f"article:{PACK}:999", "article:nowhere:1", f"article:{PACK}:一",
     f"procedure:{PACK}:nothing", "activity:none", "course:none"],
)  # fmt: skip
def test_what_is_not_there_cannot_be_quoted_and_which_it_is_is_said(desk: Desk, about: str) -> None:
    with refused("broadcast.about_unknown", 422):
        drafted(desk, about)
    with pytest.raises(Problem) as problem:
        drafted(desk, f"article:{PACK}:1", about)
    assert problem.value.params["place"] == 2


def test_only_what_is_to_come_near_by_is_offered(desk: Desk) -> None:
    coming, gone = plan(desk), plan(desk, title="取消的招聘会")
    desk.do(ZHOU_MIN, planning.move, gone, "call_off")
    course = in_xinyu(desk)
    offered = desk.read(ZHENG_JIE, broadcast_choices.choices).quotes
    assert [value for value, _label in offered["activity"]] == [f"activity:{coming}"]
    assert [value for value, _label in offered["course"]] == [f"course:{course}"]
    assert (f"procedure:{PACK}:apply", "余人社字〔2023〕82号 申请认定") in offered["procedure"]
    assert article_three(desk) in dict(offered["article"])
    assert not any("guangzhou" in value for kind in offered.values() for value, _label in kind)


def test_every_article_and_procedure_of_every_policy_can_be_quoted_within_a_message(desk: Desk) -> None:
    def longest(unit: Unit) -> int:
        packs, texts = unit.services.catalogue.packs, unit.services.catalogue.texts
        every = [f"article:{one}:{n}" for one, text in texts.items() for n in range(1, len(text.articles) + 1)]
        every += [f"procedure:{one.id}:apply" for one in packs.values()]
        every += [f"procedure:{one.id}:{each.id}" for one in packs.values() for each in one.subsidies]
        found = [quotes.Quote.of(quotes.quoted(unit, (about,))[0]) for about in every]
        assert all(set(one.texts) == {"zh_Hans_CN", "en"} for one in found)
        return max(len(text) for one in found for text in one.texts.values())

    assert desk.do(ZHENG_JIE, longest) < 1500
