"""Whom a published version touches: cases and register as the workbench knows them, and finished self-checks.

Reckoned in the background right after the publication, a thousand people a portion, each once: what the person's own
answers come to before and after, on the first day of the version. A self-check counts as a whole, a case by the
categories it is about.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, func, select

from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.sealed import read_answers as answers_of_case
from backend.columns.answers import verdicts_of
from backend.core import jobs
from backend.core.jobs import Outcome, Run
from backend.core.unit import Unit
from backend.outreach import broadcasts
from backend.outreach.audience import Audience
from backend.outreach.change_models import PolicyChange
from backend.people.models import Account
from backend.policies.answers import read_answers
from backend.policies.days import day_words
from backend.policies.models import Screening
from backend.policies.spoken import pack_of
from backend.registry.models import Entry
from backend.rules import Answers, Pack, Verdict
from backend.workbench import queries
from backend.workbench.events import PackPublished, PackWithdrawn
from backend.workbench.models import PackVersion
from locales import translator

JOB: Final = "policy.news"
A_PORTION: Final = 1000


def reckon_after(unit: Unit, news: PackPublished) -> None:
    """Hears that a version was published: whom it touches is reckoned in the background."""
    version_id = unit.session.scalars(
        select(PackVersion.id).where(
            PackVersion.pack == news.pack_id, PackVersion.version == news.version, PackVersion.state == "published"
        )
    ).one()
    args = {"version_id": version_id, "pack": news.pack_id, "version": news.version}
    jobs.start(unit, JOB, args | {"day": news.effective_from.isoformat()}, subject=f"policy:{version_id}")


def forget(unit: Unit, news: PackWithdrawn) -> None:
    """Hears that a version was taken back: nobody is touched by it."""
    gone = select(PackVersion.id).where(PackVersion.pack == news.pack_id, PackVersion.version == news.version)
    ids = unit.session.scalars(gone).all()
    unit.session.execute(delete(PolicyChange).where(PolicyChange.version_id.in_(ids)))
    for version_id in ids:
        broadcasts.drop_about(unit, version_id)


def reckon(run: Run) -> Outcome:
    """First the cases and the register, then the self-checks of chats that have neither."""
    args = run.args
    old = run.work.read_now(run.caller, queries.older_of, args["version_id"])
    new = run.work.read_now(run.caller, _version, args["pack"], args["version"])
    if run.cursor == 0:
        run.step(_begin, args["version_id"])
    for kind in ("case", "screening"):
        last = ""
        while True:
            last = run.step(_portion, kind, old, new, args, last)
            if not last:
                break
    found = run.work.read_now(run.caller, counts, args["version_id"])
    run.step(_draft, args["version_id"])
    return Outcome(found)


def _draft(unit: Unit, version_id: str) -> None:
    """A message to exactly these people and to who wants news of policies, for the policy staff to look at."""
    version = unit.session.get_one(PackVersion, version_id)
    if version.state != "published":
        return  # Taken back while it was reckoned.
    pack = unit.services.catalogue.packs[version.pack]
    say = translator("citizen", "en")
    broadcasts.start_about(
        unit,
        broadcasts.Written(
            title=f"{pack.number} {version.version}",
            texts={"zh_Hans_CN": "{称呼}，您好。{变化}", "en": say("{称呼}，您好。{变化}")},
            audience=Audience("policy", pack.region, change=version_id),
        ),
    )


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


def turn_of(before: int, after: int) -> str:
    """Which way a whole verdict turns: up to a fit, down to no, or any other way; empty for none."""
    if before == after:
        return ""
    if after > before and after >= Verdict.CONFIRM:
        return "gain"
    return "lose" if after == Verdict.NO else "uncertain"


def _begin(unit: Unit, version_id: str) -> None:
    unit.session.execute(delete(PolicyChange).where(PolicyChange.version_id == version_id))


def _version(unit: Unit, pack_id: str, version: str) -> Pack:
    found = unit.services.catalogue.version(pack_id, version)
    assert found is not None  # it was published in the transaction that asked for this
    return found


def _portion(unit: Unit, kind: str, old: Pack, new: Pack, args: Mapping[str, Any], after: str) -> str:
    """The next thousand; gives the id to go on behind, empty at the end."""
    rows = _cases(unit, new.id, after) if kind == "case" else _screenings(unit, new.id, after)
    told = set(
        unit.session.scalars(
            select(PolicyChange.account_id).where(
                PolicyChange.version_id == args["version_id"],
                PolicyChange.account_id.in_({row[1] for row in rows}),
            )
        )
    )
    fresh = {account: (answers, about) for _, account, answers, about in rows if account not in told}
    day = date.fromisoformat(args["day"])
    for account, turn, categories in _turned(unit, old, new, day, fresh):
        unit.session.add(
            PolicyChange(
                version_id=args["version_id"],
                account_id=account,
                turn=turn,
                categories=categories,
                own=kind == "case",
                at=unit.now,
            )
        )
    return rows[-1][0] if len(rows) == A_PORTION else ""


Row = tuple[str, int, Answers, frozenset[str]]
"""Id, account, answers, and the categories it is about; empty for all."""


def _cases(unit: Unit, pack_id: str, after: str) -> list[Row]:
    """Cases before an office, and those whose entry stands."""
    standing = select(Entry.application_id).where(Entry.state != "exited")
    found = unit.session.scalars(
        select(Application)
        .where(
            Application.pack == pack_id,
            Application.state.in_(WITH_AN_OFFICE) | Application.id.in_(standing),
            Application.id > after,
        )
        .order_by(Application.id)
        .limit(A_PORTION)
    )
    return [(row.id, row.account_id, answers_of_case(unit, row), frozenset(row.categories)) for row in found]


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
    return [(row.id, row.account_id, _shown(unit, row), frozenset()) for row in found]


def _shown(unit: Unit, row: Screening) -> Answers:
    kept = read_answers(unit, row)
    return {fact: kept.given[fact] for fact in kept.shown}


def _turned(
    unit: Unit, old: Pack, new: Pack, day: date, people: dict[int, tuple[Answers, frozenset[str]]]
) -> Iterable[tuple[int, str, list[str]]]:
    """Account, turn, and the categories that turn the same way."""
    if not people:
        return
    divisions, answers = unit.services.catalogue.divisions, [told for told, _ in people.values()]
    was, now = (verdicts_of(pack, divisions, day, answers) for pack in (old, new))
    none: Sequence[int] = [int(Verdict.NO)] * len(answers)
    names = list(dict.fromkeys([*was, *now]))
    for at, (account, (_, about)) in enumerate(people.items()):
        asked = [name for name in names if not about or name in about]
        pairs = {name: (was.get(name, none)[at], now.get(name, none)[at]) for name in asked}
        if not pairs:
            continue
        turn = turn_of(max(a for a, _ in pairs.values()), max(b for _, b in pairs.values()))
        if turn:
            yield account, turn, [name for name, pair in pairs.items() if turn_of(*pair) == turn]
