"""The report of a broadcast as a file: a line a place, how each row there ended, and who was skipped and why."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.core.sheets import sheet
from backend.outreach.audience import REASONS
from backend.outreach.broadcast_queries import ENDS, OPEN, AreaReport, BroadcastView
from locales import Translate


def report_file(kind: str, view: BroadcastView, lines: Sequence[AreaReport], say: Translate) -> bytes:
    """CSV or XLSX. The ends of a line add up to its audience; who was skipped stands beside it and is no part of it."""
    ends = [*ENDS, *OPEN]
    labels = [say("已送达"), say("已屏蔽"), say("发送失败"), say("不确定"), say("已取消"), say("还没发"), say("改天再送")]
    skipped = [say("在不发名单里"), say("没有选这个主题"), say("不在这个地区"), say("已屏蔽我们")]
    without = [say("未发：%(why)s") % {"why": why} for why in skipped]
    with TemporaryDirectory() as folder:
        path = Path(folder, f"report.{kind}")
        file = sheet(kind, path, view.line.title)
        file.add([say("市"), say("县（区）"), say("街道（乡镇）"), say("应发人数"), *labels, *without])
        for line in lines:
            counts = [line.total, *(line.counts.get(end, 0) for end in ends), *_skipped(line)]
            file.add([line.steps[0] or say("不清楚"), *line.steps[1:], *map(str, counts)])
        sums = [sum(line.total for line in lines), *(sum(line.counts.get(end, 0) for line in lines) for end in ends)]
        more = [sum(column) for column in zip(*map(_skipped, lines), strict=True)]
        file.add([say("合计"), "", "", *map(str, [*sums, *more])])
        file.close()
        return path.read_bytes()


def _skipped(line: AreaReport) -> list[int]:
    return [line.skipped.get(reason, 0) for reason in REASONS if reason != "no_chat"]
