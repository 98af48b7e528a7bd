"""Work in the background, for administrators: what waits, what runs and how far it is, and what was not done and why."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from backend.core import jobs
from backend.core.actors import actor_name
from backend.core.console import Desk, PageRoute, admin
from backend.core.work import SYSTEM

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Admin = Annotated[Desk, Depends(admin)]
MOST_ENDED: Final = 50
LONG: Final = timedelta(minutes=5)
"""Work that nobody has begun after so long is told apart."""


def _(text: str) -> str:
    """Marks a sentence for translation; it is spoken when it is known in which language."""
    return text


SENDING: Final = _("群发消息：一批一批地发送")
NAMES: Final = {
    "finding.screen": _("主动发现：筛查名单"),
    "finding.invite": _("主动发现：发邀请"),
    "automatic.take": _("失业登记：读入名单"),
    "policy.impact": _("政策：对名单的影响"),
    "policy.own_impact": _("政策：对名册和在办件的影响"),
    "policy.news": _("政策：新版本要告诉谁"),
    "export": _("导出"),
    "vacancies.import": _("岗位：读入表格"),
    "vacancy.news": _("岗位：告诉合适的人"),
    "announced.news": _("活动和课程：告诉附近的人"),
    "helping.list": _("代办：读入名单"),
}
"""What each kind of work is called, by the names wired in the backend."""


@router.get("/staff/work")
async def work(desk: Admin) -> HTMLResponse:
    """What goes on behind the pages. What a list or an export holds is not shown, only that there is one."""
    # What is being sent to many goes on beside the queue of jobs, and is shown with them.
    unfinished = await desk.read(jobs.unfinished) + await desk.read(desk.request.app.state.under_way)
    ended, now = await desk.read(jobs.ended, MOST_ENDED), desk.work.clock()
    return desk.page(
        "staff/work.html",
        unfinished=unfinished,
        ended=ended,
        late={job.id for job in unfinished if job.state == "waiting" and now - job.started_at > LONG},
        names={name: desk.say(words) for name, words in (NAMES | {"broadcast": SENDING}).items()},
        asked={job.id: _asked(job, desk.say(_("系统"))) for job in (*unfinished, *ended)},
        minutes=int(LONG.total_seconds() // 60),
    )


def _asked(job: jobs.JobView, system: str) -> str:
    """An officer by name; what followed from something else, a citizen's chat included, is the house's own work."""
    return system if job.started_by == actor_name(SYSTEM.actor) or ":" in job.started_by else job.started_by
