"""`bangban screen`: a whole register through the rules."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

_ROWS_REFUSED = 2


class Language(StrEnum):
    """In which language all is told."""

    CHINESE = "zh_Hans_CN"
    ENGLISH = "en"


InLanguage = Annotated[Language, typer.Option(help="用哪种语言说明 the language of all that is told")]


def screen_command(
    register: Annotated[Path | None, typer.Argument(help="名册：.csv .parquet .xlsx", metavar="FILE")] = None,
    out: Annotated[Path | None, typer.Option(help="结果：.csv .parquet .xlsx")] = None,
    pack: Annotated[list[str] | None, typer.Option(help="政策，可以写几次；默认全部 policy packs")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪一天算，默认今天")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="写明决定性的条件、还缺的信息、哪天起会变")
    ] = False,
    members: Annotated[Path | None, typer.Option(help="另一张表：家庭成员，一人一行")] = None,
    with_id_numbers: Annotated[
        bool, typer.Option("--with-id-numbers", help="结果里写出完整的身份证号码")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有读不懂的行就以非零状态结束")] = False,
    template: Annotated[Path | None, typer.Option(help="只写一个模板：.xlsx .csv")] = None,
    language: InLanguage = Language.CHINESE,
) -> None:
    """政策找人：按政策逐行核对一份名册。Finds in a register everyone a policy helps."""
    from backend.columns.errand import Errand, run  # here: no other command needs what it brings along

    day = on.date() if on else None
    problems = run(Errand(register, out, pack or [], day, explain, members, with_id_numbers, template, language))
    if strict and problems:
        raise typer.Exit(_ROWS_REFUSED)
