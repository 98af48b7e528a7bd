"""The backend put together: engine, packs, routers, and who hears which news."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, time, timedelta
from functools import partial
from typing import TypeVar

import anyio.to_thread
from fastapi import FastAPI

from backend.activities import api as activities_api
from backend.activities import events as activity_events
from backend.activities import letters as activity_letters
from backend.activities import own as own_places
from backend.activities import pages as activity_pages
from backend.applications import api as applications_api
from backend.applications import calls, events, lateness, leaving, mandate_letters, promises, province, wishes
from backend.applications import pages as applications_pages
from backend.applications.claims import claim_next
from backend.applications.corrections import remind
from backend.applications.home_marks import mark_homes
from backend.applications.janitor import keep_tidy
from backend.applications.lateness import find_overdue
from backend.applications.register_facts import take_over
from backend.applications.retention import forget_expired
from backend.applications.scanning import keep_scanning
from backend.assistance import beginnings, relief, survey_api, surveys, tickets
from backend.assistance import events as assistance_events
from backend.assistance import owners as plan_owners
from backend.assistance import pages as assistance_pages
from backend.automatic import api as automatic_api
from backend.automatic import lists as automatic_lists
from backend.automatic import pages as automatic_pages
from backend.automatic.service import forget_registrations, kept_answers, look_again
from backend.complaints import api as complaints_api
from backend.complaints import drafts as complaint_drafts
from backend.complaints import letters as complaint_letters
from backend.complaints import own as own_complaints
from backend.core import api as channels_api
from backend.core.clock import CHINA, Clock, system_clock
from backend.core.console import mount_console
from backend.core.crypto import open_vault
from backend.core.database import open_engine
from backend.core.files import FileStore
from backend.core.grouping import Grouped
from backend.core.inbox import ChatsLeft, ChatsSpoke
from backend.core.jobs import Jobs, forget_jobs
from backend.core.jobs.foreman import Foreman
from backend.core.migrations import upgrade
from backend.core.outbox import CameBack, ChatClosed, LetterSpoken
from backend.core.problems import Problem, answer_with_problem
from backend.core.scanner import open_scanner
from backend.core.settings import Settings
from backend.core.todos import FindTodo
from backend.core.unit import Handlers, Services, Unit
from backend.core.work import SYSTEM, Work
from backend.counter import list_pages as resident_list_pages
from backend.counter import lists as resident_lists
from backend.counter import pages as counter_pages
from backend.counter import two_versions
from backend.deadlines import api as deadlines_api
from backend.deadlines import pages as deadline_pages
from backend.finding import api as finding_api
from backend.finding import lists as finding_lists
from backend.finding import pages as finding_pages
from backend.finding.inviting import invite_people
from backend.finding.outcomes import follow
from backend.finding.retention import forget_found
from backend.finding.screening import screen_list
from backend.matching import api as matching_api
from backend.matching import letters as offer_letters
from backend.matching import over as offers_over
from backend.matching import pages as matching_pages
from backend.matching import referrals
from backend.outreach import (
    announced,
    broadcast_pages,
    emergencies,
    emergency_pages,
    emergency_queries,
    fitting_posts,
    policy_changes,
    posts_over,
    sketches,
)
from backend.outreach import api as outreach_api
from backend.outreach.broadcast_feed import activity_changed, came_back, course_called_off, feed
from backend.outreach.broadcast_queries import under_way
from backend.outreach.notify import tell
from backend.outreach.push import drop_left
from backend.people import api as people_api
from backend.people import mandates, reach
from backend.people.events import TopicLeft
from backend.people.names import mark_names
from backend.policies import api as policies_api
from backend.policies.reminders import post_due
from backend.practice import pages as practice_pages
from backend.practice import queries as practice_queries
from backend.records import exports
from backend.records import own as own_records
from backend.records import pages as records_pages
from backend.records.exports import forget_exports
from backend.registry import objections
from backend.registry import owners as entry_owners
from backend.registry import pages as registry_pages
from backend.registry import todos as register_todos
from backend.registry.checks import night
from backend.registry.events import Enrolled, Exited
from backend.registry.provincial import SimulatedSystem, send_due
from backend.staff import events as staff_events
from backend.staff import pages as staff_pages
from backend.staff.factors import roles_asked
from backend.staff.service import ensure_offices
from backend.staff.sessions import find_session
from backend.stories import api as stories_api
from backend.stories import own as own_stories
from backend.stories import pages as story_pages
from backend.stories import queries as story_queries
from backend.stories import service as story_service
from backend.training import api as training_api
from backend.training import events as course_events
from backend.training import own as own_training
from backend.training import pages as training_pages
from backend.vacancies import api as employers_api
from backend.vacancies import files as vacancy_files
from backend.vacancies import pages as vacancy_pages
from backend.vacancies import terms
from backend.vacancies.events import VacancyChanged, VacancyClosed, VacancyOpened
from backend.vacancies.service import tidy as tidy_vacancies
from backend.workbench import events as policy_events
from backend.workbench import list_impact, own_impact, todos
from backend.workbench.list_impact import reckon
from backend.workbench.pages import router as policy_pages
from backend.workbench.shelf import keep_files, open_shelf

AFTER_MIDNIGHT = time(0, 1)
A_MOMENT = 1.0
"""Seconds between two looks at what is being sent to many."""
OFTEN = 30
"""Seconds between two looks at what waits for the provincial system."""

R = TypeVar("R")

log = logging.getLogger(__name__)

HANDLERS: Handlers = {
    CameBack: (came_back,),
    LetterSpoken: (offer_letters.hear_spoken,),
    ChatClosed: (reach.close,),
    ChatsLeft: (reach.left,),
    ChatsSpoke: (reach.come_back,),
    TopicLeft: (drop_left,),
    events.DraftBegun: (two_versions.principal_began,),
    events.Submitted: (tell, follow),
    events.Endorsed: (tell, lateness.close),
    events.SentBack: (tell, lateness.close),
    events.ReturnedForCorrection: (tell, lateness.close),
    events.Supplied: (tell,),
    events.Recognised: (tell, follow, lateness.close, wishes.recognised),
    events.Declined: (tell, lateness.close),
    events.Withdrawn: (tell, lateness.close),
    events.CorrectionDue: (tell,),
    events.CorrectionExtended: (tell,),
    events.ReviewResumed: (tell,),
    Enrolled: (beginnings.enrolled, emergencies.join),
    Exited: (story_service.drop_of_deceit,),
    assistance_events.TicketClosed: (complaint_letters.answered,),
    mandates.MandateOver: (mandate_letters.hold_back,),
    staff_events.OfficerLeft: (
        leaving.officer_left,  # Cases before mandates, in the order in which a helper's turn locks them.
        mandates.officer_left,
        entry_owners.officer_left,
        plan_owners.officer_left,
    ),
    events.OwnDataAsked: (own_places.tell, own_training.tell, own_records.tell, own_complaints.tell, own_stories.tell),
    events.OwnDataErased: (own_places.erase, own_training.erase, own_complaints.erase, own_stories.erase),
    VacancyOpened: (fitting_posts.look_for_people,),
    VacancyChanged: (posts_over.take_back,),
    VacancyClosed: (posts_over.take_back, offers_over.end_offers),
    activity_events.ActivityAnnounced: (announced.tell_of_activity,),
    activity_events.ActivityChanged: (announced.activity_changed, activity_changed),
    course_events.CourseOpened: (announced.tell_of_course,),
    course_events.CourseCalledOff: (announced.course_called_off, course_called_off),
    policy_events.PackPublished: (todos.note, policy_changes.reckon_after),
    policy_events.PackWithdrawn: (todos.drop, policy_changes.forget),
}
"""News goes up: {event type: (handler(unit, event), …)}, all inside the transaction of the news."""

TODOS: tuple[FindTodo, ...] = (
    emergency_queries.todo,
    emergency_queries.todo_close,
    calls.todo,
    province.todo,
    promises.todo,
    relief.todo,
    objections.todo,
    register_todos.todo,
    tickets.todo,
    referrals.todo,
    terms.todo,
    story_queries.todo,
    practice_queries.to_answer,
    practice_queries.to_read,
)
"""What the rooms want to have on an officer's first page, in this order."""

DAILY: tuple[Callable[[Unit], object], ...] = (
    mandates.expire,
    find_overdue,
    promises.find_late,
    remind,
    post_due,
    activity_letters.remind,
    activity_letters.forget,
    forget_expired,
    mandate_letters.forget_mandates,
    complaint_drafts.forget,
    forget_found,
    forget_registrations,
    forget_exports,
    forget_jobs,
    own_impact.forget_impacts,
    list_impact.forget_portions,
    tidy_vacancies,
    fitting_posts.look_every_day,
    sketches.forget,
    vacancy_files.forget_files,
    resident_lists.forget_lists,
)
"""What is late; reminders; activities, drafts, self-checks, stray files, people found, exports, ended work, posts and
unfinished messages whose time is over."""

IN_PORTIONS: tuple[Callable[[Unit, int], int], ...] = (mark_names, mark_homes, take_over, night, look_again, surveys.ask)
"""Daily work over the register: each call goes on behind the last, until it gives 0."""

JOBS: Jobs = {
    finding_lists.SCREEN: screen_list,
    finding_lists.INVITE: invite_people,
    automatic_lists.TAKE: automatic_lists.take_in,
    list_impact.IMPACT: reckon,
    own_impact.JOB: partial(own_impact.reckon, kept=kept_answers),
    exports.JOB: exports.make,
    vacancy_files.JOB: vacancy_files.import_posts,
    resident_lists.JOB: resident_lists.go_through,
    policy_changes.JOB: partial(policy_changes.reckon, kept=kept_answers),
    fitting_posts.JOB: fitting_posts.tell,
    announced.JOB: announced.tell,
}
"""Long work by name: {name: function(run) -> outcome}; see docs/decisions/0011-long-work.md."""

DESCRIPTION = """
The wall between the chat and the offices. One conversational turn is one request is one transaction.
Commands carry `Idempotency-Key`; citizens are named by `X-Account`; refusals are `application/problem+json`.
"""


def open_work(settings: Settings, clock: Clock = system_clock) -> Work:
    """Opens database, vault, files and packs. Raises what makes a start impossible, in words."""
    roles_asked(settings)  # A role that does not exist is told now, not at the first sign-in.
    settings.data.mkdir(parents=True, exist_ok=True)
    vault = open_vault(settings.data / "keys.json")
    shelf = open_shelf(settings.policies)
    engine = open_engine(settings.database_url)
    upgrade(engine)
    scanner = open_scanner(settings.scanner)
    services = Services(settings, vault, FileStore(settings.data / "files", vault), shelf, scanner=scanner)
    work = Work(engine, services, HANDLERS, clock)
    work.do_now(SYSTEM, keep_files, shelf.policies)
    work.do_now(SYSTEM, ensure_offices)
    return work


def create_backend(work: Work) -> FastAPI:
    """The ASGI application: the bot's API under ``/v1``, the console under ``/staff``, ``/healthz``."""
    app = FastAPI(
        title="Bangban backend",
        description=DESCRIPTION,
        lifespan=_life(work),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.work = work
    app.state.claims = Grouped(work, claim_next)
    app.add_exception_handler(Problem, answer_with_problem)
    # Doors are tried in this order: the start page and the inbox come first, because most requests are for them.
    apis = [applications_api, channels_api, policies_api, people_api, finding_api]
    apis += [survey_api, deadlines_api, complaints_api, stories_api]
    for api in (*apis, matching_api, activities_api, training_api, outreach_api, automatic_api):
        app.include_router(api.router)
    app.include_router(applications_api.uploads)
    rooms = [
        staff_pages.router,
        applications_pages.router,
        deadline_pages.router,
        registry_pages.router,
        finding_pages.router,
        resident_list_pages.router,
        counter_pages.router,
        automatic_pages.router,
        policy_pages,
    ]
    rooms += [assistance_pages.router, records_pages.router, vacancy_pages.router, matching_pages.router]
    rooms += [activity_pages.router, training_pages.router, emergency_pages.router, broadcast_pages.router]
    rooms += [story_pages.router, practice_pages.router]
    mount_console(app, find_session, rooms, TODOS)
    app.state.under_way = under_way
    app.mount("/v1/employers", employers_api.create_employers_api(work))
    app.add_api_route("/healthz", healthz, include_in_schema=False)
    return app


async def healthz() -> dict[str, str]:
    """Answers once the house is open."""
    return {"status": "ok"}


def _life(work: Work) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        foreman = Foreman(work, JOBS)
        routine = [task(work) for task in (_daily, _province, _broadcasts, keep_scanning, keep_tidy)]
        tasks = [asyncio.create_task(one) for one in (*routine, foreman.watch())]
        yield
        for task in tasks:
            task.cancel()
        await foreman.stop()
        work.engine.dispose()

    return lifespan


async def _daily(work: Work) -> None:
    """At the start and once a day: what is due is written, and what has had its time goes."""
    while True:
        for task in DAILY:
            await _tried(task.__name__, work.do(SYSTEM, task))
        for portion in IN_PORTIONS:
            after: int | None = 0
            while after is not None:
                after = await _tried(portion.__name__, work.do(SYSTEM, portion, after)) or None
        await asyncio.sleep(until_next_day(work.clock()))


def until_next_day(moment: datetime) -> float:
    """Seconds until shortly after midnight in China: what was due yesterday is late before anybody is at work."""
    there = moment.astimezone(CHINA)
    tomorrow = datetime.combine(there.date() + timedelta(days=1), AFTER_MIDNIGHT, CHINA)
    return (tomorrow - there).total_seconds()


async def _tried(name: str, doing: Awaitable[R]) -> R | None:
    try:
        return await doing
    except Exception:
        # Whatever it is, the tasks beside it and the nights after it must not fall with it.
        log.exception("%s failed; next time again", name)
        return None


async def _province(work: Work) -> None:
    """Every half minute: what waits for the provincial system is sent."""
    system = SimulatedSystem()
    while True:
        await _tried("province", anyio.to_thread.run_sync(send_due, work, system))
        await asyncio.sleep(OFTEN)


async def _broadcasts(work: Work) -> None:
    """Every second: the next rows of whatever is being sent."""
    while True:
        await _tried("broadcasts", work.do(SYSTEM, feed))
        await asyncio.sleep(A_MOMENT)
