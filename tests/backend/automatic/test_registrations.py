"""Unemployment is registered, and who clearly meets an automatic category is recognised (穗人社发〔2014〕4号 第四条)."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr

from backend.applications import calls
from backend.automatic import queries, service
from backend.automatic.reading import automatic_packs
from backend.automatic.weighing import weigh
from backend.core import outbox
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.registry import objections
from backend.registry import queries as registry_queries
from backend.registry.models import Entry, Objection
from backend.rules import Verdict, assess
from contract.register import Standing
from tests.backend.automatic.registering import (
    FACTS,
    GP01,
    GP02,
    KEY,
    Registrar,
    entries,
    registrations,
    row,
    taken_in,
)
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk, hand_in, refused
from tests.backend.registry.leaving import DISTRICT, GUANGZHOU, officers_of_guangzhou
from tests.conftest import StoppedClock
from tests.people import WANG_XIUYING, ZHENG_JIE

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


@pytest.fixture
def registrar(http: httpx2.AsyncClient, work: Work, desk: Desk) -> Registrar:
    work.services.settings.registrations_key = SecretStr(KEY)
    officers_of_guangzhou(desk)
    return Registrar(http)


def letters(desk: Desk, entry: Entry) -> list[str]:
    found = desk.work.read_now(SYSTEM, outbox.letters_about, f"entry:{entry.id}")
    return [letter.text for letter in found]


async def test_gz_13_registering_gp01_creates_an_entry_with_mode_auto(registrar: Registrar, desk: Desk) -> None:
    answer = await registrar.tells(GP01)
    assert answer.status_code == 201
    (entry,) = entries(desk)
    assert answer.json() == {"outcome": "recognised", "number": entry.number, "bases": ["G1"]}
    assert (entry.mode, entry.bases, entry.application_id, entry.state) == ("auto", ["G1"], None, "active")
    view = desk.read("linfang", registry_queries.entry, entry.number)
    assert (view.owner, view.automatic.may_object) == ("林芳", True)
    assert any("自动认定" in line.sentence for line in view.history)


async def test_gz_13_the_same_registration_twice_has_one_effect(registrar: Registrar, desk: Desk) -> None:
    first = await registrar.tells(GP01, key="one")
    assert (await registrar.tells(GP01, key="one")).json() == first.json()
    assert (await registrar.tells(GP01)).json() == first.json()
    assert (await registrar.tells(GP02, key="one")).status_code == 409
    assert len(entries(desk)) == len(registrations(desk)) == 1
    later = await registrar.tells(GP01, registered_on="2026-11-20")
    assert later.json()["outcome"] == "standing"
    assert len(entries(desk)) == 1


async def test_gz_13_confirm_unknown_and_no_are_never_decided_by_the_machine(registrar: Registrar, desk: Desk) -> None:
    unclear = {name: value for name, value in FACTS.items() if name != "work.willing"}
    answer = await registrar.tells(GP01, facts=unclear)
    assert (answer.json()["outcome"], answer.json()["number"]) == ("check", "")
    answer = await registrar.tells(GP02)
    assert answer.json()["outcome"] == "nothing"
    assert entries(desk) == []


def test_gz_13_nothing_but_a_clear_yes_is_recognised(work: Work) -> None:
    """Every golden case of the policy: the bases are exactly the automatic categories that come out as yes."""
    (pack,) = automatic_packs(work.services.catalogue.packs.values())
    day = date(2026, 11, 21)
    for situation in ("none", "converted", "poverty", "land", "multiple", None):
        for disability in ("valid", "expired", "none", None):
            answers = {"person.situation": situation, "disab.status": disability, "person.sex": "F"}
            told = {name: value for name, value in answers.items() if value is not None}
            whole = {
                "person.hukou_code": "440104", "work.capacity": "full", "work.willing": True,
                "work.accepts_assistance": True, "work.status": "unemployed", "unemp.registered": True,
                "pension.receiving": False, "person.birth_date": date(2000, 1, 1), **told,
            }
            found = assess(pack, whole, day)
            clear = {one.id for one in found.categories if one.verdict is Verdict.YES} & {"G1", "G2", "G4", "G5"}
            assert set(weigh(pack, whole, day).bases) == clear


async def test_gz_13_the_door_has_a_key_of_its_own(registrar: Registrar, work: Work, desk: Desk) -> None:
    for wrong in ("", "the-bot-of-the-tests", "nobody"):
        assert (await replace(registrar, key=wrong).tells()).status_code == 401
    work.services.settings.registrations_key = SecretStr("")
    assert (await replace(registrar, key="").tells()).status_code == 401
    work.services.settings.registrations_key = SecretStr(KEY)
    for other, code in (
        ({"policy": "xinyu-2023-82"}, "registration.no_policy"),
        ({"number": "440104199111210000"}, "registration.id_number_wrong"),
        ({"registered_on": "2026-11-22"}, "registration.day_in_future"),
        ({"area": "360502"}, "registration.area_unknown"),
        ({"facts": {"work.willing": "也许吧"}}, "registration.fact_wrong"),
        ({"facts": {"favourite.colour": "红"}}, "registration.fact_wrong"),
    ):
        answer = await registrar.tells(**other)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (entries(desk), registrations(desk)) == ([], [])


async def test_gz_13_whoever_has_a_chat_is_told_there_with_the_way_to_object(
    registrar: Registrar, desk: Desk, http: httpx2.AsyncClient
) -> None:
    wang = AtTheWall(http)
    await wang.begins()
    hand_in(desk.work, WANG_XIUYING)
    answer = await registrar.tells(WANG_XIUYING.id_number, name=WANG_XIUYING.name)
    assert answer.json()["outcome"] == "recognised"
    (entry,) = entries(desk)
    (letter,) = letters(desk, entry)
    assert "您已被自动认定" in letter
    assert "第四条" in letter
    assert "有效期已于2019年1月届满" in letter
    assert "可以提出异议" in letter
    assert WANG_XIUYING.id_number not in letter
    (one,) = [one for one in await wang.ask(tuple[Standing, ...], "GET", "/register") if one.pack == GUANGZHOU]
    assert one.may_object
    after = await wang.ask(Standing, "POST", f"/register/{GUANGZHOU}/object", {"words": "我已经上班了。"})
    assert (after.may_object, after.objection) == (False, ("您的异议已收到，工作人员会在2026年12月4日前答复。",))
    with refuses("objection.open_already", 409):
        await wang.ask(Standing, "POST", f"/register/{GUANGZHOU}/object", {"words": "再说一次"})
    waits = desk.read("linfang", objections.todo)
    assert waits is not None
    assert (waits.label, waits.count, waits.address) == ("异议待答复", 1, f"/staff/register/{entry.number}")
    desk.do("linfang", objections.correct, entry.number, _version(desk), (), "经核实您已就业。")
    (one,) = [one for one in await wang.ask(tuple[Standing, ...], "GET", "/register") if one.pack == GUANGZHOU]
    assert (one.state, one.may_object) == ("active", False), "one officer's word ends nothing"
    assert len(letters(desk, entry)) == 1
    desk.do("liangwei", objections.annul, entry.number, _version(desk))
    (one,) = [one for one in await wang.ask(tuple[Standing, ...], "GET", "/register") if one.pack == GUANGZHOU]
    assert (one.state, one.objection) == ("exited", ("您的异议已答复：经核实您已就业。",))
    assert "自动认定已经撤销" in letters(desk, entry)[-1]


async def test_gz_13_an_objection_is_answered_by_a_human_and_by_a_day(registrar: Registrar, desk: Desk) -> None:
    await registrar.tells(GP01)
    (entry,) = entries(desk)
    desk.do("linfang", objections.take_down, entry.number, "我的户口是农转居的。")
    for code, status, told in (
        ("objection.answer_missing", 422, (("G2",), " ")),
        ("objection.nothing_changed", 422, (("G1",), "没有变化")),
        ("objection.basis_unknown", 422, (("G3.1",), "特困")),
    ):
        with refused(code, status):
            desk.do("linfang", objections.correct, entry.number, _version(desk), *told)
    with refused("register.not_found", 404):
        desk.do(ZHENG_JIE, objections.keep, entry.number, _version(desk), "不归我管")
    desk.do("linfang", objections.correct, entry.number, _version(desk), ("G1", "G2"), "户口本已核对。")
    (entry,) = entries(desk)
    assert (entry.state, entry.bases) == ("active", ["G1", "G2"])
    with refused("objection.not_open", 409):
        desk.do("linfang", objections.keep, entry.number, _version(desk), "认定正确。")
    desk.do("liangwei", objections.take_down, entry.number, "不愿意列入。")
    desk.do("linfang", objections.keep, entry.number, _version(desk), "认定正确，不影响您。")
    found = desk.work.read_now(SYSTEM, _objections)
    assert [(one.state, one.due_on) for one in found] == [("corrected", date(2026, 12, 4)), ("kept", date(2026, 12, 4))]
    told = desk.read("linfang", calls.waiting).lines
    assert [one.text.splitlines()[0] for one in told] == ["您的异议已经答复"] * 2, "without a chat somebody calls"


async def test_gz_13_a_list_is_taken_in_and_everybody_else_gets_a_sheet(
    registrar: Registrar, desk: Desk, tmp_path: Path
) -> None:
    rows = [
        row(GP01, **{"联系电话": "13800000001"}),
        row(GP02, **{"work.willing": ""}),
        row("44010419911121001X"),
        row(WANG_XIUYING.id_number, **{"户籍所在地": "360502"}),
        row(GP01),
    ]
    view = taken_in(desk, "huangjing", rows, tmp_path)
    assert view.outcomes == {"recognised": 2, "nothing": 1, "other_area": 1, "invalid": 1}
    assert [line for line, _, _ in view.problems] == [4]
    assert not view.has_file
    (entry,) = entries(desk)
    assert entry.mode == "auto"
    sheets = desk.do("huangjing", queries.sheets, "本周上门通知")
    assert [(sheet.name, "您已被自动认定为就业困难人员" in sheet.lines) for sheet in sheets.sheets] == [("陈小红", True)]
    with refused("finding.not_here", 403):
        desk.read("linfang", queries.overview)


async def test_gz_13_the_sheet_carries_a_code_that_anybody_may_ask_about_and_hears_no_name(
    registrar: Registrar, desk: Desk, http: httpx2.AsyncClient, clock: StoppedClock
) -> None:
    await registrar.tells(GP01)
    await registrar.tells(GP02, name="何敏", facts={**FACTS, "work.willing": "不清楚"})
    printed = desk.do("huangjing", queries.sheets, "本周上门通知").sheets
    codes = {sheet.name: CODE.findall("\n".join(sheet.lines)) for sheet in printed}
    (code,) = codes["陈小红"]
    assert not codes.get("何敏")
    (entry,) = entries(desk)
    page = (await http.get(f"/verify/{code}")).text
    for words in ("核对无误", "自动认定告知单", entry.number, "2026-11-21", "已认定"):
        assert words in page
    for private in ("陈小红", GP01, "13800000000", "大龄"):
        assert private not in page
    clock.advance(days=1)
    again = desk.do("huangjing", queries.sheets, "再交一次").sheets
    assert CODE.findall("\n".join(line for sheet in again for line in sheet.lines)) == [code]
    assert "2026-11-21" in (await http.get(f"/verify/{code}")).text
    desk.do("liangwei", objections.take_down, entry.number, "不愿意列入。")
    desk.do("linfang", objections.correct, entry.number, _version(desk), (), "本人不愿意列入。")
    desk.do("huangjing", objections.annul, entry.number, _version(desk))
    assert "已不再有效" in (await http.get(f"/verify/{code}")).text


async def test_g13_who_turns_35_after_the_registration_is_recognised_that_night_with_notice(
    registrar: Registrar, desk: Desk, clock: StoppedClock
) -> None:
    await registrar.tells(GP02)
    (waiting,) = registrations(desk)
    assert (waiting.outcome, waiting.again_on) == ("nothing", date(2026, 11, 22))
    assert desk.system(service.look_again) == 0
    assert entries(desk) == []
    clock.advance(days=1)
    desk.system(service.look_again)
    (entry,) = entries(desk)
    assert (entry.mode, entry.recognised_on, entry.bases) == ("auto", date(2026, 11, 22), ["G1"])
    (done,) = registrations(desk)
    assert (done.outcome, done.again_on, done.way) == ("recognised", None, "desk")
    desk.system(service.look_again)
    assert len(entries(desk)) == 1


async def test_g13_is_a_switch_of_the_policy(work: Work) -> None:
    (pack,) = automatic_packs(work.services.catalogue.packs.values())
    answers = {
        "person.hukou_code": "440104", "work.capacity": "full", "work.willing": True, "work.accepts_assistance": True,
        "work.status": "unemployed", "unemp.registered": True, "pension.receiving": False, "person.situation": "none",
        "person.sex": "F", "person.birth_date": date(1991, 11, 22), "disab.status": "none",
    }
    today = date(2026, 11, 21)
    assert weigh(pack, answers, today).again_on == date(2026, 11, 22)
    assert pack.automatic is not None
    off = replace(pack, automatic=replace(pack.automatic, later=False))
    assert weigh(off, answers, today).again_on is None


async def test_what_is_not_looked_at_again_is_forgotten_after_a_month(
    registrar: Registrar, desk: Desk, clock: StoppedClock
) -> None:
    await registrar.tells(GP01)
    clock.advance(days=31)
    assert desk.system(service.forget_registrations) == 1
    (kept,) = registrations(desk)
    assert kept.sealed == b""
    assert desk.do("huangjing", queries.sheets, "本周上门通知").total == 0


async def test_nobody_is_recognised_where_nobody_would_look_after_her(
    http: httpx2.AsyncClient, work: Work, desk: Desk, clock: StoppedClock
) -> None:
    work.services.settings.registrations_key = SecretStr(KEY)
    answer = await Registrar(http).tells(GP01)
    assert answer.json()["outcome"] == "nobody"
    officers_of_guangzhou(desk)
    clock.advance(days=1)
    desk.system(service.look_again)
    assert [entry.mode for entry in entries(desk)] == ["auto"]


async def test_gz_13_no_objection_while_an_exit_is_undecided(registrar: Registrar, desk: Desk) -> None:
    await registrar.tells(GP01, area=DISTRICT)
    (entry,) = entries(desk)

    def leaving(unit: Unit) -> None:
        unit.session.get_one(Entry, entry.id).state = "leaving"

    desk.system(leaving)
    with refused("objection.not_automatic", 409):
        desk.do("huangjing", objections.take_down, entry.number, "不对")


async def test_gz_02_two_officers_annul_and_whoever_proposed_it_is_not_the_second(
    registrar: Registrar, desk: Desk
) -> None:
    await registrar.tells(GP01)
    (entry,) = entries(desk)
    desk.do("linfang", objections.take_down, entry.number, "不愿意列入。")
    with refused("objection.not_proposed", 409):
        desk.do("liangwei", objections.annul, entry.number, _version(desk))
    desk.do("linfang", objections.correct, entry.number, _version(desk), (), "本人不愿意列入。")
    with refused("objection.same_person", 403):
        desk.do("linfang", objections.annul, entry.number, _version(desk))
    shown = [desk.read(login, registry_queries.entry, entry.number).automatic for login in ("linfang", "liangwei")]
    assert [one and one.objection and one.objection.may_annul for one in shown] == [False, True]
    assert [one and one.objection and one.objection.proposed_by for one in shown] == ["林芳", "林芳"]
    desk.do("liangwei", objections.keep, entry.number, _version(desk), "核对过，认定正确。")
    with refused("objection.not_proposed", 409):
        desk.do("huangjing", objections.annul, entry.number, _version(desk))
    assert [one.state for one in entries(desk)] == ["active"]


async def test_gz_02_a_district_reads_an_objection_of_a_street_and_answers_none(registrar: Registrar, desk: Desk) -> None:
    await registrar.tells(GP01)
    (entry,) = entries(desk)
    with refused("register.level_inspects", 403):
        desk.do("huangjing", objections.take_down, entry.number, "不愿意列入。")
    desk.do("linfang", objections.take_down, entry.number, "不愿意列入。")
    for act in (objections.keep, lambda *told: objections.correct(*told[:3], (), told[3])):
        with refused("register.level_inspects", 403):
            desk.do("huangjing", act, entry.number, _version(desk), "认定正确。")
    view = desk.read("huangjing", registry_queries.entry, entry.number)
    assert (view.reviewer, view.automatic is not None) == (False, True)


def _objections(unit: Unit) -> list[Objection]:
    return list(unit.session.query(Objection).order_by(Objection.id))


def _version(desk: Desk) -> int:
    return entries(desk)[0].version
