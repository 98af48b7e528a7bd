"""The job that invites: a letter to those whose chat we know, a line on the work list for all others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from backend.applications.models import Application
from backend.core import outbox
from backend.core.jobs import Outcome, Run
from backend.core.unit import Unit
from backend.finding.codes import code_of, index_of
from backend.finding.known import known_already
from backend.finding.lifecycle import target_of
from backend.finding.lists import subject_of
from backend.finding.models import Candidate
from backend.finding.words import invitation_lines
from backend.people.models import Account, Consent
from backend.policies.reminders import daytime
from contract.channel import NoticeButton
from locales import translator

A_STEP = 100
VALID = timedelta(days=60)
LETTER_BEGINS = "YQ-"


def invite_people(run: Run) -> Outcome:
    """Invites whoever was chosen, a hundred a transaction, each once."""
    list_id, categories, verdicts = (run.args[name] for name in ("list_id", "categories", "verdicts"))
    left = run.work.read_now(run.caller, found_count, list_id)
    done, last = 0, ""
    while some := run.work.read_now(run.caller, _next, list_id, verdicts, last):
        run.step(_invite, list_id, some, categories)
        done, last = done + len(some), some[-1]
        run.progress(done, max(done, left))
    return Outcome()


def _next(unit: Unit, list_id: str, verdicts: Sequence[str], after: str) -> list[str]:
    """The ids of the next hundred who are found and not invited."""
    some = (
        select(Candidate.id)
        .where(
            Candidate.list_id == list_id,
            Candidate.state == "found",
            Candidate.verdict.in_(verdicts),
            Candidate.id > after,
        )
        .order_by(Candidate.id)
        .limit(A_STEP)
    )
    return list(unit.session.scalars(some))


def _invite(unit: Unit, list_id: str, ids: Sequence[str], categories: Sequence[str]) -> None:
    """Invites those of them in the chosen categories. Whoever was recognised or applied meanwhile is left out."""
    found = unit.session.scalars(
        select(Candidate).where(Candidate.id.in_(ids), Candidate.state == "found").with_for_update()
    )
    rows = [row for row in found if set(row.categories) & set(categories)]
    if not rows:
        return
    known = known_already(unit, rows[0].pack, [row.id_index for row in rows])
    chats = chats_of(unit, [row.id_index for row in rows])
    for row in rows:
        if row.id_index in known:
            row.state, row.moved_at = target_of(row.state, "leave_out", "house"), unit.now
        else:
            _invite_one(unit, row, chats.get(row.id_index))
    letters = sum(row.way == "chat" for row in rows)
    unit.audit("list.invited", subject_of(list_id), count=len(rows) - len(known), letters=letters)


def _invite_one(unit: Unit, row: Candidate, account: Account | None) -> None:
    code = code_of(unit.vault, row.id)
    row.code_index, row.expires_on = index_of(unit.vault, code), unit.today + VALID
    row.state, row.moved_at = target_of(row.state, "invite", "house"), unit.now
    row.way = "chat" if account else "desk"
    if account is not None:
        _write(unit, row, account, code)


def _write(unit: Unit, row: Candidate, account: Account, code: str) -> None:
    _ = translator("citizen", account.language)
    theirs = replace(unit, language=account.language)
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"{LETTER_BEGINS}{row.id[-20:].upper()}",
        kind="news",
        subject=f"candidate:{row.id}",
        text="\n".join(invitation_lines(theirs, row)),
        buttons=(NoticeButton(label=_("看一看"), action="invitation", argument=code),),
        language=account.language,
        not_before=daytime(unit.now),
    )


def chats_of(unit: Unit, indices: Sequence[str]) -> dict[str, Account]:
    """The chats of those who have given their number themselves and agreed to it; the latest chat of each."""
    mine = (
        select(Application.person_index, Account)
        .join(Account, Account.id == Application.account_id)
        .where(
            Application.person_index.in_(indices),
            Account.reachable,
            select(Consent.id).where(Consent.account_id == Account.id).exists(),
        )
        .order_by(Application.updated_at)
    )
    return {index: account for index, account in unit.session.execute(mine) if index}


def found_count(unit: Unit, list_id: str) -> int:
    """How many of a list are found and not invited."""
    mine = select(func.count()).where(Candidate.list_id == list_id, Candidate.state == "found")
    return unit.session.scalar(mine) or 0
