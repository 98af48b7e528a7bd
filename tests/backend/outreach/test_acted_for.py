"""Messages to many, and people for whom somebody else applied."""

from backend.core.unit import Unit
from backend.outreach import audience
from backend.outreach.audience import Addressee, Audience
from backend.people.topics import OWN
from tests.backend.applications.acting import asks, ready, says
from tests.backend.applications.acting import daughter as daughter
from tests.backend.applications.acting import mother as mother
from tests.backend.citizen import AtTheWall
from tests.backend.desk import Desk
from tests.people import CHENGNAN, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

OF_THE_STREET = Audience(topic=OWN, area=CHENGNAN)


def reached(unit: Unit) -> tuple[Addressee, ...]:
    return audience.portion(unit, OF_THE_STREET, 0, 10)


async def test_xy_68_who_was_helped_and_has_a_chat_of_her_own_gets_the_message_of_an_emergency(
    daughter: AtTheWall, mother: AtTheWall, desk: Desk
) -> None:
    mandate = await asks(daughter)
    sent = await daughter.sends(await ready(daughter, mandate))
    await says(mother, mandate, "agree")
    assert desk.system(reached) == ()
    desk.pass_preliminary(ZHOU_MIN, sent.id)
    desk.take_up(ZHENG_JIE, sent.id)
    desk.endorse(ZHENG_JIE, sent.id)
    assert [(one.channel, one.chat_id) for one in desk.system(reached)] == [("web", WANG_XIUYING.chat_id)]
