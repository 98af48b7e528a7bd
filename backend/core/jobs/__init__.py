"""Long work in the background: started in a transaction, done in chunks, survives the death of its process."""

from backend.core.jobs.run import JobFunction, Jobs, Outcome, Run, run_job, run_waiting
from backend.core.jobs.service import (
    JobView,
    cancel,
    drop_file,
    ended,
    forget_jobs,
    latest,
    open_ids,
    result_of,
    start,
    unfinished,
    view,
)

__all__ = [
    "JobFunction",
    "JobView",
    "Jobs",
    "Outcome",
    "Run",
    "cancel",
    "drop_file",
    "ended",
    "forget_jobs",
    "latest",
    "open_ids",
    "result_of",
    "run_job",
    "run_waiting",
    "start",
    "unfinished",
    "view",
]
