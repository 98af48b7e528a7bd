"""Which choice a text means: by its number, its label, or the one label that it holds or that holds it."""

import re
from collections.abc import Sequence
from typing import Final

from contract.policy import Choice

SHORTEST_PART: Final = 2
"""Letters that are enough to name a label, when no other label has them."""
NUMBERED: Final = re.compile(r"(\d+)\. ")
GAPS: Final = re.compile(r"[\s,，。.、！!？?～~…]+")
NEGATIONS: Final = re.compile(r"[不没无未非]|(?<![性类级特区分])别(?![的人])")
LEADS: Final = re.compile(r"^(我现在|我家|我们|我是|我在|我的|我|是的)")
PARTICLES: Final = "了呀啊呢吧哦嘛哈啦的呗哎"
OTHERS: Final = re.compile(
    "老公|老婆|丈夫|妻子|爱人|儿子|女儿|孩子|小孩|[爸妈爹娘]|父母|父亲|母亲|[哥姐弟妹嫂]|家里|别人|朋友|邻居|[他她]"
)
"""Who speaks of somebody else answers nothing about herself by a word in passing."""
KINDS_OF_PLACE: Final = re.compile(r"(街道办事处|街道|乡|镇|区|县|市)$")


def chosen(text: str, labels: Sequence[str]) -> int | None:
    """The place of the label a text means, None when none or several could be meant: 能工作 is not 完全不能工作."""
    said = _tidy(text)
    known = [_numbered(number, label) for number, label in enumerate(labels, 1)]
    for place, (number, label) in enumerate(known):
        if said and said in (number, label):
            return place
    names = [label for _number, label in known]
    parts = [place for place, label in enumerate(names) if len(said) >= SHORTEST_PART and said in label]
    if len(parts) == 1 and _negations(said) == _negations(names[parts[0]]):
        return parts[0]
    return _held(said, [[name] for name in names])


def plain(text: str) -> str:
    """What is said without what people put around it: 我没工作了呀 → 没工作."""
    return LEADS.sub("", _tidy(text)).rstrip(PARTICLES)


def core_of(label: str) -> str:
    """A label without the kind of place it ends with: 渝水 is 渝水区."""
    return KINDS_OF_PLACE.sub("", label) or label


def reading(text: str, choices: Sequence[Choice]) -> str:
    """What to try where a text was not understood: the value it names, or the text by itself; else nothing."""
    place = chosen(text, [each.label for each in choices])
    if place is None and not OTHERS.search(text):
        place = _held(_tidy(text), [tuple(map(_tidy, (each.label, *each.also))) for each in choices])
    if place is not None:
        return choices[place].value
    bare = plain(text)
    return bare if choices and bare != text.strip() else ""


def _held(said: str, names: Sequence[Sequence[str]]) -> int | None:
    """The only choice a text holds a name of; of names within each other the longest. A «not» too much holds nothing."""
    cores = [(KINDS_OF_PLACE.sub("", name), place) for place, each in enumerate(names) for name in each]
    held = [(core, place) for core, place in cores if len(core) >= SHORTEST_PART and core in said]
    if not held or said.isascii():  # «I have not registered» holds «registered».
        return None
    longest, meant = max(held, key=lambda one: len(one[0]))
    if any(place != meant and core not in longest for core, place in held):
        return None
    return meant if _negations(said) == _negations(longest) else None


def _negations(words: str) -> int:
    return len(NEGATIONS.findall(words))


def _tidy(text: str) -> str:
    return GAPS.sub("", text).casefold()


def _numbered(place: int, label: str) -> tuple[str, str]:
    """Number and words of a choice. A label that shows a number is known by that one."""
    shown = NUMBERED.match(label)
    number, words = (shown.group(1), label[shown.end() :]) if shown else (str(place), label)
    return number, _tidy(words.removeprefix("✔ "))
