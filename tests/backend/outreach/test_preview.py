"""The preview of a broadcast is what the bot sends: the same parts, the picture where it stands, buttons below."""

import pytest

from backend.core.work import Work
from backend.outreach import broadcast_queries, broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcast_preview import Bubble, bubbles
from backend.outreach.broadcasts import Written
from bot import markup
from contract.splitting import LONGEST_CAPTION, LONGEST_TEXT, utf16
from tests import papers
from tests.backend.desk import Desk, open_desk
from tests.people import YUSHUI, ZHENG_JIE

FAMILY = "👨‍👩‍👧"
LONG = "\n".join(f"第{number}条：带好<身份证>和&户口簿{FAMILY}，别忘了。" for number in range(400))


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def test_a_long_text_is_shown_in_the_parts_in_which_it_is_sent() -> None:
    parts = bubbles(LONG, picture=False)
    assert len(parts) > 1
    sent = [part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for part in markup.split(markup.safe(LONG))]
    assert ["\n".join(part.lines) for part in parts] == sent
    assert all(utf16("\n".join(part.lines)) <= LONGEST_TEXT for part in parts)
    assert parts[0].lines[0] == f"（1/{len(parts)}）"


def test_a_picture_stands_above_its_caption_or_by_itself_above_what_is_too_long() -> None:
    assert bubbles("短", picture=True) == (Bubble(("短",), picture=True),)
    assert bubbles("好" * (LONGEST_CAPTION + 1), picture=True) == (
        Bubble(picture=True),
        Bubble(("好" * (LONGEST_CAPTION + 1),)),
    )


def test_each_language_has_its_own_buttons(desk: Desk) -> None:
    told = Written("招聘会", {"zh_Hans_CN": "下周有招聘会。", "en": "A job fair."}, Audience("events", YUSHUI))
    number = desk.do(ZHENG_JIE, broadcasts.start, told)
    desk.do(ZHENG_JIE, broadcasts.show, number, 1, "海报", papers.jpeg("招聘会"))
    chinese, english = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).shown
    assert (chinese.language, chinese.bubbles) == ("zh_Hans_CN", (Bubble(("下周有招聘会。",), picture=True),))
    assert chinese.buttons == ("不再收到“招聘会和培训”消息",)
    assert english.lines == ("A job fair.",)
    assert english.buttons == ("Stop “Job fairs and training” news",)
