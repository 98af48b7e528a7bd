"""郭兰 writes versions of the policy of 新余, 唐伟 reads them again."""

from datetime import date

from sqlalchemy import select

from backend.app import JOBS
from backend.core.jobs import run_job
from backend.core.unit import Unit
from backend.policies.catalogue import load_policies
from backend.workbench import checks, evidence, own_figures, own_impact, queries, service
from backend.workbench.models import PackVersion
from backend.workbench.own_figures import OwnFigures
from backend.workbench.views import VersionView
from tests.backend.desk import PACK, Desk
from tests.policies.golden import POLICIES

AUTHOR, SECOND = "guolan", "tangwei"
DECEMBER = date(2026, 12, 1)
POLICY = load_policies(POLICIES)
FILE = (POLICIES / PACK / "pack.yaml").read_text(encoding="utf-8")
CASES = """
defaults:
  person.hukou_code: "360502"
  work.capacity: full
  work.willing: true
  work.status: unemployed
  unemp.registered: true
  pension.receiving: false
  person.sex: F
cases:
  - id: N01
    title: 46周岁的女性
    as_of: 2026-12-01
    answers: {person.birth_date: 1980-03-05}
    expect: [%s, unknown, unknown, unknown, unknown]
"""


def stricter(age: int = 50, version: str = "2") -> str:
    """The policy with another age for women: 王秀英, 46 years old, is no 4050 person any more at 50."""
    text = FILE.replace('version: "1"', f'version: "{version}"', 1)
    for old in ("女性年满40周岁", "{fact: person.birth_date, age_at_least: 40}"):
        assert old in text
        text = text.replace(old, old.replace("40", str(age)))
    return text


def cases_for(content: str) -> str:
    """One example person, with what must come out of this text."""
    return CASES % ("no" if "女性年满50周岁" in content else "yes")


def file_version(desk: Desk) -> str:
    """The id of what the files say."""

    def find(unit: Unit) -> str:
        wanted = select(PackVersion.id).where(PackVersion.pack == PACK, PackVersion.author_id.is_(None))
        return unit.session.scalars(wanted).one()

    return str(desk.system(find))


def seen(desk: Desk, version_id: str, who: str = AUTHOR) -> VersionView:
    view: VersionView = desk.read(who, queries.version, version_id)
    return view


def draft(desk: Desk, content: str = "", cases: str = "", day: date = DECEMBER) -> str:
    """A draft of 郭兰 with a day, not checked yet."""
    content = content or stricter()
    version_id: str = desk.do(AUTHOR, service.start, file_version(desk))
    desk.do(AUTHOR, service.write, version_id, 1, content, cases or cases_for(content))
    desk.do(AUTHOR, service.set_day, version_id, 2, day)
    return version_id


def checked(desk: Desk, version_id: str, who: str = AUTHOR) -> str:
    """The checks as the pages make them: with what they really find."""
    view = seen(desk, version_id)
    day = view.line.effective_from or DECEMBER
    read = checks.read(POLICY, PACK, view.content)
    older = desk.read(who, queries.older_of, version_id)
    findings = checks.look_through(POLICY, view, view.content, view.cases, day, older)
    clean = not any(one.severity == "error" for one in findings)
    green = checks.try_out(POLICY, read, view.cases, day, older).green
    for check, passed in (("lint", clean), ("trials", green)):
        mark = evidence.mark_of(view.line.version, view.content, view.cases, view.line.effective_from, check)  # type: ignore[arg-type]
        desk.do(who, service.keep_check, version_id, mark, check, passed, {})
    if read.pack is not None:
        reckoned(desk, version_id, who)
        desk.do(who, own_figures.keep_seen, version_id)
    return version_id


def reckoned(desk: Desk, version_id: str, who: str = AUTHOR) -> OwnFigures:
    """Whom it touches, as the background reckons it."""
    run_job(desk.work, JOBS, desk.do(who, own_impact.start, version_id))
    figures: OwnFigures = desk.read(who, own_figures.figures, version_id)[1]
    return figures


def revision(desk: Desk, version_id: str) -> int:
    return seen(desk, version_id).revision


def approved(desk: Desk, version_id: str) -> str:
    desk.do(SECOND, service.approve, version_id, revision(desk, version_id))
    return version_id


def published(desk: Desk, content: str = "", day: date = DECEMBER) -> str:
    """A version on its way into force, made by two people."""
    version_id = approved(desk, checked(desk, draft(desk, content, day=day)))
    desk.do(AUTHOR, service.publish, version_id, revision(desk, version_id))
    return version_id
