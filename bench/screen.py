"""Screening a city of a million: Bangban's columns beside the bare read, OpenFisca and the engine one by one.

    uv run --group bench python -m bench.screen [RESIDENTS]

All packs, one run, each measurement in a process of its own with its peak memory. Times are the best of three.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from backend.columns.explaining import answers_of
from backend.columns.screening import Screening
from backend.columns.service import Policies, screen
from backend.core.settings import Settings
from backend.policies.catalogue import load_catalogue
from backend.rules.derivations import Day, complete
from backend.rules.reasons import verdict_of
from bench.screen_people import TODAY, write_city

SAMPLE = 4_000
RUNS = 3
READ_GOAL, CSV_GOAL, OPENFISCA_GOAL, MEGABYTES_GOAL = 2.0, 1.2, 15.0, 400.0


def policies() -> Policies:
    """All packs, on one day."""
    catalogue = load_catalogue(Settings().policies)
    return Policies(tuple(catalogue.packs.values()), catalogue.divisions, TODAY)


def timed(work: Callable[[], object]) -> float:
    """The best of three, in seconds."""
    best = float("inf")
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def needed(folder: Path) -> list[str]:
    return list(pl.read_parquet_schema(folder / "city.parquet"))


def bare_parquet(folder: Path) -> float:
    return timed(lambda: pl.read_parquet(folder / "city.parquet", columns=needed(folder)))


def bare_csv(folder: Path) -> float:
    return timed(lambda: pl.read_csv(folder / "city.csv", columns=needed(folder), try_parse_dates=True))


def through(folder: Path, name: str) -> float:
    """A whole screening of a file: read, checked, decided."""
    around = policies()
    return timed(lambda: sum(part.frame.height for part in screen(around, folder / name, keep=())))


def in_memory(folder: Path) -> float:
    """From columns in memory to every verdict; the verdicts are kept for the comparison."""
    city = pl.read_parquet(folder / "city.parquet")
    screening = Screening(policies(), city.schema)
    screening.verdicts(city).collect().write_parquet(folder / "columns.parquet")
    return timed(lambda: screening.verdicts(city).collect())


def openfisca(folder: Path) -> float:
    from bench.screen_openfisca import verdicts  # its packages are there only with the group

    seconds, found = verdicts(policies(), folder / "city.parquet")
    found.write_parquet(folder / "openfisca.parquet")
    return seconds


def one_by_one(folder: Path) -> float:
    """The engine on a sample, scaled to all; its verdicts are kept."""
    around, city = policies(), pl.read_parquet(folder / "city.parquet")
    sample = city.head(SAMPLE)
    people = [answers_of(row, around.packs[0].vocabulary) for row in sample.iter_rows(named=True)]
    begun = time.perf_counter()
    found = [_verdicts(around, person) for person in people]
    seconds = time.perf_counter() - begun
    pl.DataFrame(found, schema=dict.fromkeys(found[0], pl.UInt8)).write_parquet(folder / "engine.parquet")
    return seconds * city.height / sample.height


def _verdicts(around: Policies, person: dict[str, Any]) -> dict[str, int]:
    told: dict[str, int] = {}
    for pack in around.packs:
        day = Day(around.today, pack.labour_age)
        known = complete(pack.vocabulary, person, day)
        told |= {name: verdict_of(rule, known, day).value for name, rule in pack.rules.items()}
    return told


MEASURED: dict[str, Callable[[Path], float]] = {
    "bare read, Parquet": bare_parquet,
    "bare read, CSV": bare_csv,
    "columns, in memory": in_memory,
    "columns, from Parquet": lambda folder: through(folder, "city.parquet"),
    "columns, from CSV": lambda folder: through(folder, "city.csv"),
    "OpenFisca, in memory": openfisca,
    "engine one by one, scaled": one_by_one,
}


def alone(name: str, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one measurement in a process of its own."""
    command = [sys.executable, "-m", "bench.screen", "--one", name, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    print(f"{name:<28}{seconds:>10.3f} s{megabytes:>9.0f} MB", flush=True)
    return seconds, megabytes


def differences(folder: Path) -> int:
    """Verdicts in which OpenFisca or the engine differ from the columns."""
    columns = pl.read_parquet(folder / "columns.parquet")
    others = [pl.read_parquet(folder / name) for name in ("openfisca.parquet", "engine.parquet")]
    return sum(
        int((columns[c][: other.height] != other[c]).sum()) for other in others for c in columns.columns
    )


def goal(words: str, value: float, limit: float, at_least: bool = False) -> None:
    met = value >= limit if at_least else value <= limit
    print(
        f"{'met   ' if met else 'MISSED'}  {words}: {value:.2f} (goal {'≥' if at_least else '≤'} {limit:g})"
    )


def main(residents: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_city(folder, policies(), residents)
        print(
            f"{residents:,} residents, {len(needed(folder))} facts, packs: {', '.join(p.id for p in policies().packs)}"
        )
        found = {each: alone(each, folder) for each in MEASURED}
        seconds = {each: value[0] for each, value in found.items()}
        goal(
            "from Parquet, times the bare read",
            seconds["columns, from Parquet"] / seconds["bare read, Parquet"],
            READ_GOAL,
        )
        goal(
            "from CSV, times the bare read",
            seconds["columns, from CSV"] / seconds["bare read, CSV"],
            CSV_GOAL,
        )
        goal(
            "OpenFisca, times ours in memory",
            seconds["OpenFisca, in memory"] / seconds["columns, in memory"],
            OPENFISCA_GOAL,
            at_least=True,
        )
        peak = max(found[each][1] for each in ("columns, from Parquet", "columns, from CSV"))
        goal("peak MB from a file", peak, MEGABYTES_GOAL)
        goal("different verdicts", differences(folder), 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        taken = MEASURED[sys.argv[2]](Path(sys.argv[3]))
        print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
