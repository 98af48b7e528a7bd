"""Rows and lines that many screens share."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.callbacks import Go, Page, Why
from bot.markup import Html, blocks, bold, filled, safe
from bot.screen import CHOICES_A_PAGE, Button, Row, Screen, button, in_rows
from contract.application import CaseStep
from locales import Translate

DESCRIBED: Final = re.compile("[《（(的或]")
"""What a title has that is more than the name of one paper."""


def home_row(_: Translate) -> Row:
    return (button(_("人工服务"), Go(to="human")), button(_("回到首页"), Go(to="home")))


def note(_: Translate, text: str, *rows: Row) -> Screen:
    """A sentence, and ways to go on."""
    return Screen(safe(text), rows or (home_row(_),))


def led_by(lead: str, screen: Screen) -> Screen:
    """The screen with a sentence before it."""
    return Screen(blocks(lead, screen.text), screen.rows, screen.attachment, screen.keep) if lead else screen


def undoable(_: Translate, screen: Screen) -> Screen:
    """Right after a place was given back: signing up is taking that back; and the way to the other places."""
    named = {_("报名"): _("撤销，还要参加")}
    rows = (tuple(replace(each, label=named.get(each.label, each.label)) for each in row) for row in screen.rows)
    return replace(screen, rows=(*rows, (button(_("我参加的"), Go(to="places")),)))


def why_button(_: Translate, kind: type[Why], name: str, open: bool) -> Button:
    label = _("收起说明") if open else _("为什么问这个")
    return button(label, kind(name=name, open=not open))


def paged(_: Translate, choices: Sequence[Button], kind: type[Page], name: str, page: int) -> tuple[Row, ...]:
    """Choices in rows; a long list comes in pages, for it may also be typed."""
    if len(choices) <= CHOICES_A_PAGE:
        return in_rows(choices)
    first = page * CHOICES_A_PAGE
    turns = []
    if page:
        turns.append(button(_("上一页"), kind(name=name, page=page - 1)))
    if first + CHOICES_A_PAGE < len(choices):
        turns.append(button(_("下一页"), kind(name=name, page=page + 1)))
    return (*in_rows(choices[first : first + CHOICES_A_PAGE]), tuple(turns))


def progress(_: Translate, steps: Iterable[CaseStep]) -> Html:
    """The steps of a case, one a line, each with its state in words and its date."""
    return Html("\n".join(_step(_, step) for step in steps))


def _step(_: Translate, step: CaseStep) -> Html:
    """``● 街道初审：2026年11月21日，通过``: a sign for the eye, words for everyone."""
    states = {"done": _("已完成"), "now": _("进行中"), "ahead": _("未开始"), "stopped": _("已停止")}
    sign = {"done": "●", "now": "◐", "ahead": "○", "stopped": "■"}[step.state]
    note = step.note or ("" if step.state == "done" and step.on else states[step.state])
    tail = _("，").join(part for part in (step.on, note) if part)
    name = bold(step.name) if step.state in ("now", "stopped") else safe(step.name)
    return filled(_("{sign} {name}：{tail}"), sign=sign, name=name, tail=tail)


def shortened(title: str, length: int = 10) -> str:
    return title if len(title) <= length else title[: length - 1] + "…"


def in_marks(_: Translate, title: str) -> str:
    """《户口本》, once: some titles carry their marks already, and 抚养子女的证明（可选） is a description."""
    return title if DESCRIBED.search(title) else _("《{title}》").format(title=title)
