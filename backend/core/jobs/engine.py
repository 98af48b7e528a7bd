"""DBOS Transact, and nobody else knows it: a durable queue, one job at a time in each process.

It holds ids and nothing else; arguments, progress and results are in our own tables. On SQLite it has a file of
its own beside the database, on PostgreSQL a schema of its own in it.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import make_url

QUEUE = "work"
VERSION = "1"
"""Of the one workflow below, which only names a job: an update of the house resumes what an older one began."""
LOOKS_EVERY = 0.5

_run: Callable[[str], None] | None = None


class Engine:
    """The engine of this process; DBOS knows only one."""

    def __init__(self, database_url: str, worker: str, run: Callable[[str], None]) -> None:
        self._url = _own_file(database_url)
        self._worker = worker
        self._run = run
        self._workflow: Any = None

    def open(self) -> None:
        """Reads the library, which takes a second of its own, and starts its threads."""
        from dbos import DBOS

        global _run
        _run = self._run
        DBOS(
            config={
                "name": "bangban",
                "system_database_url": self._url,
                "executor_id": self._worker,
                "application_version": VERSION,
                "sys_db_pool_size": 4,
                "use_listen_notify": False,
                "enable_otlp": False,
                "log_level": "ERROR",
            }
        )
        self._workflow = DBOS.workflow(name="job")(_job)
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=LOOKS_EVERY)

    def enqueue(self, job_id: str, runs: int) -> None:
        """Puts a job into the queue; the same beginning of the same job is put there once, by whomever."""
        from dbos import DBOS, SetWorkflowID

        with SetWorkflowID(f"{job_id}:{runs}"):
            DBOS.enqueue_workflow(QUEUE, self._workflow, job_id)

    def resume(self, dead: str) -> set[str]:
        """Puts back into the queue what a dead process had begun, and names the jobs."""
        from dbos import DBOS

        handles = DBOS._recover_pending_workflows([dead])
        return {handle.get_workflow_id().partition(":")[0] for handle in handles}

    def close(self, patience: int) -> None:
        """Ends the threads; a job that is under way has some seconds to finish its chunk."""
        from dbos import DBOS

        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)


def _job(job_id: str) -> None:
    assert _run is not None
    _run(job_id)


def _own_file(database_url: str) -> str:
    """Where DBOS keeps its rows. A SQLite file is made in WAL, which DBOS itself does not ask for."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return database_url
    path = f"{url.database}-jobs"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    return f"sqlite:///{path}"
