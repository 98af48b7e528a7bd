"""`bangban packs`: the workbench on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from backend.core.clock import day_in_china, system_clock
from backend.core.settings import Settings
from backend.policies.catalogue import PackError, load_policies
from backend.rules import Pack, Verdict
from backend.rules.differences import differences
from backend.rules.showing import VERDICTS
from backend.workbench.lint import ERROR, Finding
from backend.workbench.places import NoSuchPack, UnusableRegister, pack_of, place_of
from backend.workbench.trials import BOUNDARY, GOLDEN, Change, Trials, run

_MOST_SHOWN = 30

packs = typer.Typer(no_args_is_help=True, help="政策包 policy packs: lint, test, diff, impact")
out = Console(highlight=False)

Where = Annotated[
    Path | None, typer.Argument(help="政策文件夹，或其中一个政策包；默认为本机安装的", metavar="PATH")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@packs.command("lint")
def lint_command(path: Where = None, as_json: AsJson = False) -> None:
    """检查写法和规则，逐条指出文件、行和改法。Every mistake with file, line and advice."""
    with _in_words():
        place = place_of(path)
        findings = place.lint(_today())
    errors = sum(one.severity == ERROR for one in findings)
    if as_json:
        _print_json([one.to_json() for one in findings])
    else:
        for file, found in groupby(findings, key=lambda one: one.file):
            out.print(f"[bold]{escape(file)}[/]")
            for one in found:
                _print_finding(one)
        out.print(f"{errors} 个错误，{len(findings) - errors} 个提醒。")
    if errors:
        raise typer.Exit(1)


def _print_finding(one: Finding) -> None:
    word = "[red]错误[/]" if one.severity == ERROR else "[yellow]提醒[/]"
    article = f"（{one.article}）" if one.article else ""
    where = f"第{one.line}行 {one.path}".rstrip()
    out.print(f"  {word} {escape(where)}{escape(article)}：{escape(one.message)}", soft_wrap=True)
    out.print(f"       [dim]{escape(one.advice)}（{one.name}）[/]", soft_wrap=True)


@packs.command("test")
def trials_command(
    path: Where = None,
    older: Annotated[str, typer.Option(help="与这个版本比较：政策编号或文件", metavar="PACK")] = "",
    as_json: AsJson = False,
) -> None:
    """逐个核对示例人物和各条界限上的人。Golden cases and people on the edge of every limit."""
    with _in_words():
        before = pack_of(load_policies(Settings().policies), older) if older else None
        found = [(pack, run(pack, cases, _today(), before)) for pack, cases in place_of(path).packs()]
    if as_json:
        _print_json({pack.id: trials.to_json() for pack, trials in found})
    else:
        for pack, trials in found:
            _print_trials(pack, trials)
    if any(trials.failures for _, trials in found):
        raise typer.Exit(1)


def _print_trials(pack: Pack, trials: Trials) -> None:
    golden, boundary = trials.count(GOLDEN), trials.count(BOUNDARY)
    out.print(f"[bold]{escape(pack.title)}[/]（{escape(pack.number)}）")
    out.print(f"  示例人物 {golden} 个，界限上的人 {boundary} 个，{len(trials.failures)} 个不对。")
    for trial in trials.failures:
        out.print(f"  [red]不对[/] {escape(f'{trial.id} {trial.title}（{trial.as_of}）')}")
        for complaint in trial.complaints:
            out.print(f"       {escape(complaint)}", soft_wrap=True)
    for limit in trials.idle:
        out.print(f"  [yellow]提醒[/] 对谁都不起作用的界限：{escape(limit)}")
    for left, again in trials.waits:
        out.print(f"  退出 {left}，{again} 起可以再申请。")
    if trials.changes:
        _print_changes(pack, trials.changes)


def _print_changes(pack: Pack, changes: Sequence[Change]) -> None:
    table = Table(
        "人物", "日期", "类别", "原来", "现在", title=f"结论变化 {len(changes)} 处", title_justify="left"
    )
    names = {category.id: category.short for category in pack.categories}
    for one in changes[:_MOST_SHOWN]:
        category = names.get(one.category, one.category)
        person = escape(f"{one.trial.id} {one.trial.title}")
        table.add_row(person, str(one.trial.as_of), category, _said(one.before), _said(one.after))
    out.print(table)
    if len(changes) > _MOST_SHOWN:
        out.print(f"  另有 {len(changes) - _MOST_SHOWN} 处，用 --json 看全部。")


@packs.command("impact")
def impact_command(
    old: Old,
    new: New,
    register: Annotated[Path, typer.Argument(help="名册：.csv .parquet .xlsx", metavar="FILE")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪一天算，默认今天")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="受影响人员名单：.csv .parquet .xlsx")] = None,
    as_json: AsJson = False,
) -> None:
    """名册里谁会变为符合、不符合、不确定。Who in a register gains, loses or becomes uncertain."""
    from backend.workbench.impact_report import Report  # here: no other command needs what it brings along

    with _in_words():
        policies = load_policies(Settings().policies)
        before, after = pack_of(policies, old), pack_of(policies, new)
        report = Report(before, after, policies.catalogue.divisions, on.date() if on else _today())
        found = report.made(register, to)
        if as_json:
            _print_json(found.to_json())
        else:
            report.print(found, to)


def _said(verdict: Verdict | None) -> str:
    return "没有这一类" if verdict is None else VERDICTS[verdict]


Old = Annotated[str, typer.Argument(help="原来的版本：政策编号，或政策包的文件夹或文件", metavar="OLD")]
New = Annotated[str, typer.Argument(help="新的版本", metavar="NEW")]


@packs.command("diff")
def diff_command(old: Old, new: New, as_json: AsJson = False) -> None:
    """两个版本的差别，一处一句话。What differs, in sentences."""
    with _in_words():
        policies = load_policies(Settings().policies)
        found = differences(pack_of(policies, old), pack_of(policies, new))
    if as_json:
        _print_json([asdict(one) for one in found])
        return
    for one in found:
        sign = {"added": "[green]＋[/]", "removed": "[red]－[/]"}.get(one.change, "[yellow]△[/]")
        out.print(f"{sign} {escape(one.sentence)}", soft_wrap=True)
    out.print(f"共 {len(found)} 处不同。" if found else "两个版本没有不同。")


@contextmanager
def _in_words() -> Iterator[None]:
    """What can be foreseen to go wrong ends with its sentences and no trace."""
    try:
        yield
    except PackError as error:
        _stop("\n".join(map(str, error.problems)))
    except (NoSuchPack, UnusableRegister) as error:
        _stop(f"{error}。")
    except OSError as error:
        _stop(f"文件打不开：{error.strerror}（{error.filename}）。")


def _stop(words: str) -> NoReturn:
    print(words, file=sys.stderr)
    raise typer.Exit(1)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _today() -> date:
    return day_in_china(system_clock())
