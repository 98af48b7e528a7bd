"""Sending, and what follows: receipt, letter, corrections, withdrawal, forgetting."""

import base64
import io
from datetime import date

import httpx2
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from backend.applications import review
from backend.applications.models import Application, PaperFileRow
from backend.applications.receipts import check_sign, is_receipt, new_receipt
from backend.applications.retention import forget_expired
from backend.applications.sealed import read_answers, read_assessment
from backend.applications.views import DefectClaim
from backend.core import audit
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Account, NumberTried
from backend.people.service import details_of, person_of
from contract.application import ApplicationTurn
from contract.channel import ChannelFile, ChatEvent, ChatEvents, OpenedChat
from contract.screening import ScreeningTurn
from tests import papers
from tests.backend.citizen import AtTheWall, Refused, refuses
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.people import PEOPLE, SUN_LI, WANG_XIUYING, ZHANG_GUIHUA, ZHAO_MIN, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


async def seen(citizen: AtTheWall, turn: ApplicationTurn) -> ApplicationTurn:
    return await citizen.ask(ApplicationTurn, "GET", f"/applications/{turn.id}")


def row_of(work: Work, turn: ApplicationTurn) -> Application:
    return work.read_now(SYSTEM, lambda unit: unit.session.get_one(Application, turn.id))


def returned(desk: Desk, turn: ApplicationTurn, *claims: DefectClaim) -> None:
    desk.take_up(ZHOU_MIN, turn.id)
    desk.do(ZHOU_MIN, review.return_for_correction, turn.id, desk.version(turn.id), claims)


PHONE_WRONG = DefectClaim("field", "phone", "电话打不通。")
PAPER_DARK = DefectClaim("paper", "identity", "照片看不清。")


# --- sending


async def test_sending_gives_a_receipt_an_office_and_a_day(wang: AtTheWall) -> None:
    turn = await wang.applies()
    assert (turn.state, turn.phase) == ("submitted", "sent")
    assert is_receipt(turn.receipt)
    assert turn.receipt.startswith("3605-261121-")
    assert turn.office == "渝水区城南街道人力资源社会保障事务站所"
    assert turn.next_step == (
        f"已送到{turn.office}，承诺2026年12月4日前办完。请保持电话畅通。\n"
        "办理承诺：初审10个工作日，审核10个工作日。等您补正的时间不算在内。"
    )
    assert [(step.name, step.state, step.on) for step in turn.steps] == [
        ("已提交", "done", "2026年11月21日"),
        ("街道（乡镇）初审", "now", ""),
        ("县（区）审核", "ahead", ""),
        ("结果", "ahead", ""),
    ]


async def test_sending_twice_is_sending_once(wang: AtTheWall, desk: Desk) -> None:
    ready = await wang.ready()
    first, second = await wang.sends(ready), await wang.sends(ready)
    assert second == first
    assert len(desk.letters(ready.id)) == 1


async def test_what_was_sent_is_kept_to_be_replayed(wang: AtTheWall, work: Work) -> None:
    turn = await wang.applies()

    def kept(unit: Unit) -> tuple[object, ...]:
        row = unit.session.get_one(Application, turn.id)
        person = person_of(unit, WANG_XIUYING.id_number)
        assert person is not None
        assert row.person_id == person.id
        assert details_of(unit, person)["name"] == "王秀英"
        sentences = [entry.action for entry in audit.history(unit.session, f"application:{turn.id}")]
        return read_answers(unit, row), read_assessment(unit, row), sentences, row.categories

    answers, assessment, sentences, categories = work.read_now(SYSTEM, kept)
    assert answers["person.birth_date"] == date(1980, 3, 5)  # type: ignore[index]
    assert assessment.verdict.word == "yes"  # type: ignore[attr-defined]
    assert sentences[:2] == ["application.started", "application.submitted"]
    assert categories == ["X1"]


async def test_nothing_readable_lies_in_the_table(wang: AtTheWall, work: Work) -> None:
    row = row_of(work, await wang.applies())
    sealed = row.form + row.answers + row.assessment
    assert "王秀英".encode() not in sealed
    assert WANG_XIUYING.id_number.encode() not in sealed


async def test_an_incomplete_form_names_what_is_missing(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="wishes")
    with refuses("application.fields_missing", 409, labels=["就业创业意愿", "照片"]):
        await wang.sends(turn)


async def test_another_declaration_than_shown_is_shown_first(wang: AtTheWall) -> None:
    ready = await wang.ready()
    with refuses("declaration.outdated", 409, version=ready.declaration_version):
        await wang.does(ready, "submit", {"declaration_version": "2020-01"})


async def test_a_person_with_an_open_case_is_told_where_it_is(wang: AtTheWall) -> None:
    sent = await wang.applies()
    again = await wang.fills(await wang.begins(), until="id_number")
    with refuses("application.already_open", 409, receipt=sent.receipt, telephone="12333"):
        await wang.puts(again, "id_number", WANG_XIUYING.id_number)
    assert next(line.shown for line in (await seen(wang, again)).lines if line.field == "name") == "王秀英"


async def test_another_account_does_not_learn_the_receipt(wang: AtTheWall, http: httpx2.AsyncClient) -> None:
    await wang.applies()
    helper = AtTheWall(http, WANG_XIUYING, account="telegram:4242")
    draft = await helper.fills(await helper.begins(), until="id_number")
    with refuses("id_number.not_here", 409, telephone="12333", receipt=None):
        await helper.puts(draft, "id_number", WANG_XIUYING.id_number)


async def test_two_ready_drafts_of_one_person_make_one_case(
    wang: AtTheWall, http: httpx2.AsyncClient
) -> None:
    helper = AtTheWall(http, WANG_XIUYING, account="telegram:4242")
    mine, other = await wang.ready(), await helper.ready()
    await wang.sends(mine)
    with refuses("id_number.not_here", 409):
        await helper.sends(other)
    assert (await seen(helper, other)).state == "draft"


async def test_who_is_on_the_register_need_not_apply_again(wang: AtTheWall, desk: Desk) -> None:
    turn = await wang.applies()
    desk.pass_preliminary(ZHOU_MIN, turn.id)
    desk.take_up(ZHENG_JIE, turn.id)
    desk.endorse(ZHENG_JIE, turn.id)
    done = await seen(wang, turn)
    assert (done.state, done.can_withdraw) == ("recognised", False)
    assert [step.state for step in done.steps] == ["done"] * 4
    assert done.steps[3].note == "已认定"
    again = await wang.fills(await wang.begins(), until="id_number")
    with refuses("registry.already_standing", 409):
        await wang.puts(again, "id_number", WANG_XIUYING.id_number)


async def test_another_account_does_not_learn_who_is_on_the_register(
    wang: AtTheWall, http: httpx2.AsyncClient, desk: Desk
) -> None:
    helper = AtTheWall(http, WANG_XIUYING, account="telegram:4242")
    draft = await helper.fills(await helper.begins(), until="id_number")
    turn = await wang.applies()
    with pytest.raises(Refused) as while_open:
        await helper.puts(draft, "id_number", WANG_XIUYING.id_number)
    desk.pass_preliminary(ZHOU_MIN, turn.id)
    desk.take_up(ZHENG_JIE, turn.id)
    desk.endorse(ZHENG_JIE, turn.id)
    with pytest.raises(Refused) as when_recognised:
        await helper.puts(draft, "id_number", WANG_XIUYING.id_number)
    assert while_open.value.args == when_recognised.value.args


async def test_a_chat_may_try_five_numbers_an_hour(wang: AtTheWall, clock: StoppedClock) -> None:
    numbers = [person.id_number for person in PEOPLE[:6]]
    turn = await wang.fills(await wang.begins(), until="id_number")
    for number in numbers[:5]:
        await wang.puts(turn, "id_number", number)
        turn = await wang.does(turn, "fields/id_number/reopen")
    with refuses("id_number.too_many_tries", 409, limit=5):
        await wang.puts(turn, "id_number", numbers[5])
    await wang.puts(turn, "id_number", numbers[4])
    turn = await wang.does(turn, "fields/id_number/reopen")
    clock.advance(hours=1)
    await wang.puts(turn, "id_number", numbers[5])


async def test_a_refused_number_counts_as_tried(
    wang: AtTheWall, http: httpx2.AsyncClient, work: Work
) -> None:
    await wang.applies()
    helper = AtTheWall(http, WANG_XIUYING, account="telegram:4242")
    draft = await helper.fills(await helper.begins(), until="id_number")
    with refuses("id_number.not_here"):
        await helper.puts(draft, "id_number", WANG_XIUYING.id_number)
    tried = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(NumberTried)).all())
    assert len({row.account_id for row in tried}) == 2


async def test_tried_numbers_are_forgotten_although_the_chat_never_comes_back(
    wang: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    turn = await wang.fills(await wang.begins(), until="id_number")
    await wang.puts(turn, "id_number", WANG_XIUYING.id_number)
    assert work.do_now(SYSTEM, forget_expired).tries == 0
    clock.advance(hours=1)
    assert work.do_now(SYSTEM, forget_expired).tries == 1


async def test_another_account_sees_what_nobody_has(wang: AtTheWall, http: httpx2.AsyncClient) -> None:
    turn = await wang.ready()
    zhao = AtTheWall(http, ZHAO_MIN)
    await zhao.starts()
    for method, path in (("GET", ""), ("POST", "/withdraw"), ("POST", "/supply"), ("GET", "/form.pdf")):
        with refuses("application.not_found", 404):
            await zhao.ask(dict, method, f"/applications/{turn.id}{path}")
    with refuses("application.not_found", 404):
        await wang.ask(dict, "GET", f"/applications/{'0' * 32}")


async def test_after_sending_nothing_can_be_changed(wang: AtTheWall) -> None:
    turn = await wang.applies()
    with refuses("application.sent_already", 409, receipt=turn.receipt):
        await wang.puts(turn, "name", "王秀")
    with refuses("application.sent_already", 409):
        await wang.hands_in(turn, "identity", papers.jpeg("新"))
    assert not any(line.editable for line in turn.lines)


# --- corrections


async def test_everything_to_mend_is_told_at_once_and_only_that_can_be_changed(
    wang: AtTheWall, desk: Desk
) -> None:
    sent = await wang.applies()
    returned(desk, sent, PHONE_WRONG, PAPER_DARK)
    turn = await seen(wang, sent)
    assert (turn.state, turn.can_submit) == ("awaiting_correction", False)
    assert [(one.kind, one.label, one.comment, one.mended) for one in turn.defects] == [
        ("field", "联系电话", "电话打不通。", False),
        ("paper", "身份证或户口本", "照片看不清。", False),
    ]
    assert [line.field for line in turn.lines if line.editable] == ["phone"]
    assert turn.next_step.startswith("请在2026年12月21日前补好")
    assert turn.steps[1].state == "stopped"
    identity = next(paper for paper in turn.papers if paper.item.id == "identity")
    assert (identity.state, identity.comment) == ("rejected", "照片看不清。")
    with refuses("application.not_asked_for", 409, label="姓名"):
        await wang.puts(turn, "name", "王秀")
    with refuses("application.defects_open", 409, labels=["联系电话", "身份证或户口本"]):
        await wang.does(turn, "supply")


async def test_what_was_mended_goes_back_to_the_same_office(wang: AtTheWall, desk: Desk) -> None:
    sent = await wang.applies()
    returned(desk, sent, PHONE_WRONG, PAPER_DARK)
    turn = await wang.does(sent, "fields/phone/reopen")
    assert turn.prompt is not None
    assert (turn.prompt.field, turn.prompt.current) == ("phone", "199****0001")
    turn = await wang.puts(turn, "phone", "19911112222")
    turn = await wang.hands_in(turn, "identity", papers.jpeg("重拍"))
    assert all(one.mended for one in turn.defects)
    assert turn.can_submit
    turn = await wang.does(turn, "supply")
    assert (turn.state, turn.phase, turn.receipt) == ("in_review", "sent", sent.receipt)
    assert await wang.does(turn, "supply") == turn
    view = desk.case(ZHOU_MIN, sent.id)
    changed = next(line for line in view.fields if line.field == "phone")
    assert (changed.before, changed.shown) == ("199****0001", "199****2222")
    identity = next(paper for paper in view.papers if paper.requirement == "identity")
    assert [file.new for file in identity.files] == [False, True]


async def test_a_new_photo_taken_back_is_a_defect_again(wang: AtTheWall, desk: Desk) -> None:
    sent = await wang.applies()
    returned(desk, sent, PAPER_DARK)
    turn = await wang.hands_in(sent, "identity", papers.jpeg("重拍"))
    new = next(paper for paper in turn.papers if paper.item.id == "identity").files[-1]
    turn = await wang.ask(ApplicationTurn, "DELETE", f"/applications/{sent.id}/papers/files/{new.id}")
    assert not turn.defects[0].mended


async def test_a_wrong_address_is_mended_in_its_parts(wang: AtTheWall, desk: Desk) -> None:
    sent = await wang.applies()
    returned(desk, sent, DefectClaim("field", "hukou_address", "门牌号不对。"))
    turn = await wang.does(sent, "fields/hukou_address/reopen")
    turn = await wang.puts(turn, "hukou_address_street", "城南街道")
    assert turn.prompt is not None
    turn = await wang.puts(turn, "hukou_address_detail", "平安路99号")
    assert next(one.shown for one in turn.lines if one.field == "hukou_address").endswith("平安路99号")
    assert (await wang.does(turn, "supply")).state == "in_review"


# --- withdrawal


async def test_a_sent_application_can_be_taken_back_once(wang: AtTheWall, desk: Desk) -> None:
    turn = await wang.applies()
    gone = await wang.does(turn, "withdraw")
    assert (gone.state, gone.can_withdraw) == ("withdrawn", False)
    assert await wang.does(turn, "withdraw") == gone
    assert len(desk.letters(turn.id)) == 2
    assert [case.state_label for case in await wang.cases()] == ["已撤回"]
    with refuses("application.illegal_move", 409):
        await wang.sends(turn)
    with refuses("application.illegal_move", 409):
        await wang.does(turn, "supply")
    with refuses("application.ended", 409):
        await wang.puts(turn, "name", "王")


async def test_after_a_withdrawal_one_may_apply_anew(wang: AtTheWall) -> None:
    first = await wang.applies()
    await wang.does(first, "withdraw")
    second = await wang.applies()
    assert second.receipt not in ("", first.receipt)


async def test_a_draft_thrown_away_leaves_nothing_behind(wang: AtTheWall, work: Work) -> None:
    turn = await wang.ready()
    await wang.does(turn, "withdraw")
    assert await wang.cases() == ()
    assert (await wang.home()).draft is None
    assert not [path for path in (work.services.settings.data / "files").rglob("*") if path.is_file()]
    assert row_of(work, turn).person_index is None


async def test_a_decided_case_cannot_be_taken_back(wang: AtTheWall, desk: Desk) -> None:
    turn = await wang.applies()
    desk.take_up(ZHOU_MIN, turn.id)
    desk.do(ZHOU_MIN, review.decline, turn.id, desk.version(turn.id), "art-1", "不在本市户籍。")
    declined = await seen(wang, turn)
    assert [step.state for step in declined.steps] == ["done", "stopped", "ahead", "done"]
    assert declined.steps[3].note == "不予认定"
    with refuses("application.illegal_move", 409):
        await wang.does(turn, "withdraw")


# --- home, documents, forgetting


async def test_home_knows_what_was_begun(wang: AtTheWall) -> None:
    empty = await wang.home()
    assert (empty.draft, empty.cases, empty.screening) == (None, (), None)
    assert (empty.operator, empty.telephone) == ("广州市就业中心、新余市就业创业服务中心", "12333")
    assert empty.policies[0].minutes >= 1
    begun = await wang.replies(await wang.starts())
    assert (await wang.home()).screening == begun.id
    sent = await wang.applies()
    home = await wang.home()
    assert home.draft is None
    assert [case.receipt for case in home.cases] == [sent.receipt]
    assert [case.id for case in await wang.cases()] == [sent.id]


async def test_the_language_is_remembered(wang: AtTheWall, work: Work) -> None:
    home = (await wang.call("PUT", "/language", {"language": "en"})).json()
    assert home["language"] == "en"
    assert (await wang.home()).language == "en"
    account = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Account)).one())
    assert account.language == "en"
    refusal = (await wang.call("PUT", "/language", {"language": "tlh"})).json()
    assert refusal["code"] == "language.unknown"


@pytest.mark.parametrize("sent", [False, True])
async def test_the_official_form_can_be_had_at_any_time(wang: AtTheWall, sent: bool) -> None:
    turn = await wang.ready()
    if sent:
        turn = await wang.sends(turn)
    document = await wang.document(f"/applications/{turn.id}/form.pdf")
    text = PdfReader(io.BytesIO(base64.b64decode(document.content_base64))).pages[0].extract_text()
    assert document.filename == "新余市就业困难人员认定申请表.pdf"
    for words in ("王秀英", WANG_XIUYING.id_number, "平安路1号", "■城镇", "■本人身份证和户口本", "■就业推荐"):
        assert words in text.replace(" ", ""), words


async def test_xy_23_the_form_carries_both_opinions_in_the_end(wang: AtTheWall, desk: Desk) -> None:
    turn = await wang.applies()
    desk.pass_preliminary(ZHOU_MIN, turn.id)
    desk.take_up(ZHENG_JIE, turn.id)
    desk.endorse(ZHENG_JIE, turn.id, "同意认定。")
    document = await wang.document(f"/applications/{turn.id}/form.pdf")
    text = PdfReader(io.BytesIO(base64.b64decode(document.content_base64))).pages[0].extract_text()
    assert "情况属实，同意。" in text
    assert "同意认定。" in text


async def test_drafts_and_self_checks_are_forgotten_after_thirty_days(
    wang: AtTheWall, http: httpx2.AsyncClient, work: Work, clock: StoppedClock
) -> None:
    draft = await wang.ready()
    zhang = AtTheWall(http, ZHANG_GUIHUA)
    sent = await zhang.applies()
    clock.advance(days=29)
    assert work.do_now(SYSTEM, forget_expired).drafts == 0
    clock.advance(days=1, seconds=1)
    forgotten = work.do_now(SYSTEM, forget_expired)
    assert (forgotten.drafts, forgotten.screenings) == (1, 2)
    with refuses("application.not_found", 404):
        await seen(wang, draft)
    assert (await seen(zhang, sent)).state == "submitted"
    kept = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(PaperFileRow.id)).all())
    on_disk = {path.name for path in (work.services.settings.data / "files").rglob("*") if path.is_file()}
    assert on_disk == set(kept)


async def test_a_draft_touched_in_between_is_kept(wang: AtTheWall, work: Work, clock: StoppedClock) -> None:
    draft = await wang.begins()
    clock.advance(days=20)
    await wang.puts(draft, "name", "王秀英")
    clock.advance(days=20)
    assert work.do_now(SYSTEM, forget_expired).drafts == 0
    assert (await seen(wang, draft)).kept_until == "2027年1月10日"


def test_receipts_tell_a_slip_of_the_pen() -> None:
    receipt = new_receipt("360500", date(2026, 11, 21))
    assert is_receipt(receipt)
    assert len(receipt) <= 30
    signs = receipt[12:].replace("-", "")
    assert check_sign(signs[:-1]) == signs[-1]
    for place in range(12, len(receipt)):
        if receipt[place] != "-":
            other = "0" if receipt[place] != "0" else "1"
            assert not is_receipt(receipt[:place] + other + receipt[place + 1 :])
    assert not is_receipt("3605")
    assert new_receipt("360500", date(2026, 11, 21)) != receipt


async def test_a_screening_turn_stays_what_it_was_after_applying(wang: AtTheWall) -> None:
    check = await wang.checks()
    await wang.consents(check.id)
    assert (await wang.ask(ScreeningTurn, "GET", f"/screenings/{check.id}")).outcome == check.outcome


async def test_the_office_learns_where_to_visit_and_what_was_wished(
    http: httpx2.AsyncClient, desk: Desk
) -> None:
    wang = AtTheWall(http, WANG_XIUYING)
    own = {
        "apply_at": "常住地",
        "residence_district": "分宜县",
        "residence_street": "钤东街道",
        "residence_detail": "滨河路3号",
        "wishes": "其他",
        "wishes_other": "想学做饭",
    }
    turn = await wang.sends(await wang.hands_in_all(await wang.fills(await wang.begins(), **own)))
    assert turn.office == "分宜县钤东街道人力资源社会保障事务站所"
    lines = {line.field: line for line in desk.case(SUN_LI, turn.id).fields}
    assert lines["residence"].label == "常住地址"
    assert lines["residence"].masked
    assert lines["wishes"].shown == "其他：想学做饭"


async def test_a_draft_thrown_away_takes_what_was_said_and_sent_in_the_browser_with_it(
    http: httpx2.AsyncClient, clock: StoppedClock
) -> None:
    opened = await AtTheWall(http).ask(OpenedChat, "POST", "/chats")
    wang = AtTheWall(http, account=f"web:{opened.chat_id}")
    log = f"/chats/{opened.chat_id}"

    async def says(text: str) -> ChatEvent:
        return await wang.ask(ChatEvent, "POST", f"{log}/events", {"kind": "user", "body": {"text": text}})

    before = await says("自测")
    clock.advance(minutes=1)
    turn = await wang.begins()
    clock.advance(minutes=1)
    after = await says(WANG_XIUYING.id_number)
    sent = await wang.ask(ChannelFile, "POST", f"{log}/files", content=papers.jpeg("身份证"))
    await wang.does(turn, "withdraw")
    left = await wang.ask(ChatEvents, "GET", f"{log}/events")
    assert [(event.kind, event.message_id) for event in left.events] == [
        ("user", before.message_id),
        ("delete", after.message_id),
    ]
    assert left.events[1].seq > after.seq
    assert (await says("菜单")).message_id > after.message_id
    with refuses("file.not_found", 404):
        await wang.ask(ChannelFile, "GET", f"{log}/files/{sent.file_id}")
