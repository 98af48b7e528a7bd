"""Somebody says that she does not want to live: she is answered before anything else, wherever she stands."""

import re
import unicodedata
from typing import Final

from bot.routers.table import TEXTS
from bot.screens import despair as screens
from bot.turn import Turn

GAPS: Final = re.compile(r"[\W_]+")
WISH: Final = "(?:想|要|准备|打算|考虑)(?:要|去|过|着|到|了)*"
DEED: Final = (
    "(?:自[杀殺]|[轻輕]生|跳[楼樓河江桥橋]|割腕|上吊|喝[农農][药藥]|[结結]束(?:自己的?)?生命|[寻尋](?:死|短[见見]))"
)
DESPAIR: Final = re.compile(
    "想死(?!亡|后|後|者|心|[你您我他她它]|[妈媽爸家爹娘孩儿兒])"
    "|不想(?:再)?活(?![动動泼潑])"
    "|(?<!公司)(?<!企[业業])(?<!店)(?<!店都)(?<!厂)(?<!生意)活不(?:下去|了了)"
    f"|{WISH}(?:{DEED}|一死了之|去死)|^{DEED}$|[让讓]我(?:去)?死(?!心)"
    "|(?<![热熱累忙烦煩饿餓气氣冷急笑困])死[了掉]?(?:算了|拉倒|一了百了)|不如死(?:了|掉|$)|生不如死|一死了之"
    "|活[着著](?:真|太|也|还|還|都|就|好)*(?:[没沒]有?意[思义義]|[没沒]劲|有(?:什么|什麼|啥)意[思义義])"
    "|[没沒]有?(?:活下去的|活着的)(?:[勇意希][气氣义義望思]|理由)"
    "|我.{0,3}想不[开開](?:了|啊|$)"
    "|kill(?:ing)?myself|suicid|(?:wantto|wanna)die|endmylife|do(?:nt|not)wanttolive"
)
"""Looked for in the bare letters. A figure of speech (累死了, 热死了, 去死吧) or another matter (死亡证明) is not it."""


def heard(text: str) -> bool:
    """Whether somebody says that she would rather not live. A wrong yes costs a kind word, a wrong no a life."""
    return bool(DESPAIR.search(GAPS.sub("", unicodedata.normalize("NFKC", text)).casefold()))


async def answer(turn: Turn, text: str) -> None:
    """The question that waits stays as it is; an objection or a complaint in one's own words is put down as well."""
    await turn.send(screens.listening(turn._, waits=turn.at_a_step))
    if turn.memory.place.kind in ("object", "reply", "complaint"):
        await TEXTS[turn.memory.place.kind](turn, text)
