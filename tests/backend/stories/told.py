"""A story on its way, for the tests of it."""

from sqlalchemy import select

from backend.stories import service
from backend.stories.models import Story
from backend.stories.service import Consent
from tests.backend.desk import TODAY, Desk
from tests.people import ZHENG_JIE

QIN = "qinfang"
"""秦芳 of the city: the second reader."""
TITLE, TEXT = "从纺织厂到社区食堂", "王阿姨46岁时下岗。街道推荐她参加厨师培训，现在在社区食堂上班。"
CONSENT = Consent(TODAY, False, "渝水区局档案柜2026-15号")


def row(desk: Desk, story: int) -> Story:
    return desk.system(lambda unit: unit.session.scalars(select(Story).where(Story.id == story)).one())


def revision(desk: Desk, story: int) -> int:
    return row(desk, story).revision


def drafted(desk: Desk, number: str) -> int:
    return desk.do(ZHENG_JIE, service.start, number, TITLE, TEXT)


def agreed(desk: Desk, number: str) -> int:
    story = drafted(desk, number)
    desk.do(ZHENG_JIE, service.agree, story, revision(desk, story), CONSENT)
    return story


def submitted(desk: Desk, number: str) -> int:
    story = agreed(desk, number)
    desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))
    return story


def published(desk: Desk, number: str) -> int:
    story = submitted(desk, number)
    desk.do(QIN, service.publish, story, revision(desk, story))
    return story
