"""A paper proves itself: by a code anybody may ask about, and which tells nobody who it is about."""

import base64
import io
import re

import httpx2
import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, event, select

from backend.applications import review
from backend.applications.check_codes import genuine, proof_of
from backend.applications.models import Application, CheckCode
from backend.core.work import SYSTEM, Work
from contract.application import ApplicationTurn
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk, hand_in
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.conftest import StoppedClock
from tests.people import WANG_XIUYING, ZHAO_MIN, ZHENG_JIE, ZHOU_MIN

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


@pytest.fixture
async def sent(wang: AtTheWall) -> ApplicationTurn:
    return await wang.applies()


def code_of(work: Work, kind: str = "receipt") -> str:
    return work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(CheckCode.code).filter_by(kind=kind)).one())


async def printed(wang: AtTheWall, path: str) -> str:
    document = await wang.document(path)
    pages = PdfReader(io.BytesIO(base64.b64decode(document.content_base64))).pages
    return re.sub(r"\u200b", "", "".join(page.extract_text() for page in pages))


async def test_the_receipt_and_the_form_carry_their_codes_and_the_receipt_what_came_in(
    wang: AtTheWall, sent: ApplicationTurn, work: Work
) -> None:
    receipt = await printed(wang, f"/applications/{sent.id}/receipt.pdf")
    for words in ("受理回执", sent.receipt, WANG_XIUYING.name, "身份证或户口本", "2026 年 11 月 21 日", "不代表已经认定"):
        assert words in receipt.replace("\n", "")
    assert CODE.findall(receipt) == [code_of(work)]
    assert CODE.findall(await printed(wang, f"/applications/{sent.id}/form.pdf")) == [code_of(work, "form")]


async def test_a_draft_has_no_receipt_and_its_form_no_code(wang: AtTheWall) -> None:
    draft = await wang.begins()
    with refuses("application.receipt_void", 409):
        await wang.document(f"/applications/{draft.id}/receipt.pdf")
    assert not CODE.findall(await printed(wang, f"/applications/{draft.id}/form.pdf"))


async def test_anybody_may_ask_and_hears_no_name(
    wang: AtTheWall, sent: ApplicationTurn, work: Work, http: httpx2.AsyncClient
) -> None:
    page = await http.get(f"/verify/{code_of(work)}")
    assert page.status_code == 200
    for words in ("核对无误", "受理回执", sent.receipt, "2026-11-21", "办理中"):
        assert words in page.text
    for private in (WANG_XIUYING.name, WANG_XIUYING.id_number, WANG_XIUYING.phone, WANG_XIUYING.street, "4050"):
        assert private not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
async def test_a_code_is_found_however_it_is_typed(
    sent: ApplicationTurn, work: Work, http: httpx2.AsyncClient, typed: object
) -> None:
    assert callable(typed)
    page = await http.get("/verify", params={"code": typed(code_of(work))})
    assert "核对无误" in page.text


async def test_a_state_is_told_in_a_word(wang: AtTheWall, sent: ApplicationTurn, work: Work) -> None:
    await wang.does(sent, "withdraw")
    found = work.read_now(SYSTEM, genuine, code_of(work))
    assert found is not None
    assert found.state == "withdrawn"


async def test_xy_30_the_papers_of_whoever_has_left_are_not_told_as_in_force(
    desk: Desk, clock: StoppedClock, http: httpx2.AsyncClient
) -> None:
    """An employer who is shown the letter must not read 已认定 of a recognition that has ended."""
    number = on_the_register(desk, WANG_XIUYING)
    register = Register(desk, clock)
    codes = desk.system(lambda unit: [(one.code, one.kind) for one in unit.session.scalars(select(CheckCode))])
    assert [kind for _, kind in codes] == ["decision"]
    code = codes[0][0]
    assert "已认定" in (await http.get(f"/verify/{code}")).text
    register.propose(number, pension())
    assert "已认定" in (await http.get(f"/verify/{code}")).text, "a proposed exit changes nothing"
    register.reply_time_over()
    register.confirm(number)
    page = (await http.get(f"/verify/{code}")).text
    assert ("认定已不再有效" in page, "已认定" in page) == (True, False)


@pytest.mark.parametrize("code", ["7F3K-2M9Q-X4T8-WC00", "<script>alert(1)</script>", "' OR 1=1--", "０" * 60, "%00"])
async def test_what_is_no_code_of_ours_is_said_so_and_shown_as_text(http: httpx2.AsyncClient, code: str) -> None:
    page = await http.get("/verify", params={"code": code})
    assert page.status_code == 200
    assert "没有这个核验码" in page.text or not code.strip()
    assert "<script>alert" not in page.text


async def test_the_known_and_the_unknown_cost_the_same_questions(sent: ApplicationTurn, work: Work) -> None:
    with counted(work.engine) as of_known:
        work.read_now(SYSTEM, genuine, code_of(work))
    with counted(work.engine) as of_unknown:
        work.read_now(SYSTEM, genuine, "7F3K-2M9Q-X4T8-WC00")
    assert len(of_known) - 1 == len(of_unknown) == 1  # One more: the test looks the code up.


class counted:
    """The statements sent meanwhile."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.sent = engine, list[str]()

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            self.sent.append(statement)

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.sent

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)


async def test_the_link_is_printed_where_the_public_address_is_known(
    sent: ApplicationTurn, work: Work
) -> None:
    work.services.settings.public_url = "https://bangban.example/"
    row = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Application)).one())
    proof = work.read_now(SYSTEM, proof_of, row, "receipt")
    assert proof is not None
    assert proof.link == f"https://bangban.example/verify/{proof.code}"
    assert proof.picture("svg").startswith(b"<?xml")


@pytest.mark.parametrize("recognised", [True, False])
async def test_the_letter_of_a_decision_carries_a_code_and_its_preview_the_same(
    wang: AtTheWall, desk: Desk, http: httpx2.AsyncClient, recognised: bool
) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    previewed = ""
    if recognised:
        desk.endorse(ZHENG_JIE, case)
    else:
        told = case, desk.version(case), "art-1-1", "年龄没有达到文件要求的岁数。"
        previewed = desk.read(ZHENG_JIE, review.preview_decline, *told)
        assert (await http.get(f"/verify/{CODE.findall(previewed)[0]}")).text.count("没有这个核验码") == 1
        desk.do(ZHENG_JIE, review.decline, *told)
    letter = desk.letters(case)[-1]
    assert letter.text == (previewed or letter.text)
    (code,) = CODE.findall(letter.text)
    page = (await http.get(f"/verify/{code}")).text
    for words in ("认定结果通知", letter.number, "已认定" if recognised else "未通过"):
        assert words in page
    assert WANG_XIUYING.name not in page
    other = hand_in(desk.work, ZHAO_MIN)
    assert all(not CODE.findall(one.text) for one in desk.letters(other))
