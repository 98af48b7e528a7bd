"""`bangban packs`: the workbench on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
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

from backend.columns.cli import InLanguage, Language
from backend.core.clock import day_in_china, system_clock
from backend.core.settings import Settings
from backend.core.telling import said_to
from backend.policies.catalogue import PackError, load_policies
from backend.rules import Pack, Verdict
from backend.rules.differences import differences
from backend.rules.said import N_, listed
from backend.rules.showing import VERDICTS
from backend.workbench.lint import ERROR, Finding
from backend.workbench.places import Unusable, pack_of, place_of
from backend.workbench.trials import BOUNDARY, GOLDEN, Change, Trials, run
from backend.workbench.windows import WindowChange

_MOST_SHOWN = 30
Said = Callable[[Any], str]
"""Says a sentence in the language that was asked for."""

packs = typer.Typer(no_args_is_help=True, help="政策包 policy packs: lint, test, diff, impact, plan")
out = Console(highlight=False)

Where = Annotated[
    Path | None, typer.Argument(help="政策文件夹，或其中一个政策包；默认为本机安装的", metavar="PATH")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@packs.command("lint")
def lint_command(
    path: Where = None, as_json: AsJson = False, language: InLanguage = Language.CHINESE
) -> None:
    """检查写法和规则，逐条指出文件、行和改法。Every mistake with file, line and advice."""
    said = said_to(language)
    with _in_words(said):
        place = place_of(path)
        findings = place.lint(_today())
    errors = sum(one.severity == ERROR for one in findings)
    if as_json:
        _print_json([_said_in_all(one.to_json(), said) for one in findings])
    else:
        for file, found in groupby(findings, key=lambda one: one.file):
            out.print(f"[bold]{escape(file)}[/]")
            for one in found:
                _print_finding(one, said)
        out.print(said(N_("{errors} 个错误，{warnings} 个提醒。", errors=errors, warnings=len(findings) - errors)))
    if errors:
        raise typer.Exit(1)


def _print_finding(one: Finding, said: Said) -> None:
    word = f"[red]{said(N_('错误'))}[/]" if one.severity == ERROR else f"[yellow]{said(N_('提醒'))}[/]"
    place: Any = N_("第{line}行 {path}", line=one.line, path=one.path) if one.path else N_("第{line}行", line=one.line)
    place = N_("{said}（{article}）", said=place, article=one.article) if one.article else place
    out.print(f"  {word} {escape(said(N_('{said}：{content}', said=place, content=one.message)))}", soft_wrap=True)
    advice = said(N_("{said}（{article}）", said=one.advice, article=one.name))
    out.print(f"       [dim]{escape(advice)}[/]", soft_wrap=True)


@packs.command("test")
def trials_command(
    path: Where = None,
    older: Annotated[str, typer.Option(help="与这个版本比较：政策编号或文件", metavar="PACK")] = "",
    as_json: AsJson = False,
    language: InLanguage = Language.CHINESE,
) -> None:
    """逐个核对示例人物和各条界限上的人。Golden cases and people on the edge of every limit."""
    said = said_to(language)
    with _in_words(said):
        before = pack_of(load_policies(Settings().policies), older) if older else None
        found = [(pack, run(pack, cases, _today(), before)) for pack, cases in place_of(path).packs()]
    if as_json:
        _print_json({pack.id: _said_in_all(trials.to_json(), said) for pack, trials in found})
    else:
        for pack, trials in found:
            _print_trials(pack, trials, said)
    if any(trials.failures for _, trials in found):
        raise typer.Exit(1)


def _print_trials(pack: Pack, trials: Trials, said: Said) -> None:
    title = said(N_("{said}（{article}）", said=pack.title, article=pack.number))
    counts = N_(
        "示例人物 {golden} 个，界限上的人 {boundary} 个，{wrong} 个不对。",
        golden=trials.count(GOLDEN),
        boundary=trials.count(BOUNDARY),
        wrong=len(trials.failures),
    )
    out.print(f"[bold]{escape(title)}[/]")
    out.print(f"  {said(counts)}", soft_wrap=True)
    for trial in trials.failures:
        person = N_("{said}（{article}）", said=f"{trial.id} {said(trial.title)}", article=str(trial.as_of))
        out.print(f"  [red]{said(N_('不对'))}[/] {escape(said(person))}", soft_wrap=True)
        for complaint in trial.complaints:
            out.print(f"       {escape(said(complaint))}", soft_wrap=True)
    for limit in trials.idle:
        idle = said(N_("对谁都不起作用的界限：{limit}", limit=limit))
        out.print(f"  [yellow]{said(N_('提醒'))}[/] {escape(idle)}", soft_wrap=True)
    for one in trials.windows:
        limit = N_("{said}：{content}", said=one.title, content=one.told)
        out.print(f"  {escape(said(limit))}", soft_wrap=True)
    if trials.changes:
        _print_changes(pack, trials.changes, said)
    if trials.window_changes:
        _print_window_changes(trials.window_changes, said)


def _print_changes(pack: Pack, changes: Sequence[Change], said: Said) -> None:
    titles = map(said, (N_("人物"), N_("哪一天"), N_("类别"), N_("原来"), N_("现在")))
    table = Table(*titles, title=said(N_("结论变化 {count} 处", count=len(changes))), title_justify="left")
    names = {category.id: category.short for category in pack.categories}
    for one in changes[:_MOST_SHOWN]:
        category = said(names.get(one.category, one.category))
        person = f"{one.trial.id} {said(one.trial.title)}"
        cells = (person, str(one.trial.as_of), category, said(_verdict(one.before)), said(_verdict(one.after)))
        table.add_row(*map(escape, cells))
    out.print(table)
    if len(changes) > _MOST_SHOWN:
        out.print(f"  {said(N_('另有 {count} 处，用 --json 看全部。', count=len(changes) - _MOST_SHOWN))}")


def _print_window_changes(changes: Sequence[WindowChange], said: Said) -> None:
    title = N_("期限变化 {count} 处", count=len(changes))
    out.print(said(title))
    for one in changes:
        out.print(f"  [bold]{escape(said(one.either.title))}[/]", soft_wrap=True)
        for word, window in ((N_("原来"), one.before), (N_("现在"), one.after)):
            told = window.told if window else N_("没有这个期限")
            out.print(f"    {escape(said(N_('{said}：{content}', said=word, content=told)))}", soft_wrap=True)


@packs.command("impact")
def impact_command(
    old: Old,
    new: New,
    register: Annotated[Path, typer.Argument(help="名册：.csv .parquet .xlsx", metavar="FILE")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪一天算，默认今天")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="受影响人员名单：.csv .parquet .xlsx")] = None,
    as_json: AsJson = False,
    language: InLanguage = Language.CHINESE,
) -> None:
    """名册里谁会变为符合、不符合、不确定。Who in a register gains, loses or becomes uncertain."""
    from backend.workbench.impact_report import Report  # here: no other command needs what it brings along

    said = said_to(language)
    with _in_words(said):
        policies = load_policies(Settings().policies)
        before, after = pack_of(policies, old), pack_of(policies, new)
        report = Report(before, after, policies.catalogue.divisions, on.date() if on else _today(), said)
        found = report.made(register, to)
        if as_json:
            _print_json(found.to_json())
        else:
            report.print(found, to)


def _verdict(verdict: Verdict | None) -> str:
    return N_("没有这一类") if verdict is None else VERDICTS[verdict]


Old = Annotated[str, typer.Argument(help="原来的版本：政策编号，或政策包的文件夹或文件", metavar="OLD")]
New = Annotated[str, typer.Argument(help="新的版本", metavar="NEW")]


@packs.command("plan")
def plan_command(
    pack: Annotated[str, typer.Argument(help="已安装的政策编号", metavar="PACK")],
    register: Annotated[Path, typer.Argument(help="名册：.csv .parquet .xlsx", metavar="FILE")],
    language: InLanguage = Language.CHINESE,
) -> None:
    """按名册里的人排好自测的提问次序；只留次序，不留人。The order of questions that suits a register."""
    from backend.workbench.question_plans import plan_from  # here, as above

    said = said_to(language)
    with _in_words(said):
        made = plan_from(Settings().policies, pack, register, _today())
    for sentence in made.sample.told:
        print(said(sentence), file=sys.stderr)
    for sentence in made.sentences:
        out.print(escape(said(sentence)), soft_wrap=True)


@packs.command("diff")
def diff_command(
    old: Old, new: New, as_json: AsJson = False, language: InLanguage = Language.CHINESE
) -> None:
    """两个版本的差别，一处一句话。What differs, in sentences."""
    said = said_to(language)
    with _in_words(said):
        policies = load_policies(Settings().policies)
        found = differences(pack_of(policies, old), pack_of(policies, new))
    if as_json:
        _print_json([_said_in_all(asdict(one), said) for one in found])
        return
    for one in found:
        sign = {"added": "[green]＋[/]", "removed": "[red]－[/]"}.get(one.change, "[yellow]△[/]")
        out.print(f"{sign} {escape(said(one.sentence))}", soft_wrap=True)
    out.print(said(N_("共 {count} 处不同。", count=len(found)) if found else N_("两个版本没有不同。")))


@contextmanager
def _in_words(said: Said) -> Iterator[None]:
    """What can be foreseen to go wrong ends with its sentences and no trace."""
    try:
        yield
    except PackError as error:
        _stop(said(listed((one.sentence for one in error.problems), "\n")))
    except Unusable as error:
        _stop(said(N_("{sentence}。", sentence=error.sentence)))
    except OSError as error:
        from backend.columns.progress import reason_of  # here, as above

        file = str(error.filename or "")
        _stop(said(N_("{file} 打不开：{reason}。", reason=reason_of(error), file=file)).lstrip())


def _stop(words: str) -> NoReturn:
    print(words, file=sys.stderr)
    raise typer.Exit(1)


def _said_in_all(value: Any, said: Said) -> Any:
    """A value of plain JSON types with its sentences in the language."""
    match value:
        case dict():
            return {name: _said_in_all(one, said) for name, one in value.items()}
        case list() | tuple():
            return [_said_in_all(one, said) for one in value]
        case str():
            return said(value)
        case _:
            return value


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _today() -> date:
    return day_in_china(system_clock())
