"""Screening a city of a million: Bangban's columns beside the bare read, OpenFisca and the engine one by one.

    uv run --group bench python -m bench.screen [RESIDENTS]

All packs; each measurement in a process of its own with its peak memory. What is compared takes turns, and the best of
all turns counts, so that whatever else the machine does troubles all alike; seconds of the processor are told beside.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

SAMPLE = 2_000
RUNS = 3
TURNS = 4
READ_GOAL, CSV_GOAL, OPENFISCA_GOAL, MEGABYTES_GOAL = 2.0, 1.2, 15.0, 400.0


def policies() -> Policies:
    """All packs, on one day."""
    catalogue = load_catalogue(Settings().policies)
    return Policies(tuple(catalogue.packs.values()), catalogue.divisions, TODAY)


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock, seconds of the processor, and the peak of memory."""

    seconds: float
    processor: float
    megabytes: float = 0

    def best(self, other: Taken) -> Taken:
        return Taken(
            min(self.seconds, other.seconds),
            min(self.processor, other.processor),
            max(self.megabytes, other.megabytes),
        )


def timed(work: Callable[[], object]) -> Taken:
    """The best of three."""
    best = Taken(float("inf"), float("inf"))
    for _ in range(RUNS):
        begun, spent = time.perf_counter(), time.process_time()
        work()
        best = best.best(Taken(time.perf_counter() - begun, time.process_time() - spent))
    return best


def needed(folder: Path) -> list[str]:
    return list(pl.read_parquet_schema(folder / "city.parquet"))


def bare_parquet(folder: Path) -> Taken:
    return timed(lambda: pl.read_parquet(folder / "city.parquet", columns=needed(folder)))


def bare_csv(folder: Path) -> Taken:
    return timed(lambda: pl.read_csv(folder / "city.csv", columns=needed(folder), try_parse_dates=True))


def through(folder: Path, name: str) -> Taken:
    """A whole screening of a file: read, checked, decided."""
    around = policies()
    return timed(lambda: sum(part.frame.height for part in screen(around, folder / name, keep=())))


def in_memory(folder: Path) -> Taken:
    """From columns in memory to every verdict; the verdicts are kept for the comparison."""
    city = pl.read_parquet(folder / "city.parquet")
    screening = Screening(policies(), city.schema)
    screening.verdicts(city).collect().write_parquet(folder / "columns.parquet")
    return timed(lambda: screening.verdicts(city).collect())


def openfisca(folder: Path) -> Taken:
    from bench.screen_openfisca import verdicts  # its packages are there only with the group

    seconds, processor, found = verdicts(policies(), folder / "city.parquet")
    found.write_parquet(folder / "openfisca.parquet")
    return Taken(seconds, processor)


def one_by_one(folder: Path) -> Taken:
    """The engine on a sample, scaled to all; its verdicts are kept."""
    around, city = policies(), pl.read_parquet(folder / "city.parquet")
    sample = city.head(SAMPLE)
    people = [answers_of(row, around.packs[0].vocabulary) for row in sample.iter_rows(named=True)]
    begun, spent = time.perf_counter(), time.process_time()
    found = [_verdicts(around, person) for person in people]
    scale = city.height / sample.height
    taken = Taken((time.perf_counter() - begun) * scale, (time.process_time() - spent) * scale)
    pl.DataFrame(found, schema=dict.fromkeys(found[0], pl.UInt8)).write_parquet(folder / "engine.parquet")
    return taken


def _verdicts(around: Policies, person: dict[str, Any]) -> dict[str, int]:
    told: dict[str, int] = {}
    for pack in around.packs:
        day = Day(around.today, pack.labour_age)
        known = complete(pack.vocabulary, person, day)
        told |= {name: verdict_of(rule, known, day).value for name, rule in pack.rules.items()}
    return told


IN_TURN: dict[str, Callable[[Path], Taken]] = {
    "bare read, Parquet": bare_parquet,
    "columns, from Parquet": lambda folder: through(folder, "city.parquet"),
    "bare read, CSV": bare_csv,
    "columns, from CSV": lambda folder: through(folder, "city.csv"),
    "columns, in memory": in_memory,
    "OpenFisca, in memory": openfisca,
}
ONCE: dict[str, Callable[[Path], Taken]] = {"engine one by one, scaled": one_by_one}


def alone(name: str, folder: Path) -> Taken:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "bench.screen", "--one", name, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Taken(*json.loads(done.stdout.splitlines()[-1]))


def measured(folder: Path) -> dict[str, Taken]:
    """The best of all turns."""
    found = {name: alone(name, folder) for name in ONCE}
    for turn in range(TURNS):
        print(f"turn {turn + 1} of {TURNS}", file=sys.stderr, flush=True)
        for name in IN_TURN:
            taken = alone(name, folder)
            found[name] = taken.best(found.get(name, taken))
    return found


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


def ratio(
    found: Mapping[str, Taken], words: str, of: str, to: str, limit: float, *, at_least: bool = False
) -> None:
    processor = found[of].processor / found[to].processor
    goal(f"{words} ({processor:.2f} by the processor)", found[of].seconds / found[to].seconds, limit, at_least)


def main(residents: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_city(folder, policies(), residents)
        print(
            f"{residents:,} residents, {len(needed(folder))} facts, packs: {', '.join(p.id for p in policies().packs)}"
        )
        found = measured(folder)
        for name, taken in found.items():
            print(f"{name:<28}{taken.seconds:>9.3f} s{taken.processor:>9.3f} s cpu{taken.megabytes:>7.0f} MB")
        ratio(found, "from Parquet, times the bare read", "columns, from Parquet", "bare read, Parquet", READ_GOAL)
        ratio(found, "from CSV, times the bare read", "columns, from CSV", "bare read, CSV", CSV_GOAL)
        ratio(
            found,
            "OpenFisca, times ours in memory",
            "OpenFisca, in memory",
            "columns, in memory",
            OPENFISCA_GOAL,
            at_least=True,
        )
        peak = max(found[each].megabytes for each in ("columns, from Parquet", "columns, from CSV"))
        goal("peak MB from a file", peak, MEGABYTES_GOAL)
        goal("different verdicts", differences(folder), 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        taken = (IN_TURN | ONCE)[sys.argv[2]](Path(sys.argv[3]))
        print(json.dumps([taken.seconds, taken.processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
