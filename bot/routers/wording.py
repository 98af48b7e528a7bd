"""Commands, and the words that do the same: nobody has to type a slash."""

import re
from typing import Final

OPENING: Final = re.compile(
    "没有?工作|失业|下岗|待业|辞退|被裁|裁员|找工作|申请|认定|就业困难|补贴|残疾|征地|lost my job|unemployed|apply"
)
"""How people begin who do not know what to say to a machine."""

COMMANDS: Final = {
    "start": "start",
    "menu": "home",
    "help": "help",
    "settings": "language",
    "status": "status",
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
    "进度": "status",
    "我的进度": "status",
    "查进度": "status",
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
    "城市": "city",
    "选城市": "city",
    "换城市": "city",
    "材料": "papers",
    "材料清单": "papers",
    "要什么材料": "papers",
    "返回": "back",
    "上一步": "back",
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
    "language": "language",
    "privacy": "privacy",
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
    return WORDS.get(said.rstrip("。.！!？?").casefold(), ""), ""
