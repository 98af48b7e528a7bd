"""Names of people as they are typed in a chat: with a sentence around them, but never with a sign inside."""

import re
import unicodedata
from typing import Final

BEFORE: Final = re.compile(
    r"^(?:(?:我的|本人|我)?(?:姓名|名字)(?:是|叫|[:：])?|我叫做?|我是|我姓名|my name is\b|i am\b|name[:：])[\s:：,，]*",
    re.IGNORECASE,
)
AROUND: Final = " \t。．.!！?？,，、;；:：~～\"'“”‘’()（）…"
ASCII_DOT: Final = re.compile(r"(?<=\w)\.\s*(?=\w)")
INSIDE: Final = frozenset("·-'’ 〇")
"""Signs a name may hold; 〇 counts as a number by Unicode, and is a character of names."""
NO_NAME: Final = re.compile(
    "申请|认定|自测|菜单|首页|进度|材料|人工|补贴|失业|帮助|政策|隐私|注销|按钮|继续|返回|取消|上一步|下一步|您好|你好|谢谢"
    "|不知道|不清楚|记不清|什么|怎么|为什么|多少|是不是|可以吗"
)
"""Words of commands, labels and sentences, which no name holds."""
ANSWERS: Final = frozenset(
    re.split(
        " ",
        "好 好的 是 是的 对 对的 嗯 可以 没有 同意 确认 提交 开始 停"
        " ok yes no menu help back cancel continue status start",
    )
)
"""What people say to a machine; each of them only by itself."""


def is_said(text: str) -> bool:
    """Whether a text is a command, a label or an answer and no name: 申请认定, 菜单."""
    return bool(NO_NAME.search(text)) or text.casefold() in ANSWERS


def bare_name(text: str) -> str:
    """“我叫王秀英。” is 王秀英; the dot of a Latin keyboard becomes the one of names.

    A name that is nothing but such words is left as it was.
    """
    left = BEFORE.sub("", text.strip(AROUND)).strip(AROUND)
    return ASCII_DOT.sub("·", left or text)


def is_name(text: str) -> bool:
    """No digit, no sign, no picture. Characters newer than our tables are somebody's name all the same."""
    return all(letter in INSIDE or unicodedata.category(letter)[0] not in "NSPZ" for letter in text)
