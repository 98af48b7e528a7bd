"""Whom a published version touches: cases and register as the workbench knows them, and finished self-checks.

Reckoned in the background right after the publication, portion by portion, each person once: what her own answers come to
before and after, on the first day of the version. Whoever is on the register or before an office is found by the very
functions of the workbench's impact, so that both agree; a self-check counts as a whole.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, func, select

from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.columns.answers import verdicts_of
from backend.core import jobs
from backend.core.jobs import Outcome, Run
from backend.core.unit import Unit
from backend.outreach import broadcasts, change_drafts
from backend.outreach.change_models import PolicyChange
from backend.people.models import Account
from backend.policies.answers import read_answers
from backend.policies.days import day_words
from backend.policies.models import Screening
from backend.policies.spoken import pack_of
from backend.registry.lifecycle import STANDING
from backend.registry.models import Entry
from backend.rules import Answers, Pack, Verdict
from backend.workbench import queries, todos
from backend.workbench.effects import turn_of
from backend.workbench.events import PackPublished, PackWithdrawn
from backend.workbench.models import OwnImpactChange, PackVersion
from backend.workbench.own_impact import begin, reckon_all
from backend.workbench.own_people import CASE, ENTRY, KeptAnswers
from locales import translator

JOB: Final = "policy.news"
A_PORTION: Final = 1000
GRAVER: Final = ("lose", "uncertain", "gain")


def reckon_after(unit: Unit, news: PackPublished) -> None:
    """Hears that a version was published: whom it touches is reckoned in the background."""
    version = unit.session.scalars(
        select(PackVersion).where(
            PackVersion.pack == news.pack_id, PackVersion.version == news.version, PackVersion.state == "published"
        )
    ).one()
    args = {"version_id": version.id, "pack": news.pack_id, "version": news.version, "impact_id": begin(unit, version)}
    jobs.start(unit, JOB, args | {"day": news.effective_from.isoformat()}, subject=f"policy:{version.id}")


def forget(unit: Unit, news: PackWithdrawn) -> None:
    """Hears that a version was taken back: nobody is touched by it."""
    gone = select(PackVersion.id).where(PackVersion.pack == news.pack_id, PackVersion.version == news.version)
    ids = unit.session.scalars(gone).all()
    unit.session.execute(delete(PolicyChange).where(PolicyChange.version_id.in_(ids)))
    for version_id in ids:
        broadcasts.drop_about(unit, version_id)


def reckon(run: Run, kept: KeptAnswers) -> Outcome:
    """First the register and the cases, as the workbench reckons them, then the self-checks of chats that have neither."""
    args = run.args
    old = run.work.read_now(run.caller, queries.older_of, args["version_id"])
    new = run.work.read_now(run.caller, _version, args["pack"], args["version"])
    if run.cursor == 0:
        run.step(_begin, args["version_id"])
    reckon_all(run, args["impact_id"], kept)
    run.step(todos.renew, args["version_id"])
    row = 0
    while row := run.step(_own, args["impact_id"], args["version_id"], row):
        pass
    last = ""
    while last := run.step(_portion, old, new, args, last):
        pass
    found = run.work.read_now(run.caller, counts, args["version_id"])
    run.step(change_drafts.draft, args["version_id"], old, new)
    return Outcome(found)


def counts(unit: Unit, version_id: str) -> dict[str, int]:
    """How many accounts turn which way."""
    turns = (
        select(PolicyChange.turn, func.count())
        .where(PolicyChange.version_id == version_id)
        .group_by(PolicyChange.turn)
    )
    return {row[0]: row[1] for row in unit.session.execute(turns)}


def sentence(unit: Unit, change: PolicyChange) -> str:
    """What the version means for this person, in the unit's language. Promises nothing an office decides."""
    _ = translator("citizen", unit.language)
    version = unit.session.get_one(PackVersion, change.version_id)
    pack = pack_of(unit, version.pack)
    names = _("、").join(str(pack.category(one).name) for one in change.categories if one in pack.rules)
    words = {
        "gain": _("按新规定，照您以前的回答，您从{day}起可能符合{name}的条件，以经办机构审核为准。"),
        "lose": _("按新规定，照您以前的回答，您从{day}起可能不再符合{name}的条件。先不要着急，请打{telephone}咨询。"),
        "uncertain": _("按新规定，从{day}起，您的结果可能有变化。请再做一次自测，或打{telephone}咨询。"),
    }[change.turn]
    return words.format(
        day=day_words(unit.language, version.effective_from or unit.today),
        name=names or pack.title,
        telephone=unit.services.settings.telephone,
    )


def news_for_all(unit: Unit, version_id: str) -> str:
    """What a version means for somebody whose result stays as it is, or who never took the self-check."""
    _ = translator("citizen", unit.language)
    version = unit.session.get_one(PackVersion, version_id)
    day = day_words(unit.language, version.effective_from or unit.today)
    title = pack_of(unit, version.pack).title
    return _("“{title}”有新规定，从{day}起执行。和您有没有关系，做一次自测就知道。").format(title=title, day=day)


def _begin(unit: Unit, version_id: str) -> None:
    unit.session.execute(delete(PolicyChange).where(PolicyChange.version_id == version_id))


def _version(unit: Unit, pack_id: str, version: str) -> Pack:
    found = unit.services.catalogue.version(pack_id, version)
    assert found is not None  # it was published in the transaction that asked for this
    return found


def _own(unit: Unit, impact_id: str, version_id: str, after: int) -> int:
    """Who the reckoning of the workbench found, each told of the gravest that happens to her; gives the row to go on
    behind, 0 at the end."""
    rows = unit.session.scalars(
        select(OwnImpactChange)
        .where(OwnImpactChange.impact_id == impact_id, OwnImpactChange.id > after)
        .order_by(OwnImpactChange.id)
        .limit(A_PORTION)
    ).all()
    accounts = _accounts(unit, {row.subject for row in rows})
    known = _told(unit, version_id, accounts.values())
    for row in rows:
        if (account := accounts.get(row.subject)) is not None:
            change = known.setdefault(account, PolicyChange(version_id=version_id, account_id=account, turn=""))
            if not change.turn or GRAVER.index(row.turn) < GRAVER.index(change.turn):
                change.turn, change.categories, change.own, change.at = row.turn, [], True, unit.now
            if change.turn == row.turn and row.category not in change.categories:
                change.categories = [*change.categories, row.category]
            unit.session.add(change)
    return rows[-1].id if len(rows) == A_PORTION else 0


def _accounts(unit: Unit, subjects: Iterable[str]) -> dict[str, int]:
    """The chats of entries and applications, where there is one."""
    ids: dict[str, list[str]] = {ENTRY: [], CASE: []}
    for subject in subjects:
        kind, _, one = subject.partition(":")
        ids[kind].append(one)
    entries = select(Entry.id, Entry.account_id).where(Entry.id.in_(map(int, ids[ENTRY])))
    cases = select(Application.id, Application.account_id).where(Application.id.in_(ids[CASE]))
    found = {f"{ENTRY}:{row[0]}": row[1] for row in unit.session.execute(entries)}
    found |= {f"{CASE}:{row[0]}": row[1] for row in unit.session.execute(cases)}
    return {subject: account for subject, account in found.items() if account is not None}


def _told(unit: Unit, version_id: str, accounts: Iterable[int]) -> dict[int, PolicyChange]:
    rows = select(PolicyChange).where(
        PolicyChange.version_id == version_id, PolicyChange.account_id.in_(set(accounts))
    )
    return {row.account_id: row for row in unit.session.scalars(rows)}


def _portion(unit: Unit, old: Pack, new: Pack, args: Mapping[str, Any], after: str) -> str:
    """The next thousand self-checks; gives the id to go on behind, empty at the end."""
    rows = _screenings(unit, new.id, after)
    with_an_office = _known_here(unit, new.id, {row[1] for row in rows})
    fresh = {account: answers for _, account, answers in rows if account not in with_an_office}
    day = date.fromisoformat(args["day"])
    for account, turn, categories in _turned(unit, old, new, day, fresh):
        unit.session.add(
            PolicyChange(
                version_id=args["version_id"],
                account_id=account,
                turn=turn,
                categories=categories,
                own=False,
                at=unit.now,
            )
        )
    return rows[-1][0] if len(rows) == A_PORTION else ""


def _known_here(unit: Unit, pack_id: str, accounts: Set[int]) -> frozenset[int | None]:
    """Who stands on the register of the policy or is before an office for it: the own case tells, not an old self-check."""
    entries = select(Entry.account_id).where(Entry.pack == pack_id, Entry.state.in_(STANDING))
    cases = select(Application.account_id).where(Application.pack == pack_id, Application.state.in_(WITH_AN_OFFICE))
    found = unit.session.scalars(entries.where(Entry.account_id.in_(accounts))).all()
    return frozenset(found) | frozenset(unit.session.scalars(cases.where(Application.account_id.in_(accounts))))


Row = tuple[str, int, Answers]
"""Id, account, answers."""


def _screenings(unit: Unit, pack_id: str, after: str) -> list[Row]:
    """The newest finished self-check of each account."""
    newest = (
        select(func.max(Screening.id))
        .where(Screening.pack == pack_id, Screening.verdict != "")
        .group_by(Screening.account_id)
    )
    found = unit.session.scalars(
        select(Screening)
        .join(Account, Account.id == Screening.account_id)
        .where(Screening.id.in_(newest), Screening.id > after)
        .order_by(Screening.id)
        .limit(A_PORTION)
    )
    return [(row.id, row.account_id, _shown(unit, row)) for row in found]


def _shown(unit: Unit, row: Screening) -> Answers:
    kept = read_answers(unit, row)
    return {fact: kept.given[fact] for fact in kept.shown}


def _turned(
    unit: Unit, old: Pack, new: Pack, day: date, people: Mapping[int, Answers]
) -> Iterable[tuple[int, str, list[str]]]:
    """Account, the turn of the whole, and the categories that turn the same way."""
    if not people:
        return
    divisions, answers = unit.services.catalogue.divisions, list(people.values())
    was, now = (verdicts_of(pack, divisions, day, answers) for pack in (old, new))
    none: Sequence[int] = [int(Verdict.NO)] * len(answers)
    for at, account in enumerate(people):
        pairs = {
            name: (Verdict(was.get(name, none)[at]), Verdict(now.get(name, none)[at]))
            for name in dict.fromkeys([*was, *now])
        }
        turn = turn_of(max(a for a, _ in pairs.values()), max(b for _, b in pairs.values()))
        if turn:
            yield account, turn, [name for name, pair in pairs.items() if turn_of(*pair) == turn]
