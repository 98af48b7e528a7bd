"""代办: beginning to act for somebody, the principal's word, and the end."""

import re
from typing import Final

from bot.callbacks import Acting, Related
from bot.client import Problem
from bot.markup import safe
from bot.problems import words
from bot.routers import application, asking, screening, thread
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.routers.wording import is_question
from bot.screens import mandates as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.mandate import AnswerMandate, AskMandate

BETWEEN: Final = re.compile(r"[\s,，、;；。.|/]+")
TELEPHONE: Final = re.compile(r"(?:\+?86[\s-]*)?1[3-9]\d(?:[\s-]?\d){8}(?!\d)|\+?\d[\d\s()-]*")
"""A number as people write it: 139 0000 0000, 0790-6441234."""
LABELS: Final = re.compile("(?:本人|您的|我的)?(?:姓名|名字|电话|手机号?)(?:号码)?[是：: ]*|(?:本人|我)(?:叫|是|[：:])")
"""Who copies the words of the question into her answer."""
HALF_WIDTH: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
CHILD_OF: Final = "老?(?:妈妈?|爸爸?|母亲|父亲|爹|娘|婆婆|公公|岳母|岳父|丈母娘|老丈人)"
PARENT_OF: Final = "(?:儿子|女儿|孩子|闺女|姑娘)"
SPOUSE_OF: Final = "(?:老公|老婆|丈夫|妻子|爱人|媳妇)"
RELATIVE_OF: Final = "(?:爷爷|奶奶|外公|外婆|姥姥|姥爷|哥哥?|姐姐?|弟弟?|妹妹?|叔叔?|伯伯|姑姑?|舅舅?|姨妈?|阿姨)"
KNOWN_OF: Final = "(?:邻居|街坊|朋友|同事|工友|老乡|同学)"
OFFICE: Final = {
    "community": "(?:社区(?:干部|工作人员|专干)?|居委会(?:干部)?|居委|网格员)",
    "village": "(?:村干部|村委会?(?:干部)?|村支书|村主任|村长|驻村干部)",
}
HER: Final = "(?:我|咱|俺|帮|给|替|为)(?:们|的|家)*"
SAID_OF: Final = {
    "child": re.compile(f"{HER}{CHILD_OF}|我是.{{0,4}}{PARENT_OF}|^{PARENT_OF}$"),
    "parent": re.compile(f"{HER}{PARENT_OF}|我是.{{0,4}}{CHILD_OF}"),
    "spouse": re.compile(f"(?:{HER}|我是.{{0,4}}|^){SPOUSE_OF}"),
    "relative": re.compile(f"{HER}(?!妈|爸){RELATIVE_OF}"),
    "other": re.compile(f"{HER}{KNOWN_OF}|^{KNOWN_OF}$"),
    **{to: re.compile(f"我是.{{0,6}}{who}|^{who}$") for to, who in OFFICE.items()},
}
"""我妈 says that the helper is the child; a bare 妈妈 may be either of the two, and is asked again."""
PERSON: Final = f"(?:{CHILD_OF}|{PARENT_OF}|{SPOUSE_OF}|{RELATIVE_OF}|{KNOWN_OF})"
NO_NAME: Final = re.compile(f"{HER}{PERSON}")
HELPING: Final = "(?:我想|我要|想|要|来)?(?:帮|替|给|为)"
DOING: Final = "(?:代?办理?|申请|填表?|弄|自测|测)"
SOMEBODY: Final = "(?:(?:村里|社区|别|其他)的?(?:人|老人)|居民|村民|乡亲们?|老人家?)"
WHAT: Final = "(?:一下)?(?:(?:就业困难)?(?:人员)?的?(?:资格)?认定|的?(?:申请|手续))?[吧啊呀]?"
OFFICER: Final = f"我是.{{0,6}}(?:{OFFICE['community']}|{OFFICE['village']})[ ，,。、]*"
WISH: Final = re.compile(
    f"(?:我是.{{0,8}}[ ，,。])?{HELPING}(?:(?:我|咱|俺)?(?:们|的|家)*{PERSON}|{SOMEBODY}){DOING}{WHAT}"
    f"|{OFFICER}{HELPING}[\u4e00-\u9fff]{{1,10}}?{DOING}{WHAT}"
)
"""帮我妈办, said where nothing was asked; without the verb it may be about anything. An officer may name anybody."""
BEFORE: Final = re.compile(f"^{HELPING}|{DOING}?(?:一下)?[吧啊呀。.！! ]*$")
UNREADABLE: Final = 422
NEW: Final = Acting(act="new", id="").pack()


@on_place("mandates")
async def overview(turn: Turn) -> None:
    await turn.show(screens.overview(turn._, await turn.client.mandates()))


async def opened(turn: Turn, code: str) -> None:
    """The principal names the code in her own chat: what it says, and nothing is decided yet."""
    found = await turn.client.answer_mandate(AnswerMandate(code=code[:30], answer="look"))
    await turn.show(screens.asked(turn._, found, code[:30]))


@on_tap(Acting)
async def act(turn: Turn, data: Acting) -> None:
    if data.act == "new":
        await _begin(turn)
    elif data.act == "city":
        await _of_city(turn, data.id)
    elif data.act == "check":
        await _check(turn, data.id)
    elif data.act == "ask_end":
        await _ask_end(turn, data.id)
    elif data.act == "agree":
        found = await turn.client.answer_mandate(AnswerMandate(code=data.id, answer="agree"))
        await turn.show(screens.agreed(turn._, found))
    elif data.act == "refuse":
        await turn.client.answer_mandate(AnswerMandate(code=data.id, answer="refuse"))
        await turn.show(screens.over(turn._))
    elif data.act == "end":
        await turn.client.end_mandate(data.id)
        await turn.show(screens.over(turn._))
    else:
        await thread.expired(turn)


async def _check(turn: Turn, id: str) -> None:
    """What was begun for this person goes on, and says so: her form, her answers, else the first question."""
    begun = await turn.client.begin_for(id)
    if begun.screening:
        await screening.show(turn, begun.screening, begun.news)
    else:
        await application.show(turn, await turn.client.application(begun.draft), begun.news)


async def _ask_end(turn: Turn, id: str) -> None:
    """What she filled in for the person is out of her reach with one tap, so it is asked first."""
    one = next((one for one in await turn.client.mandates() if one.id == id and one.active), None)
    await (turn.show(screens.confirm_end(turn._, one)) if one else thread.expired(turn))


@on_tap(Related)
async def related(turn: Turn, data: Related) -> None:
    await turn.ask_next("", screens.names(turn._), Place(kind="mandate", name=f"{data.to} {data.policy}"))


async def _begin(turn: Turn) -> None:
    """The person's city first, where there are several: a helper lives elsewhere, or helps people of two cities."""
    policies = (await turn.client.home()).policies
    if len(policies) == 1:
        screen, place = screens.relations(turn._, policies[0].id), Place(kind="principal", name=policies[0].id)
    else:
        screen, place = screens.cities(turn._, policies), Place(kind="principal")
    await turn.ask(screen, place)


async def _of_city(turn: Turn, pack: str) -> None:
    """The relation next, unless it was said before (我妈)."""
    known = turn.memory.place.input if turn.memory.place.kind == "principal" else ""
    if known:
        await related(turn, Related(to=known, policy=pack))
    else:
        await turn.ask(screens.relations(turn._, pack), Place(kind="principal", name=pack))


@on_text("principal")
async def told_whose(turn: Turn, text: str) -> None:
    """我妈 is the relation, said at either question; what is still missing is asked for by its name."""
    place, relation = turn.memory.place, relation_in(text)
    if not relation and is_question(text):
        await asking.answer(turn, text)
        return
    if place.name and relation:
        await turn.retire_buttons()
        await related(turn, Related(to=relation, policy=place.name))
        return
    if relation:
        turn.memory.place = place.model_copy(update={"input": relation})
        why = _understood(turn, relation, text)
    elif place.name:
        why = turn._("我没有看懂。还差一样：您是本人的什么人，例如：帮妈妈办，就打“我妈”。")
    else:
        why = turn._("我没有看懂。还差一样：本人户口在哪个城市。")
    await whose(turn, str(safe(why)))


def _understood(turn: Turn, relation: str, text: str) -> str:
    """我妈 is who is helped, said back as it was said; 村干部 is who helps."""
    if relation in OFFICE or "我是" in text:
        return turn._("好的，记下了。还差一样：本人户口在哪个城市。")
    whose = BEFORE.sub("", text.strip())[:20]
    return turn._("好的，帮“{whose}”办。还差一样：本人户口在哪个城市。").format(whose=whose)


async def begun_by_word(turn: Turn, text: str) -> bool:
    """我妈, 帮我爸, 邻居, typed on the first page before anything was tapped; anywhere else only 帮我妈办 begins it."""
    said = text.strip(" 。，,.！!")
    on_page = any(data == NEW for _label, data in turn.memory.page)
    named = on_page and not is_question(text) and (relation_in(said) or re.fullmatch(PERSON, said))
    if not (named or WISH.fullmatch(said)):
        return False
    acting = [one for one in await turn.client.mandates() if one.part == "helper" and one.active]
    if acting:
        lead = turn._("接着为{name}办，点“为{name}自测”；要帮另一个人，点“为另一个人代办”。").format(name=acting[0].other)
        await turn.show(led_by(str(safe(lead)), screens.overview(turn._, await turn.client.mandates())))
        return True
    policies = (await turn.client.home()).policies
    turn.memory.place = Place(kind="principal", name=policies[0].id if len(policies) == 1 else "")
    await told_whose(turn, text)
    return True


def relation_in(text: str) -> str:
    """What the helper is to the person, by how she speaks of her; empty where that is not said, or not clearly."""
    found = [to for to, pattern in SAID_OF.items() if pattern.search(text.strip(" 。，,.！!"))]
    return found[0] if len(found) == 1 else ""


@on_here("principal")
async def whose(turn: Turn, lead: str) -> None:
    """The city or the relation once more."""
    pack = turn.memory.place.name
    screen = screens.relations(turn._, pack) if pack else screens.cities(turn._, (await turn.client.home()).policies)
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screen), turn.memory.place)


@on_text("mandate")
async def named(turn: Turn, text: str) -> None:
    """王秀英 王小燕 13900000000, in whatever order and dress; what is missing is said, with the line as it was typed."""
    names, phones = in_one_line(text)
    if lack := screens.lacks(turn._, len(names), len(phones)):
        await again(turn, screens.typed(turn._, lack, text))
        return
    relation, _blank, pack = turn.memory.place.name.partition(" ")
    wish = AskMandate(pack=pack, relation=relation, principal=names[0], helper=names[1], helper_phone=phones[0])
    try:
        begun = await turn.client.ask_mandate(wish)
    except Problem as problem:
        if problem.status != UNREADABLE:
            raise
        await again(turn, screens.typed(turn._, words(turn._, problem), text))
        return
    turn.leave_step()
    await turn.ask_next("", screens.begun(turn._, begun), Place())


def in_one_line(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and the telephones of a line, each in the order they stand there.

    Full width is read as half width: phones of older people type 1３９ without their knowing.
    """
    told = LABELS.sub(" ", text.translate(HALF_WIDTH))
    phones = [found for found in TELEPHONE.finditer(told) if sum(map(str.isdigit, found[0])) > 1]
    rest, end = "", 0
    for found in phones:
        rest, end = f"{rest}{told[end : found.start()]} ", found.end()
    names = [part for part in BETWEEN.split(rest + told[end:]) if part and not NO_NAME.fullmatch(part)]
    return tuple(names), tuple(found[0].strip() for found in phones)


@on_here("mandate")
async def again(turn: Turn, lead: str) -> None:
    await turn.ask_below(led_by(lead, screens.names(turn._)), turn.memory.place)
