"""Finding a community among many by what somebody types: part of its name, or the first letters of its pinyin."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from backend.rules import Option

KINDS: Final = ("社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "社区", "村")
"""What people leave out, or say in another way, at the end of a name."""
SHORTEST_CORE: Final = 2
"""Signs a name must have for a longer text, such as an address, to be known by it."""
LETTERS: Final = "abcdefghjklmnopqrstwxyz"
FIRST_OF_LETTER: Final = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3,
    0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
LAST_BY_SOUND: Final = 0xD7F9
"""GB 2312 orders its 3755 most used characters by pinyin; those behind are ordered by radical."""


def found(text: str, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options a typed text may mean: one called exactly so alone, else all that hold it or are held by it."""
    said = plain(text)
    if not said:
        return ()
    named = {option: [plain(str(name)) for name in (option.label, *option.also)] for option in options}
    exact = [option for option, names in named.items() if said in (*names, *map(core, names))]
    if exact:
        return tuple(exact)
    held = [option for option, names in named.items() if any(_meet(said, name) for name in names)]
    if held or not said.isascii():
        return tuple(held)
    return tuple(option for option, names in named.items() if any(said in initials(name) for name in names))


def plain(text: str) -> str:
    """Without width, case, spaces and signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def core(name: str) -> str:
    """平安社区居委会 is 平安."""
    kind = next((kind for kind in KINDS if name.endswith(kind) and name != kind), "")
    return name.removesuffix(kind)


def initials(name: str) -> str:
    """平安社区 is pasq. A character with two sounds has the one it is sorted by; a rare one has none."""
    return "".join(letter if letter.isascii() else _initial(letter) for letter in name)


def _meet(said: str, name: str) -> bool:
    """“平安” stands in 平安社区; 平安 stands in “城南平安小区3栋”."""
    bare = core(name)
    return core(said) in name or (len(bare) >= SHORTEST_CORE and bare in said)


def _initial(letter: str) -> str:
    code = int.from_bytes(letter.encode("gb2312", "ignore"), "big")
    place = bisect_right(FIRST_OF_LETTER, code)
    return LETTERS[place - 1] if place and code <= LAST_BY_SOUND else ""
