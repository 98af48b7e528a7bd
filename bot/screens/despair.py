"""To somebody who does not want to live any longer: who listens now, and nothing to tap."""

from bot.markup import blocks, bold, filled, text
from bot.screen import Screen
from locales import Translate

LISTENING = "12356"
"""The country's one telephone for help of this kind. It is to be staffed 18 hours a day at least: no word of 24."""


def listening(_: Translate, *, waits: bool = False) -> Screen:
    """Without buttons: nobody is sent on in such a moment, and those of a question that waits stay hers."""
    words = blocks(
        _("谢谢您愿意说出来。您现在一定很难受，请不要一个人扛着。"),
        text(
            filled(_("请现在就打{telephone}，全国统一心理援助热线，有人听您说。"), telephone=bold(LISTENING)),
            filled(
                _("有危险，或者电话一时打不通，请马上打{police}或{ambulance}，也请身边的人陪着您。"),
                police=bold("110"), ambulance=bold("120"),
            ),
        ),
        _("工作上的难处，可以打12333，或到街道（乡镇）人社站所，当面跟工作人员说。"),
        _("办事不着急。您填过的都留着，什么时候想接着办都可以。") if waits else "",
    )
    return Screen(words)
