"""The words for every refusal: what is wrong and how to mend it, in one sentence, with an example."""

from typing import Any, Final

from bot.client import Problem
from locales import Translate


def N_(message: str) -> str:
    return message


WORDS: Final[dict[str, str]] = {}
UNKNOWN: Final = N_("抱歉，这一步没有办成。您填的内容还在，请再试一次，或致电12333。")
DOWN: Final = N_("抱歉，服务暂时连不上。您的消息已收到，恢复后会自动处理，不用重发。")


class _Params(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def words(_: Translate, problem: Problem) -> str:
    """The sentence for a refusal; a code without words gets an honest general one."""
    template = WORDS.get(problem.code, UNKNOWN)
    return _(template).format_map(_Params(problem.params))
