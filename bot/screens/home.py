"""The places that are always there: home, help, privacy, language, the offices."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from bot.callbacks import Case, District, Go, Screening, Speak, Start
from bot.markup import blocks, bold, filled, fold, safe, text
from bot.screen import Button, Row, Screen, button, in_rows
from bot.screens.cases import opener
from bot.screens.city import choices as city_choices
from bot.screens.common import home_row
from contract.application import Home
from contract.policy import Office, PolicyBrief
from contract.screening import ScreeningTurn
from locales import Translate

AT_ONCE: Final = 6
"""So many offices are read at a glance; of more the district is asked first."""


def home(_: Translate, home: Home, chosen: str = "") -> Screen:
    """Who runs this, what it does, what it needs, how long it takes, that it is free, and whom to call.

    ``chosen`` is the policy of the city somebody is in, where there are several.
    """
    minutes, policy = _minutes(home, chosen), _policy(home, chosen)
    operator = policy.operator if policy else home.operator
    words = blocks(
        filled(_("您好，我是{name}。本服务由{operator}提供。"), name=bold(_("帮办")), operator=operator),
        text(
            _("我可以帮您："),
            filled(_("1. 自测：看看能否认定为就业困难人员，约{minutes}分钟"), minutes=minutes),
            _("2. 列出要准备的材料"),
            _("3. 填表、传材料、提交申请、查进度"),
        ),
        text(
            _("全程免费。自测不用姓名，也不用身份证号。"),
            filled(_("想找人问：电话{telephone}。"), telephone=home.telephone),
        ),
        _city(_, home, chosen),
        bold(_("这是演示，请不要填写真实信息。")) if home.demo else "",
        _left_open(_, home),
    )
    return Screen(words, _home_rows(_, home, chosen))


def _policy(home: Home, chosen: str) -> PolicyBrief | None:
    """The policy to speak of: the only one, or the chosen one."""
    offered = home.policies
    return offered[0] if len(offered) == 1 else next((each for each in offered if each.id == chosen), None)


def _city(_: Translate, home: Home, chosen: str) -> str:
    """Which city one is in, where there are several; and that its document has ended, where it has."""
    policy = _policy(home, chosen)
    if len(home.policies) == 1:
        return safe(policy.validity_note) if policy and policy.expired else ""
    if policy is None:
        cities = _("、").join(each.city for each in home.policies)
        return filled(_("可以办的城市：{cities}。"), cities=cities)
    line = filled(_("城市：{city}（{number}）"), city=bold(policy.city), number=policy.number)
    return text(line, safe(policy.validity_note) if policy.expired else "")


def _left_open(_: Translate, home: Home) -> str:
    if home.draft:
        return safe(_("您上次的申请还没提交，内容都替您留着。"))
    if home.screening:
        return safe(_("您上次的自测还没做完，可以接着做。"))
    sent = [case for case in home.cases if case.state != "draft"]
    return filled(_("您的申请：{state}。"), state=bold(sent[0].state_label)) if sent else ""


def _home_rows(_: Translate, home: Home, chosen: str) -> tuple[Row, ...]:
    rows = _beginnings(_, home, chosen)
    rows.append((button(_("我的进度"), Go(to="status")), button(_("查政策"), Go(to="policy"))))
    rows.append((button(_("找工作"), Go(to="jobs")), button(_("活动和培训"), Go(to="activities"))))
    rows.append((button(_("帮别人办"), Go(to="mandates")), button(_("消息设置"), Go(to="topics"))))
    rows.append((button(_("人工服务"), Go(to="human")), button(_("帮助"), Go(to="help"))))
    other = ("中文", "zh_Hans_CN") if home.language == "en" else ("English", "en")
    rows.append((button(other[0], Speak(language=other[1])),))
    return tuple(rows)


def _beginnings(_: Translate, home: Home, chosen: str) -> list[Row]:
    rows: list[Row] = [(opener(_, case),) for case in home.cases if case.state == "awaiting_correction"]
    if home.draft:
        rows.append((button(_("继续上次申请"), Case(act="open", id=home.draft.id)),))
    if home.screening:
        label = _unfinished(_, home, chosen)
        rows.append((button(label, Screening(act="resume", id=home.screening)),))
    return [*rows, *in_rows(_starts(_, home, chosen))]


def _unfinished(_: Translate, home: Home, chosen: str) -> str:
    """What goes on with the unfinished self-check; it names its city where that is not the one somebody is in."""
    policy = unfinished_elsewhere(home, chosen)
    return _("继续{city}的自测").format(city=policy.city) if policy else _("继续自测")


def unfinished_elsewhere(home: Home, chosen: str) -> PolicyBrief | None:
    """The policy of the unfinished self-check, where it is not that of the city somebody is in."""
    if home.screening_policy == chosen:
        return None
    begun = (each for each in home.policies if home.screening and each.id == home.screening_policy)
    return next(begun, None) if len(home.policies) > 1 else None


def which_self_check(_: Translate, home: Home, begun: PolicyBrief, policy: PolicyBrief) -> Screen:
    """One was begun in another city than the one somebody is in now: she says which one she means."""
    words = _("您在{begun}的自测还没做完。接着做{begun}的，还是重新做{city}的？")
    on = button(_("接着做{city}的").format(city=begun.city), Screening(act="resume", id=home.screening or ""))
    anew = button(_("重新做{city}的").format(city=policy.city), Start(policy=policy.id))
    return Screen(bold(words.format(begun=begun.city, city=policy.city)), ((on,), (anew,), home_row(_)))


def finished(_: Translate, done: ScreeningTurn) -> Screen:
    """For somebody who wants to go on, and has done all of the self-check."""
    words = text(
        bold(_("您的自测已经做完了。")),
        _("看上次结果，里面写着下一步怎么办。情况有变化，可以重新自测。"),
    )
    see = button(_("看上次结果"), Screening(act="resume", id=done.id))
    return Screen(words, ((see, button(_("重新自测"), Start(policy=done.pack))), home_row(_)))


def offer(_: Translate, home: Home, chosen: str = "") -> Screen:
    """For somebody who says why she came."""
    words = text(
        _("我可以帮您看看能否认定为就业困难人员。"),
        filled(_("先做自测，约{minutes}分钟，免费，不用姓名和身份证号。"), minutes=_minutes(home, chosen)),
        _city(_, home, chosen),
    )
    return Screen(words, (*_beginnings(_, home, chosen), home_row(_)))


def papers_first(_: Translate, policy: PolicyBrief, home: Home) -> Screen:
    """Which papers are needed depends on the person: the self-check ends with the list."""
    words = _("要准备哪些材料，因人而异。先做自测，约{minutes}分钟，最后会列出您的清单。")
    return Screen(safe(words.format(minutes=policy.minutes)), (*_beginnings(_, home, policy.id), home_row(_)))


def _minutes(home: Home, chosen: str) -> int:
    policy = _policy(home, chosen)
    return policy.minutes if policy else max((each.minutes for each in home.policies), default=3)


def _starts(_: Translate, home: Home, chosen: str) -> list[Button]:
    """The self-check; the city is asked on the way where it is not known, and can be changed."""
    policy = _policy(home, chosen)
    if policy is None:
        return [button(_("开始自测"), Go(to="check")), button(_("选城市"), Go(to="city"))]
    again = home.screening and not unfinished_elsewhere(home, chosen)
    start = button(_("重新自测") if again else _("开始自测"), Start(policy=policy.id))
    return [start] if len(home.policies) == 1 else [start, button(_("换城市"), Go(to="city"))]


def help_page(_: Translate) -> Screen:
    words = blocks(
        bold(_("怎么用帮办")),
        text(
            _("点按钮就能用，也可以直接打字："),
            _("菜单 — 回到首页"),
            _("自测 — 看看是否符合条件"),
            _("继续 — 接着上次填"),
            _("进度 — 查申请办到哪一步"),
            _("政策 — 看条文原文，也可以直接问"),
            _("依据 — 现在这一步依据哪一条"),
            _("代办 — 帮家人、邻居填表和交材料"),
            _("找工作 — 看合适的岗位"),
            _("近况 — 认定以后，说说有没有工作"),
            _("活动 — 附近的招聘会、宣讲会，可以报名"),
            _("培训 — 可以报名的课程"),
            _("培训券 — 我的职业技能培训券"),
            _("案例 — 看看别人怎样找到出路"),
            _("返回 — 回到上一步"),
            _("取消 — 先停下来，内容会保留"),
            _("人工 — 找工作人员"),
            _("投诉 — 投诉、举报、提意见"),
            _("语言 — 换成英文"),
            _("隐私 — 我们保存什么"),
        ),
        _("填错了不要紧：每一步都能返回修改。"),
    )
    return Screen(words, ((button(_("隐私说明"), Go(to="privacy")),), home_row(_)))


def privacy(_: Translate) -> Screen:
    words = blocks(
        bold(_("我们保存什么")),
        text(
            _("自测：只保存您的回答，不要姓名和身份证号。"),
            _("申请：您同意后，才保存表格内容和材料，加密存放。"),
            _("用途：只用于就业困难人员认定。"),
            _("能看到的人：您所在街道（乡镇）和县（区）的经办人员。"),
        ),
        text(
            _("没提交的自测和草稿：30天后自动删除，也可以现在删除。"),
            _("已提交的申请：按档案规定保存。"),
        ),
        text(
            _("网页聊天里填表的对话和照片，随草稿一起删除。"),
            _("其他聊天软件会自己保留记录。证件照片传好后，您可以在聊天里删掉。"),
        ),
    )
    return Screen(words, ((button(_("删除我的记录"), Go(to="delete")),), home_row(_)))


def language(_: Translate) -> Screen:
    return Screen(
        text("请选择语言。", "Please choose a language."),
        ((button("中文", Speak(language="zh_Hans_CN")), button("English", Speak(language="en"))),),
    )


def human(
    _: Translate, home: Home, offices: tuple[Office, ...], places: Sequence[str] = (), *, waits: bool = False
) -> Screen:
    """Where people are: the telephone, then the own office and the county's; all others on a tap.

    ``places`` are answers of the self-check that may name a division; ``waits`` says that a step waits.
    """
    near = _near(home, offices, places)
    words = blocks(
        *_telephone(_, home),
        _("可以带身份证到街道（乡镇）人社站所，工作人员会当面帮您办。"),
        text(*(_office(_, office) for office in near)),
        _unknown_addresses(_, near),
    )
    if len(near) > AT_ONCE:
        return Screen(
            blocks(*_telephone(_, home), _("请选您户籍所在的区，只看那里的办理地点。")),
            (*_districts(near), ((button(_("继续填写"), Go(to="here")),) if waits else home_row(_)[1:])),
        )
    on = (button(_("继续填写"), Go(to="here")),) if waits else ()
    offered = (button(_("全部办理地点"), Go(to="offices")),) if offices else ()
    rows = (offered, (button(_("投诉或提意见"), Go(to="complain")),), on or home_row(_)[1:])
    return Screen(words, tuple(row for row in rows if row))


def _telephone(_: Translate, home: Home) -> tuple[str, ...]:
    """Nobody must be kept from it."""
    return (
        bold(_("找工作人员")),
        filled(_("咨询电话：{telephone}，人力资源社会保障热线。"), telephone=bold(home.telephone)),
    )


def human_of_which_city(_: Translate, home: Home) -> Screen:
    """The telephone first, for nobody must be kept from it; then the city, for the offices."""
    words = blocks(
        *_telephone(_, home),
        _("想看当面办理的地点，请选城市。"),
    )
    complain = (button(_("投诉或提意见"), Go(to="complain")),)
    return Screen(words, (*city_choices(_, home.policies, "human"), complain, home_row(_)[1:]))


def offices_of(_: Translate, chosen: Office, offices: tuple[Office, ...]) -> Screen:
    """One district: its office, and folded below it the stations; each with what is known of it."""
    below = [office for office in offices if office.above == chosen.name]
    words = blocks(
        bold(_("办理地点")),
        _("请到户籍所在的街道（乡镇）办理："),
        fold(*(_office(_, office) for office in below)) if below else "",
        _("也可以问上一级机构："),
        _office(_, chosen),
        _unknown_addresses(_, (chosen, *below)),
    )
    return Screen(words, ((button(_("换一个区"), Go(to="offices")),), home_row(_)))


def _districts(offices: Sequence[Office]) -> tuple[Row, ...]:
    """A button a district, two in a row; the office of the whole city is none."""
    within = [office for office in offices if office.above]
    buttons = [button(_district_name(office, within), District(office=office.id)) for office in within]
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


def all_offices(_: Translate, offices: tuple[Office, ...]) -> Screen:
    """Every office, as the backend orders them: each county with its stations. Of many districts one is chosen first."""
    districts = _having_others_below(offices)
    if len(districts) > AT_ONCE:
        return Screen(blocks(bold(_("办理地点")), _("请选您户籍所在的区。")), (*_districts(districts), home_row(_)))
    words = blocks(
        bold(_("全部办理地点")),
        fold(*(_office(_, office) for office in offices)),
        _unknown_addresses(_, offices),
    )
    return Screen(words, (home_row(_),))


def _near(home: Home, offices: tuple[Office, ...], places: Sequence[str]) -> list[Office]:
    """The own office and those above it; where no place is known, the offices that have others below them."""
    cases = [*home.cases, *([home.draft] if home.draft else [])]
    mine = next((case.office for case in cases if case.office), "")
    found = _named(offices, mine) or next(
        (office for office in offices for place in places if office.name.startswith(place)), None
    )
    if found is None:
        return _having_others_below(offices)
    near = [found]
    while (higher := _named(offices, near[-1].above)) and higher.above:
        near.append(higher)
    return near


def _having_others_below(offices: Sequence[Office]) -> list[Office]:
    above = {office.above for office in offices}
    return [office for office in offices if office.name in above]


def _district_name(office: Office, all_of_them: Sequence[Office]) -> str:
    """The name without what the names of all districts end with."""
    letters = zip(*(reversed(each.name) for each in all_of_them), strict=False)
    shared = sum(1 for _same in takewhile(lambda ends: len(set(ends)) == 1, letters)) if len(all_of_them) > 1 else 0
    return office.name[: len(office.name) - shared] or office.name


def _named(offices: tuple[Office, ...], name: str) -> Office | None:
    return next((office for office in offices if name and office.name == name), None)


def _unknown_addresses(_: Translate, offices: Sequence[Office]) -> str:
    unknown = any(not office.address or not office.hours for office in offices)
    return _("地址和时间请打12333确认。") if unknown else ""


def _office(_: Translate, office: Office) -> str:
    """One line: name, address, telephone, hours, as far as they are known."""
    known = [each for each in (office.address, office.telephone, office.hours) if each]
    return text(f"· {office.name}" + (f"（{'，'.join(known)}）" if known else ""))
