"""How a recognition ends: proposed by one, decided by another, told to the person, and never by a machine."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.registry import exit_papers, exits
from backend.registry.exit_guards import EvidenceFile, Wish, ruled
from backend.registry.models import BasisLapse, Entry, ExitProposal, ProvincialMessage, RecoveryCase
from tests.backend.desk import Desk, refused
from tests.backend.registry.leaving import TODAY, Register, days_ago, on_the_register, pension
from tests.people import HE_WEI, SUN_LI, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN, Officer


@pytest.fixture
def number(desk: Desk) -> str:
    return on_the_register(desk, WANG_XIUYING)


def test_xy_29_xy_31_an_exit_is_proposed_by_the_station_and_decided_by_the_county(
    register: Register, number: str
) -> None:
    """The day it takes effect and the moment it was decided are both kept; the first may come before the second."""
    assert register.propose(number, pension()).outcome == "proposed"
    assert register.entry(number).state == "leaving"
    register.reply_time_over()
    assert register.confirm(number).outcome == "exited"
    entry = register.entry(number)
    assert (entry.state, entry.exited_on) == ("exited", TODAY)
    assert entry.exited_at is not None
    assert entry.exited_at.date() == TODAY + timedelta(days=10)


@pytest.mark.parametrize("who", [ZHOU_MIN, WU_GANG])
def test_xy_29_only_the_county_decides_an_exit(register: Register, number: str, who: Officer) -> None:
    register.propose(number, pension())
    register.reply_time_over()
    with refused("exit.not_yours_to_decide", 403):
        register.confirm(number, who)
    with refused("exit.not_yours_to_decide", 403):
        register.desk.do(who, exits.refuse, number, register.version(number), "记录有误。")
    assert register.entry(number).state == "leaving"


def test_whoever_proposed_an_exit_does_not_decide_it(register: Register, number: str) -> None:
    register.propose(number, pension(), ZHENG_JIE)
    register.reply_time_over()
    with refused("exit.same_person", 403):
        register.confirm(number, ZHENG_JIE)


@pytest.mark.parametrize("who", [SUN_LI, HE_WEI])
def test_xy_01_another_county_does_not_even_see_the_entry(register: Register, number: str, who: Officer) -> None:
    with refused("register.not_found", 404):
        register.desk.do(who, exits.propose, number, 1, pension())


def test_an_inspector_only_looks(register: Register, number: str) -> None:
    with refused("review.read_only", 403):
        register.desk.do("inspector", exits.propose, number, 1, pension())


def test_xy_30_the_letters_are_written_with_the_act(register: Register, number: str) -> None:
    register.propose(number, pension())
    told = register.letters(number)[-1].text
    for words in (
        "拟退出告知",
        "情形：已享受基本养老保险待遇",
        "情况：您从本月起领取养老金。",
        "余人社字〔2023〕82号 第三条第（一）项第1目",
        "请在2026年11月30日前（含当天）说明",
        "决定之前，您的身份不变",
    ):
        assert words in told
    register.reply_time_over()
    register.confirm(number)
    decided = register.letters(number)[-1].text
    for words in (
        "退出就业困难人员身份",
        "退出日期：2026年11月21日",
        "审定日期：2026年12月1日",
        "不再享受就业援助",
        "满3个月",
        "最早2027年2月21日",
        "行政复议",
    ):
        assert words in decided
    assert all(WANG_XIUYING.id_number not in letter.text for letter in register.letters(number))


def test_xy_30_without_its_letter_there_is_no_exit(
    register: Register, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.propose(number, pension())
    register.reply_time_over()
    before = register.desk.count(OutboxRow)

    def no_paper(*_: object, **__: object) -> str:
        raise RuntimeError("the printer is on fire")

    monkeypatch.setattr("backend.registry.letter_desk.post", no_paper)
    with pytest.raises(RuntimeError):
        register.confirm(number)
    assert register.entry(number).state == "leaving"
    assert register.desk.count(OutboxRow) == before


def test_x21_after_a_death_nobody_is_written_to_and_the_reason_is_on_record(
    register: Register, number: str
) -> None:
    letters = len(register.letters(number))
    register.propose(number, Wish("left_labour_market", "died", days_ago(0), "死亡证明"))
    register.confirm(number)
    assert register.entry(number).state == "exited"
    assert len(register.letters(number)) == letters
    assert register.proposals(number)[-1].untold == "died"


def test_xy_31_the_day_of_an_exit_is_never_in_the_future(register: Register, number: str) -> None:
    with refused("exit.day_in_future", 422):
        register.propose(number, pension(TODAY + timedelta(days=1)))
    with refused("exit.day_before_recognition", 422):
        register.propose(number, pension(days_ago(1)))
    register.propose(number, pension())
    register.reply_time_over()
    with refused("exit.day_in_future", 422):
        register.confirm(number, on=TODAY + timedelta(days=11))


def test_before_she_answered_or_had_the_time_to_nothing_is_decided(register: Register, number: str) -> None:
    register.propose(number, pension())
    register.clock.advance(days=7)
    with refused("exit.reply_open", 409):
        register.confirm(number)
    register.desk.do(ZHOU_MIN, exits.reply, number, register.version(number), "我知道了，没有意见。")
    assert register.confirm(number).outcome == "exited"


def test_a_refused_proposal_leaves_everything_as_it_was_and_she_is_told(register: Register, number: str) -> None:
    register.propose(number, pension())
    done = register.desk.do(ZHENG_JIE, exits.refuse, number, register.version(number), "领取的是遗属待遇。")
    assert done.outcome == "kept"
    assert register.entry(number).state == "active"
    letter = register.letters(number)[-1].text
    for words in (
        "不退出，身份保留",
        "身份和认定类别都不变",
        "情形：已享受基本养老保险待遇",
        "依据：余人社字〔2023〕82号 第三条第（一）项第1目",
        "审定日期：2026年11月21日",
        "审定机构：渝水区",
        "您不用办手续",
        "情况有变化的，请告诉",
        "60日内，依法申请行政复议",
        "咨询电话：",
    ):
        assert words in letter
    assert "遗属" not in letter, "the reason stays in the file"


def test_the_letter_of_a_refused_exit_names_no_ground_that_is_private(register: Register, number: str) -> None:
    register.propose(number, Wish("left_labour_market", "imprisoned", TODAY, "判决书", "情况已核实。"))
    register.desk.do(ZHENG_JIE, exits.refuse, number, register.version(number), "判决尚未生效。")
    letter = register.letters(number)[-1].text
    assert "判刑" not in letter
    assert "第三条第（一）项第1目" in letter


def test_the_previews_are_the_letters(register: Register, number: str) -> None:
    desk = register.desk
    preview = desk.read(ZHOU_MIN, exits.preview_proposal, number, 1, pension())
    register.propose(number, pension())
    assert register.letters(number)[-1].text == preview
    register.reply_time_over()
    preview = desk.read(ZHENG_JIE, exits.preview_decision, number, 2, TODAY)
    register.confirm(number)
    assert register.letters(number)[-1].text == preview


def test_of_two_officers_one_wins(register: Register, number: str) -> None:
    register.propose(number, pension())
    with refused("register.changed_meanwhile", 409):
        register.desk.do(WU_GANG, exits.propose, number, 1, pension())
    with refused("register.illegal_move", 409):
        register.desk.do(WU_GANG, exits.propose, number, 2, pension())


@pytest.mark.usefixtures("number")
def test_the_database_itself_forbids_two_open_proposals(register: Register, number: str) -> None:
    register.propose(number, pension())

    def force(unit: Unit) -> None:
        one = unit.session.query(ExitProposal).one()
        names = ("entry_id", "pack_version", "origin", "ground", "reason", "bases", "effective_on", "proposed_at")
        copied = {name: getattr(one, name) for name in names}
        unit.session.add(ExitProposal(**copied, evidence=b"", told=b""))

    with pytest.raises(IntegrityError):
        register.desk.system(force)


@pytest.mark.parametrize(
    ("wish", "code", "status"),
    [
        (Wish("", "", TODAY, "记录", "说明"), "exit.ground_missing", 422),
        (Wish("employed", "", TODAY, "记录", "说明"), "exit.ground_missing", 422),
        (Wish("left_labour_market", "", TODAY, "记录", "说明"), "exit.reason_missing", 422),
        (Wish("left_labour_market", "moved", TODAY, "记录", "说明"), "exit.reason_missing", 422),
        (replace(pension(), evidence=" "), "exit.evidence_missing", 422),
        (replace(pension(), told=" "), "exit.told_missing", 422),
        (replace(pension(), told=f"号码{WANG_XIUYING.id_number}"), "review.id_number_in_text", 422),
        (Wish("left_zero_employment", "", TODAY, "记录", "说明"), "exit.basis_not_held", 409),
        (Wish("declined", "refused_services", TODAY, "记录", "说明"), "exit.too_few_refusals", 409),
        (Wish("left_labour_market", "retirement_age", TODAY, "记录", "说明"), "exit.not_retired", 409),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_with_a_proposal_is_named(
    register: Register, number: str, wish: Wish, code: str, status: int
) -> None:
    with refused(code, status):
        register.propose(number, wish)
    assert register.entry(number).state == "active"


def test_x22_one_of_several_bases_ends_and_the_others_stay(desk: Desk, register: Register) -> None:
    number = on_the_register(desk, WANG_XIUYING, "X1", "X2")
    wish = Wish("left_zero_employment", "", TODAY, "家人的参保记录", "您的家人已经就业。")
    register.propose(number, wish)
    told = register.letters(number)[-1].text
    assert "拟不再保留的类别：零就业家庭成员" in told
    assert "拟退出您的就业困难人员身份" not in told
    assert "再次申请" not in told
    register.reply_time_over()
    assert register.confirm(number).outcome == "lapsed"
    entry = register.entry(number)
    assert (entry.state, entry.bases, desk.count(BasisLapse)) == ("active", ["X1", "X2"], 1)
    letter = register.letters(number)[-1].text
    assert "不再保留的类别：零就业家庭成员" in letter
    assert "您的就业困难人员身份不变" in letter
    register.propose(number, pension())
    register.reply_time_over()
    assert register.confirm(number).outcome == "exited"


def test_xy_37_the_decider_has_to_affirm_that_the_deceit_is_verified(register: Register, number: str) -> None:
    register.propose(number, Wish("false_information", "", TODAY, "核实记录", "您提供的情况与记录不符。"))
    register.reply_time_over()
    with refused("exit.affirm_missing", 422):
        register.confirm(number, affirmed=False)
    register.confirm(number)
    assert register.desk.count(RecoveryCase) == 0


def test_xy_38_the_recovery_case_opens_together_with_the_exit(register: Register, number: str) -> None:
    register.propose(number, Wish("subsidy_fraud", "", TODAY, "查实结论", "补助资金被查实骗取。"))
    assert register.desk.count(RecoveryCase) == 0
    register.reply_time_over()
    register.confirm(number)
    assert register.desk.count(RecoveryCase) == 1


def test_xy_27_whose_exit_is_only_proposed_cannot_be_entered_again(register: Register, number: str) -> None:
    register.propose(number, pension())

    def force(unit: Unit) -> None:
        one = unit.session.query(Entry).one()
        names = ("person_id", "application_id", "pack", "pack_version", "bases", "office_id", "owner_id")
        copied = {name: getattr(one, name) for name in names} | {"application_id": "other"}
        unit.session.add(
            Entry(number="RD-2", recognised_on=one.recognised_on, created_at=unit.now, **copied)
        )

    with pytest.raises(IntegrityError):
        register.desk.system(force)


def test_xy_43_recognition_and_exit_are_queued_for_the_province_with_the_act(
    register: Register, number: str
) -> None:
    def kinds(unit: Unit) -> list[str]:
        acts = unit.session.query(ProvincialMessage).where(ProvincialMessage.kind != "lookup")
        return [row.kind for row in acts.order_by(ProvincialMessage.id)]

    assert register.desk.system(kinds)[-1:] == ["recognition"]
    register.leave(number, pension())
    assert register.desk.system(kinds)[-2:] == ["recognition", "exit"]
    again = on_the_register(register.desk, WANG_XIUYING)
    assert again != number
    assert register.desk.system(kinds)[-3:] == ["recognition", "exit", "re_recognition"]


def test_evidence_is_sealed_and_its_files_with_it(register: Register, number: str) -> None:
    file = EvidenceFile("记录.jpg", "image/jpeg", b"a picture")
    register.propose(number, replace(pension(), files=(file,)))
    proposal = register.proposals(number)[0]
    assert "养老".encode() not in proposal.evidence
    assert register.desk.work.read_now(SYSTEM, exit_papers.evidence_of, proposal) == "养老待遇发放记录"


def test_xy_34_a_second_wish_is_refused_in_words_wherever_it_comes_from(register: Register, number: str) -> None:
    """The life-cycle speaks before the database does: no page breaks over a second wish."""
    register.propose(number, Wish("declined", "own_wish", TODAY, "本人的申请", "本人申请退出。"))

    def again(unit: Unit) -> None:
        entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
        wish = Wish("declined", "own_wish", TODAY, "本人的申请", "本人申请退出。")
        exits.put_forward(unit, entry, ruled(unit, entry, wish), "person")

    with refused("register.illegal_move", 409):
        register.desk.system(again)
    assert len(register.proposals(number)) == 1
