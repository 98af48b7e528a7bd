"""Commands, and the words that do the same: nobody has to type a slash."""

import re
from typing import Final

OPENING: Final = re.compile(
    "没有?工作|失业|下岗|待业|辞退|被裁|裁员|找工作|申请|认定|就业困难|补贴|残疾|征地|lost my job|unemployed|apply"
)
"""How people begin who do not know what to say to a machine."""

LOST: Final = re.compile("没有?工作|失业|下岗|待业|辞退|被裁|裁员|找工作")
PLEA: Final = re.compile("咋办|怎么办|咋整|怎么弄")
"""Work is lost, and: what shall I do. Together a cry for help, unless a paper or a right is named."""
PAPERS: Final = re.compile("证|登记|补贴|资格")
ASKED: Final = re.compile(
    "什么|怎么|怎样|如何|咋|啥|多久|多少|多长|多大|几[个天年月次岁份]|哪|谁|边度|为什么|为啥|能不能|可不可以|行不行|有没有"
    "|要不要|会不会|是不是|算不算|吗|[？?]|不$|\\b(?:how|what|when|where|which|who|why|can i|do i|am i)\\b"
)
"""Words with which people ask."""
ASKED_CLEARLY: Final = re.compile("(?:吗|么|嘛|呢|[？?])[。.！!？?～~ ]*$")
SHORTEST_QUESTION: Final = 4
GROUNDS: Final = re.compile(
    "(?:这个|这样|你们)?(?:有|是)?(?:什么|啥|哪个|哪条)?(?:政策|法律|文件)?依据(?:是什么|是啥|在哪|在哪里|呢|什么)?"
    "|(?:为什么|为啥|干嘛|干吗)要问(?:我)?(?:这个|这些|这)?(?:问题)?|为啥问(?:这个|这些)?"
    "|根据(?:什么|哪条|哪一条|哪个)(?:规定|政策|文件)?|why do you ask(?: this)?|on what grounds"
)
"""On which article does this rest."""

MANDATE_CODE: Final = re.compile(
    "委托码[：: 是]*([0-9A-Za-z][0-9A-Za-z -]{0,20})|(?=.*[A-Za-z])([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){2})"
)
"""What stands on the paper: 委托码 7F3K-2M9Q-XT4B, or the code by itself; a mistyped one is told that it is none."""

COMMANDS: Final = {
    "start": "start",
    "menu": "home",
    "help": "help",
    "settings": "language",
    "status": "status",
    "register": "register",
    "cancel": "cancel",
    "human": "human",
    "check": "check",
    "continue": "continue",
    "language": "language",
    "privacy": "privacy",
    "delete": "delete",
    "back": "back",
    "city": "city",
    "papers": "papers",
    "policy": "policy",
    "basis": "grounds",
    "activities": "activities",
    "courses": "courses",
    "vouchers": "vouchers",
    "startup": "startup",
    "helping": "mandates",
}

WORDS: Final = {
    "菜单": "home",
    "首页": "home",
    "主菜单": "home",
    "开始": "home",
    "你好": "home",
    "您好": "home",
    "帮助": "help",
    "怎么用": "help",
    "代办": "mandates",
    "帮别人办": "mandates",
    "替别人办": "mandates",
    "进度": "status",
    "我的进度": "status",
    "我的认定": "register",
    "认定": "register",
    "退出": "register",
    "申请退出": "register",
    "查进度": "status",
    "补正": "mend",
    "去补正": "mend",
    "改材料": "mend",
    "补材料": "mend",
    "取消": "cancel",
    "停": "cancel",
    "人工": "human",
    "人工服务": "human",
    "找工作人员": "human",
    "转人工": "human",
    "自测": "check",
    "开始自测": "check",
    "继续": "continue",
    "继续申请": "continue",
    "继续上次申请": "continue",
    "语言": "language",
    "换语言": "language",
    "english": "english",
    "中文": "chinese",
    "隐私": "privacy",
    "注销": "delete",
    "我的资料": "delete",
    "找工作": "jobs",
    "找岗位": "jobs",
    "家庭服务": "jobs_family",
    "看岗位": "jobs",
    "岗位": "jobs",
    "求职意愿": "jobs",
    "说说近况": "survey",
    "近况": "survey",
    "就业状态": "survey",
    "消息设置": "topics",
    "订阅": "topics",
    "退订": "topics",
    "免打扰": "quiet",
    "城市": "city",
    "选城市": "city",
    "换城市": "city",
    "材料": "papers",
    "材料清单": "papers",
    "要什么材料": "papers",
    "返回": "back",
    "上一步": "back",
    "政策": "policy",
    "查政策": "policy",
    "条文": "policy",
    "政策条文": "policy",
    "政策文件": "policy",
    "直接问": "ask",
    "活动": "activities",
    "近期活动": "activities",
    "招聘会": "activities",
    "我的报名": "places",
    "我的活动": "places",
    "我参加的": "places",
    "我的课程": "places",
    "培训": "courses",
    "培训课程": "courses",
    "课程": "courses",
    "培训券": "vouchers",
    "我的培训券": "vouchers",
    "职业技能培训券": "vouchers",
    "创业": "startup",
    "创业服务": "startup",
    "menu": "home",
    "hello": "home",
    "hi": "home",
    "help": "help",
    "status": "status",
    "cancel": "cancel",
    "human": "human",
    "a person": "human",
    "check": "check",
    "self-check": "check",
    "continue": "continue",
    "continue application": "continue",
    "my progress": "status",
    "corrections": "mend",
    "register": "register",
    "language": "language",
    "privacy": "privacy",
    "policy": "policy",
    "ask": "ask",
    "activities": "activities",
    "job fair": "activities",
    "my sign-ups": "places",
    "courses": "courses",
    "training": "courses",
    "vouchers": "vouchers",
    "startup": "startup",
    "basis": "grounds",
    "back": "back",
    "city": "city",
    "change city": "city",
    "papers": "papers",
}


def command_of(text: str) -> tuple[str, str]:
    """The place a text leads to and what came with it; an empty place for anything else."""
    said = text.strip()
    if said.startswith("/"):
        name, _, payload = said[1:].partition(" ")
        return COMMANDS.get(name.partition("@")[0].lower(), "help"), payload.strip()
    if named := MANDATE_CODE.fullmatch(said):
        return "start", f"m_{named[1] or named[2]}"
    bare = said.rstrip("。.！!？?").casefold()
    return WORDS.get(bare) or ("grounds" if GROUNDS.fullmatch(bare) else ""), ""


def is_question(text: str) -> bool:
    """Whether somebody asks something; a cry for help (下岗了，咋办) is answered with what can be done."""
    said = text.strip().casefold()
    plea = LOST.search(said) and PLEA.search(said) and not PAPERS.search(said)
    return len(said) >= SHORTEST_QUESTION and bool(ASKED.search(said)) and not plea


def is_clear_question(text: str) -> bool:
    """Whether a text can be nothing else, so that it is no answer to what was asked."""
    return is_question(text) and bool(ASKED_CLEARLY.search(text.strip()))
