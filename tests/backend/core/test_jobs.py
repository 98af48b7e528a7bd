"""Long work: done in chunks that count once, by one attempt at a time, and it always comes to an end."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import anyio
import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from backend.core import jobs
from backend.core.jobs import Jobs, Outcome, Run, run_job, run_waiting, service
from backend.core.jobs.foreman import Foreman
from backend.core.jobs.models import JobRow, JobWorker
from backend.core.locks import NamedLock
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from tests.conftest import StoppedClock

CHUNKS = 4


def write(unit: Unit, name: str) -> None:
    unit.session.add(NamedLock(name=name))


def counting(run: Run) -> Outcome:
    """Writes a row a chunk; a row that is written twice is a unique name used twice."""
    while run.cursor < CHUNKS:
        run.step(write, f"{run.args['prefix']}-{run.cursor}")
        run.progress(run.cursor, CHUNKS)
    return Outcome({"rows": CHUNKS})


def refusing(run: Run) -> Outcome:
    run.step(write, "before the refusal")
    raise Problem("screening.unreadable", 422, line=7)


def breaking(run: Run) -> Outcome:
    if not run.cursor:
        run.step(write, "before the break")
    raise RuntimeError("a cell held 360502198003059921")


def filing(run: Run) -> Outcome:
    with run.folder() as folder:
        (folder / "result.csv").write_bytes(b"1,2\n" * 2_000_000)
        return Outcome(file_id=run.work.services.files.put_from(folder / "result.csv"))


JOBS: Jobs = {"counting": counting, "refusing": refusing, "breaking": breaking, "filing": filing}


def start(work: Work, name: str, prefix: str = "a") -> str:
    return work.do_now(SYSTEM, jobs.start, name, {"prefix": prefix}, subject="list:1")


def seen(work: Work, job_id: str) -> jobs.JobView:
    return work.read_now(SYSTEM, jobs.view, job_id)


def row_of(work: Work, job_id: str) -> JobRow:
    return work.read_now(SYSTEM, lambda unit: unit.session.get_one(JobRow, job_id))


def own_rows(work: Work) -> int:
    """Rows of chunks; locks of the house have names of their own."""
    names = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(NamedLock.name)).all())
    return sum("-" in name for name in names)


def test_a_job_is_done_in_chunks_and_says_what_came_out(work: Work) -> None:
    job = start(work, "counting")
    assert (seen(work, job).state, seen(work, job).open) == ("waiting", True)
    run_waiting(work, JOBS)
    done = seen(work, job)
    assert (done.state, done.done, done.percent, done.summary) == ("done", CHUNKS, 100, {"rows": CHUNKS})
    assert own_rows(work) == CHUNKS


def test_arguments_are_sealed_and_gone_when_it_has_ended(work: Work) -> None:
    job = start(work, "counting", "360502198003059921")
    assert b"3605021980" not in row_of(work, job).sealed_args
    run_waiting(work, JOBS)
    assert row_of(work, job).sealed_args == b""


def test_an_attempt_that_was_replaced_writes_nothing_more(work: Work) -> None:
    job = start(work, "counting")

    def overtaken(run: Run) -> Outcome:
        run.step(write, f"a-{run.cursor}")
        run_job(work, JOBS, job)  # Another process believes that this one is dead.
        run.step(write, "too late")
        raise AssertionError("the second step must not come to an end")

    run_job(work, {"counting": overtaken}, job)
    assert (seen(work, job).state, own_rows(work)) == ("done", CHUNKS)
    assert row_of(work, job).runs == 2


def test_a_cancelled_job_stops_before_its_next_chunk(work: Work) -> None:
    job = start(work, "counting")

    def cancelled(run: Run) -> Outcome:
        run.step(write, "a-0")
        work.do_now(SYSTEM, jobs.cancel, job)
        return counting(run)

    run_job(work, {"counting": cancelled}, job)
    assert (seen(work, job).state, own_rows(work)) == ("cancelled", 1)
    work.do_now(SYSTEM, jobs.cancel, job)
    run_waiting(work, JOBS)
    assert seen(work, job).state == "cancelled"


def test_a_refusal_ends_it_with_its_code(work: Work) -> None:
    job = start(work, "refusing")
    run_waiting(work, JOBS)
    found = seen(work, job)
    assert (found.state, found.problem, found.problem_params) == (
        "failed",
        "screening.unreadable",
        {"line": 7},
    )


def test_what_breaks_again_and_again_is_given_up(work: Work) -> None:
    job = start(work, "breaking")
    run_waiting(work, JOBS)
    assert (seen(work, job).state, seen(work, job).problem) == ("failed", "job.given_up")


def test_a_process_that_stops_hands_it_on_without_counting(work: Work) -> None:
    job, stopping = start(work, "counting"), Event()
    stopping.set()
    for _ in range(9):
        run_job(work, JOBS, job, stopping=stopping)
    assert (seen(work, job).state, row_of(work, job).tries) == ("waiting", 0)
    run_waiting(work, JOBS)
    assert seen(work, job).state == "done"


def test_the_work_of_the_silent_is_taken_over_once(work: Work, clock: StoppedClock) -> None:
    work.do_now(SYSTEM, service.beat, "silent")
    job = start(work, "counting")

    def dying(run: Run) -> Outcome:
        run.step(write, "a-0")
        raise SystemExit

    with pytest.raises(SystemExit):
        run_job(work, {"counting": dying}, job, "silent")
    asked: list[str] = []

    def resume(dead: str) -> set[str]:
        asked.append(dead)
        return set()

    for seconds in (10, 11, 1):
        clock.advance(seconds=seconds)
        work.do_now(SYSTEM, service.take_over, clock() - timedelta(seconds=20), resume)
    assert asked == ["silent"]
    assert seen(work, job).state == "waiting"
    run_waiting(work, JOBS)
    assert (seen(work, job).state, own_rows(work)) == ("done", CHUNKS)


def test_a_file_of_any_size_is_kept_sealed_and_goes_after_a_month(work: Work, clock: StoppedClock) -> None:
    job = start(work, "filing")
    run_waiting(work, JOBS)
    file_id = seen(work, job).file_id
    kept = work.services.settings.data / "files" / file_id[-2:] / file_id
    assert b"1,2\n1,2\n" not in kept.read_bytes()
    opened = work.services.settings.data / "opened.csv"
    work.services.files.copy_to(file_id, opened)
    assert opened.read_bytes() == b"1,2\n" * 2_000_000
    assert not (work.services.settings.data / "jobs" / job).exists()
    clock.advance(days=31)
    assert work.do_now(SYSTEM, jobs.forget_jobs) == 1
    assert not kept.exists()
    with pytest.raises(Problem, match="not_found"):
        seen(work, job)


def test_a_piece_that_is_missing_or_moved_does_not_open(work: Work, tmp_path: Path) -> None:
    files, source = work.services.files, tmp_path / "big"
    source.write_bytes(bytes(9 * 1024 * 1024))
    file_id = files.put_from(source)
    kept = work.services.settings.data / "files" / file_id[-2:] / file_id
    whole = kept.read_bytes()
    length = 4 + int.from_bytes(whole[:4], "big")
    for wrong in (whole[:length], whole[: 2 * length], whole[length : 2 * length] + whole[:length]):
        kept.write_bytes(wrong)
        with pytest.raises(InvalidTag):
            files.copy_to(file_id, tmp_path / "opened")
    source.write_bytes(b"")
    files.copy_to(files.put_from(source), tmp_path / "empty")
    assert (tmp_path / "empty").read_bytes() == b""


async def test_the_engine_is_there_only_while_there_is_work(work: Work, clock: StoppedClock) -> None:
    foreman = Foreman(work, JOBS)
    await foreman.look()
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(JobWorker.id)).all()) == []
    first, second = start(work, "counting", "a"), start(work, "counting", "b")
    await foreman.look()
    for job in (first, second):
        await until_ended(work, job)
    assert (row_of(work, first).runs, row_of(work, second).runs) == (1, 1)
    clock.advance(minutes=2)
    await foreman.look()
    assert foreman._engine is None
    third = start(work, "counting", "c")
    await foreman.look()
    await until_ended(work, third)
    await foreman.stop()
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(JobWorker.id)).all()) == []


async def until_ended(work: Work, job_id: str) -> None:
    with anyio.fail_after(20):
        while seen(work, job_id).open:
            await anyio.sleep(0.05)
    assert seen(work, job_id).state == "done"
