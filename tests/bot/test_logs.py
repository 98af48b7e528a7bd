"""No line of the logs carries what a person wrote, whatever breaks while it is on its way (I10)."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import launch
from backend.core.inbox import InboxRow
from backend.core.work import Work
from bot.routers.table import TEXTS
from bot.turn import Turn
from tests.bot.conftest import Visit
from tests.bot.steps import answers_all, form_of, reaches_form, submits
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING, Person


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the product would write, as it is set up, but down to every small remark of our own."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(launch.Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    for room in ("bot", "backend", "aiogram", "uvicorn"):
        logging.getLogger(room).setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)


def canaries(person: Person) -> list[str]:
    """What must never be read in a log, whole or in part."""
    birth = f"{person.birth_date:%Y%m%d}"
    return [person.name, person.id_number, birth, person.phone, person.certificate_no, "平安路"]


def silent(written: io.StringIO, person: Person) -> bool:
    text = written.getvalue()
    found = [word for word in canaries(person) if word in text]
    assert found == [], text
    return True


async def test_a_whole_application_leaves_no_trace_in_the_logs(visit: Visit, lines: io.StringIO) -> None:
    assert await submits(visit(WANG_XIUYING))
    assert silent(lines, WANG_XIUYING)


async def test_an_error_with_the_answer_in_its_message_is_told_by_kind_and_place(
    visit: Visit, lines: io.StringIO, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    form = form_of(WANG_XIUYING)
    await answers_all(wang, form, until="身份证号码")

    async def breaks(_turn: Turn, text: str) -> None:
        raise ValueError(f"cannot read {text}")

    monkeypatch.setitem(TEXTS, "field", breaks)
    await wang.says(WANG_XIUYING.id_number)
    await wang.sees("这一步没有办成", within=15)
    assert '"kind": "ValueError"' in lines.getvalue()
    assert "test_logs.py:" in lines.getvalue()
    assert silent(lines, WANG_XIUYING)
    await wang.says("帮助")
    await wang.sees("怎么用帮办")
    with Session(work.engine) as session:
        assert set(session.scalars(select(InboxRow.error))) == {"", "ValueError"}


async def test_a_messenger_that_refuses_what_is_shown_is_not_quoted(
    visit: Visit, lines: io.StringIO, telegram: FakeBotApi
) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await telegram.control.fault(
        "400", "sendmessage", times=1, description=f"can't parse {WANG_XIUYING.name}"
    )
    await wang.says(WANG_XIUYING.name)
    await wang.sees("身份证", within=15)
    assert silent(lines, WANG_XIUYING)


def test_a_line_of_the_log_is_json() -> None:
    record = logging.LogRecord("bot", logging.ERROR, "file", 1, "update %s failed", (7,), None)
    assert launch.Discreet().format(record) == '{"level": "ERROR", "at": "bot", "event": "update 7 failed"}'
