"""Matching at scale: the best five posts, with reasons, of everybody who looks for work, beside other ways to get them.

    uv run --group bench python -m bench.match --seekers 100000 --posts 10000 --peers 2000

Side by side in one run on the same made-up city: the fast reading, and brute force in NumPy, Polars and DuckDB. The peers
take a share of the people (``--peers``) and their times are scaled to all. For them the city is simpler (everybody has a
point and sees everything), which makes their work less; all ways must give the same answer on that share. With every
limit in force the fast reading must give what the plain scorer gives on a sample.
"""

import argparse
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import duckdb
import numpy as np
import polars as pl

from backend.matching import columns, scoring
from backend.matching.layout import (
    P_DEMANDS,
    P_KIND,
    P_PAY,
    P_SKILLS,
    P_STATIC,
    S_KINDS,
    S_PAY,
    S_REACH,
    S_REFUSES,
    S_SKILLS,
    X,
    Y,
    Z,
)
from backend.matching.rows import Board, Crowd, Whole
from tests.backend.matching.made_up import TODAY, posts, seekers

WAYS = ("fast", "numpy", "polars", "duckdb")
BLOCK = 200
"""People a brute force looks at together."""


def simple_city(people: int, offered: int) -> Crowd:
    """A city in which everybody has a point and nothing is hidden, so that all ways answer the same question."""
    random = Random(7)
    plain = [
        replace(one, point=one.point or scoring.point_of(27.8, 114.9), sex="", age=None, recognised=True)
        for one in seekers(random, people)
    ]
    placed = (replace(one, point=one.point or scoring.point_of(27.8, 114.9)) for one in posts(random, offered))
    board = Board.of(placed, TODAY)
    return Crowd.of(plain, board)


def fast(crowd: Crowd) -> Whole:
    return columns.best_posts(crowd).posts


def brute_numpy(crowd: Crowd) -> Whole:
    """Every pair of a block of people and all posts at once."""
    return np.concatenate([_numpy_block(crowd, at) for at in range(0, len(crowd.seekers), BLOCK)])


def _numpy_block(crowd: Crowd, at: int) -> Whole:
    p = [np.ascontiguousarray(column) for column in crowd.board.columns.T]
    s = [np.ascontiguousarray(column)[:, None] for column in crowd.columns[at : at + BLOCK].T]
    squares = (s[X] - p[X]) ** 2 + (s[Y] - p[Y]) ** 2 + (s[Z] - p[Z]) ** 2
    way = np.sqrt(squares.astype(np.float64)).astype(np.int64)
    fits = (s[S_REFUSES] & p[P_DEMANDS] == 0) & (p[P_PAY] >= s[S_PAY]) & ((s[S_REACH] < 0) | (way <= s[S_REACH]))
    shared = np.bitwise_count(s[S_SKILLS] & p[P_SKILLS]).astype(np.int64)
    wished = 300 * (s[S_KINDS] >> p[P_KIND] & 1) + 60 * np.minimum(3, shared)
    score = p[P_STATIC] + 300 * np.maximum(0, 30_000 - way) // 30_000 + wished
    # The number of the post breaks ties; a pair that does not fit comes last.
    key = np.where(fits, score * 100_000 - np.arange(len(p[X])), -1_000_000)
    best = np.argpartition(-key, 5, axis=1)[:, :5]
    best = np.take_along_axis(best, np.argsort(-np.take_along_axis(key, best, 1), axis=1), 1)
    return np.where(np.take_along_axis(key, best, 1) > -1_000_000, best, -1)


QUERY = """
SELECT person, list(post ORDER BY score DESC, post)[:5] AS best FROM (
  SELECT person, post, row_number() OVER (PARTITION BY person ORDER BY score DESC, post) AS place, score FROM (
    SELECT person, post,
      static + 300 * greatest(0, 30000 - way) // 30000 + 60 * least(3, bit_count(s_skills & p_skills)::BIGINT)
      + 300 * ((kinds >> kind) & 1) AS score
    FROM (SELECT *, floor(sqrt((s_x - x) * (s_x - x) + (s_y - y) * (s_y - y) + (s_z - z) * (s_z - z)))::BIGINT AS way
          FROM people JOIN posts ON refuses & demands = 0 AND pay_max >= pay)
    WHERE reach < 0 OR way <= reach)
  QUALIFY place <= 5) GROUP BY person
"""


def _frames(crowd: Crowd) -> tuple[pl.DataFrame, pl.DataFrame]:
    people = {"s_x": X, "s_y": Y, "s_z": Z, "reach": S_REACH, "refuses": S_REFUSES, "pay": S_PAY}
    people |= {"kinds": S_KINDS, "s_skills": S_SKILLS}
    offered = {"x": X, "y": Y, "z": Z, "demands": P_DEMANDS, "pay_max": P_PAY}
    offered |= {"kind": P_KIND, "static": P_STATIC, "p_skills": P_SKILLS}
    return (
        pl.DataFrame({name: crowd.columns[:, at] for name, at in people.items()}).with_row_index("person"),
        pl.DataFrame({name: crowd.board.columns[:, at] for name, at in offered.items()}).with_row_index("post"),
    )


def brute_polars(crowd: Crowd) -> Whole:
    """A cross join of a block of people with all posts, filtered and grouped."""
    people, offered = _frames(crowd)
    blocks = [_polars_block(people[at : at + BLOCK], offered) for at in range(0, len(people), BLOCK)]
    return _as_rows(pl.concat(blocks).iter_rows(), len(people))


def _polars_block(people: pl.DataFrame, offered: pl.DataFrame) -> pl.DataFrame:
    squares = sum(((pl.col(f"s_{axis}") - pl.col(axis)) ** 2 for axis in "xyz"), start=pl.lit(0))
    shared = (pl.col("s_skills") & pl.col("p_skills")).bitwise_count_ones().cast(pl.Int64)
    wished = (pl.col("kinds") // pl.lit(2).pow(pl.col("kind"))).cast(pl.Int64) % 2
    score = (
        pl.col("static")
        + 300 * (30_000 - pl.col("way")).clip(0) // 30_000
        + 60 * pl.min_horizontal(pl.lit(3), shared)
        + 300 * wished
    )
    return (
        people.lazy()
        .join(offered.lazy(), how="cross")
        .filter((pl.col("refuses") & pl.col("demands")) == 0, pl.col("pay_max") >= pl.col("pay"))
        .with_columns(way=squares.cast(pl.Float64).sqrt().floor().cast(pl.Int64))
        .filter((pl.col("reach") < 0) | (pl.col("way") <= pl.col("reach")))
        .with_columns(key=score * 100_000 - pl.col("post").cast(pl.Int64))
        .group_by("person")
        .agg(pl.col("post").sort_by("key", descending=True).head(5))
        .collect()
    )


def brute_duckdb(crowd: Crowd) -> Whole:
    """One query; people in blocks, so that the pairs fit into memory."""
    people, offered = _frames(crowd)
    base = duckdb.connect()
    _table(base, "posts", offered)
    rows: list[Any] = []
    for at in range(0, len(people), 10 * BLOCK):
        _table(base, "people", people[at : at + 10 * BLOCK])
        rows += base.execute(QUERY).fetchall()
    return _as_rows(rows, len(people))


def _table(base: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    columns_of = {column: rows[column].to_numpy() for column in rows.columns}
    base.register("given", columns_of)
    base.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")


def _as_rows(found: Any, people: int) -> Whole:
    rows = np.full((people, 5), -1, np.int64)
    for person, best in found:
        rows[person, : len(best)] = best
    return rows


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


def one_way(way: str, people: int, offered: int) -> None:
    """Runs one way in this process and prints seconds, peak memory in MB beyond the data, and a mark of the answer."""
    crowd = simple_city(people, offered)
    work = {"fast": fast, "numpy": brute_numpy, "polars": brute_polars, "duckdb": brute_duckdb}[way]
    if way == "fast":
        fast(Crowd.of(crowd.seekers[:50], crowd.board))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, answer = timed(lambda: work(crowd))
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    np.save(sys.stdout.buffer, np.concatenate([[seconds, more], answer[:2000].ravel()]))


def run_way(way: str, people: int, offered: int) -> tuple[float, float, Any]:
    """The same in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.match", "--way", way, "--seekers", str(people), "--posts", str(offered)]
    told = np.load(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout))
    return float(told[0]), float(told[1]), told[2:]


def sample_agrees(people: int, offered: int, sample: int) -> tuple[float, float, float, float]:
    """Every limit in force: seconds for everybody by the clock and of processors, for the columns, and for one new post.

    Checked on a sample.
    """
    random = Random(8)
    everybody, on_offer = seekers(random, people), posts(random, offered)
    building, crowd = timed(lambda: Crowd.of(everybody, Board.of(on_offer, TODAY)))
    columns.best_posts(Crowd.of(everybody[:50], crowd.board))
    before = time.process_time()
    seconds, matches = timed(lambda: columns.best_posts(crowd))
    busy = time.process_time() - before
    columns.best_people(crowd, 0)
    new, found = timed(lambda: columns.best_people(crowd, 1, 20))
    assert found == scoring.best_people(crowd.board.posts[1], everybody, TODAY, 20)
    for row in Random(9).sample(range(people), min(sample, people)):
        assert matches.fits(row) == scoring.best_posts(crowd.seekers[row], on_offer, TODAY), row
    print(f"pairs scored: {matches.scored:,} of {people * len(crowd.board.posts):,}")
    return seconds, busy, building, new


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    told.add_argument("--seekers", type=int, default=100_000)
    told.add_argument("--posts", type=int, default=10_000)
    told.add_argument("--peers", type=int, default=2_000)
    told.add_argument("--sample", type=int, default=100)
    told.add_argument("--way", choices=WAYS)
    given = told.parse_args()
    if given.way:
        one_way(given.way, given.seekers, given.posts)
        return
    seconds, busy, building, new = sample_agrees(given.seekers, given.posts, given.sample)
    print(f"every limit, {given.seekers:,} x {given.posts:,}, equal to the plain scorer on {given.sample} people")
    print(f"  top five of everybody {seconds:.2f} s (goal 1 s), {busy:.2f} s of processors")
    print(f"  columns from objects {building:.2f} s")
    print(f"  one new post finds its twenty people in {new * 1000:.1f} ms")
    share = min(given.peers, given.seekers)
    own, memory, _ = run_way("fast", given.seekers, given.posts)
    print(f"\n{'way':8}{'seconds':>10}{'ratio':>9}{'MB more':>9}")
    print(f"{'fast':8}{own:10.2f}{1:9.0f}{memory:9.0f}")
    _, _, answer = run_way("fast", share, given.posts)
    for way in WAYS[1:]:
        took, memory, other = run_way(way, share, given.posts)
        assert np.array_equal(answer, other), f"{way} answers otherwise"
        scaled = took * given.seekers / share
        print(f"{way:8}{scaled:10.1f}{scaled / own:9.0f}{memory:9.0f}  ({share:,} people in {took:.2f} s, scaled)")


if __name__ == "__main__":
    main()
