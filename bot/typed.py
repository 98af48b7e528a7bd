"""Times, amounts and ways as people type them: 晚上十点到早上七点, 22:00-7:00, 三千五, 5公里."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS: Final = {"十": 10, "百": 100, "千": 1_000, "k": 1_000, "万": 10_000}
FIGURE: Final = r"\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万]"
NUMBER: Final = rf"(?:{FIGURE})(?:{FIGURE}|k(?!m))*"
TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|\D")
MORNING: Final = ("凌晨", "清晨", "早上", "早晨", "上午", "早", "am", "a.m.")
AFTERNOON: Final = ("中午", "下午", "傍晚", "pm", "p.m.")
NIGHT: Final = ("晚上", "夜里", "半夜", "夜晚", "晚", "夜")
PART: Final = "凌晨|清晨|早上|早晨|上午|早|中午|下午|傍晚|晚上|夜里|半夜|夜晚|晚|夜"
NEXT_DAY: Final = re.compile("第二天|次日")
CLOCK: Final = re.compile(
    rf"(?P<part>{PART})?\s*(?P<hour>{NUMBER})\s*(?:[:点时](?P<minute>半|{NUMBER})?)?\s*(?P<late>am|pm|a\.m\.|p\.m\.)?"
)
NOON: Final = 12
EVENING: Final = 6
"""晚上 from six on; 晚上两点 is two in the morning."""
DAY: Final = 24
LEAST_PAY: Final = 500
"""Less than this is no wage of a month: an hour's or a day's is meant."""
HALF_DAY: Final = 5
"""Hours that are half a day at most."""
WHOLE: Final = re.compile("全天|整天|一天|白天|全职")
METRES: Final = re.compile(r"米|(?<![a-z])m(?![a-z])")
LI: Final = re.compile("(?<!公)里")


def quiet_hours(text: str) -> tuple[int, int] | None:
    """From which full hour until which, widened to full hours; None where that is not said, or not clearly."""
    found = list(CLOCK.finditer(NEXT_DAY.sub("", _plain(text))))
    if len(found) != len(("begin", "end")):
        return None
    begin, end = (_hour(one) for one in found)
    if begin is None or end is None:
        return None
    vague = not any(one["part"] or one["late"] for one in found)
    if vague and end < begin <= NOON:  # 十点到七点: of the evening, or of the morning?
        return None
    first, last = int(begin) % DAY, (int(end) + (end > int(end))) % DAY
    return (first, last) if first != last else None


def part_of_day(text: str) -> Literal["half", "full"] | None:
    """上午 is half a day, 早上9点到下午5点 a whole one; None where neither is said."""
    told = _plain(text)
    found = list(CLOCK.finditer(NEXT_DAY.sub("", told)))
    if len(found) == len(("begin", "end")):
        begin, end = (_hour(one) for one in found)
        if begin is None or end is None:
            return None
        vague = not any(one["part"] or one["late"] for one in found)
        way = (end + NOON if vague and end < begin <= NOON else end) - begin  # At work 9点到5点 is of one day.
        return "half" if way % DAY <= HALF_DAY else "full"
    if re.search(r"[不没]|\d", told):
        return None
    parts = {part for part in ("上午", "下午", "早上", "晚上") if part in told}
    if WHOLE.search(told) or len(parts) > 1:
        return "full"
    return "half" if parts or "半天" in told else None


def named_otherwise(text: str, names: Sequence[Sequence[str]]) -> int | None:
    """The one choice that a text names by another name: 扫地的, 想做保姆. A «not» in it names nothing."""
    told = _plain(text)
    if re.search("[不没别]", told):
        return None
    found = [place for place, known in enumerate(names) if any(name in told for name in known)]
    return found[0] if len(found) == 1 else None


def least_pay(text: str, labels: Sequence[str]) -> int | None:
    """The choice of the most pay that leaves out nothing she would take; the last one is no wish."""
    wanted = amount(text)
    if wanted is None or 0 < wanted < LEAST_PAY or METRES.search(_plain(text)):
        return None
    below = [(least, place) for place, label in enumerate(labels) if (least := amount(label)) and least <= wanted]
    return max(below)[1] if below else len(labels) - 1


def farthest(text: str, labels: Sequence[str]) -> int | None:
    """The choice of the shortest way that leaves out nothing she would walk; the last one is any way."""
    wanted = _kilometres(text)
    if wanted is None:
        return None
    wide = [(way, place) for place, label in enumerate(labels) if (way := amount(label)) and way >= wanted]
    return min(wide)[1] if wide else len(labels) - 1


def amount(text: str) -> float | None:
    """The first number in a text: 3000, 3,000, 三千五, 3千, 1.5万, 两千零五十."""
    found = re.search(NUMBER, re.sub(r"(?<=\d),(?=\d{3})", "", _plain(text)))
    return _value(found[0]) if found else None


def _kilometres(text: str) -> float | None:
    told, way = _plain(text), amount(text)
    if way is None:
        return None
    return way / 1_000 if METRES.search(told) else way / 2 if LI.search(told) else way


def _value(words: str) -> float:
    """三千五 is 3500: a last digit counts in the next smaller unit, unless 零 stands before it."""
    total, unit = 0.0, 1
    last: float | None = None
    for token in TOKEN.findall(words):
        if token in UNITS:
            unit = UNITS[token]
            ahead = 1 if last is None and not total else last or 0
            total = (total + ahead) * unit if token == "万" else total + (1 if last is None else last) * unit
            last = None
        elif token in DIGITS:
            last, unit = DIGITS[token], 1 if token in "零〇" else unit
        else:
            last = float(token)
    small = last is not None and last < UNITS["十"] and unit > UNITS["十"]
    return total + (last or 0) * (unit // 10 if small else 1)


def _hour(found: re.Match[str]) -> float | None:
    """The hour of the day, with its minutes as a part; None for what no clock shows."""
    hour, minute = _value(found["hour"]), found["minute"]
    part = found["part"] or found["late"] or ""
    if (part in AFTERNOON and hour < NOON) or (part in NIGHT and EVENING <= hour <= NOON):
        hour += NOON
    elif part in MORNING and hour == NOON:
        hour = 0
    minutes = 30 if minute == "半" else _value(minute) if minute else 0
    return hour + minutes / 60 if hour == int(hour) and hour <= DAY and minutes < 60 else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
