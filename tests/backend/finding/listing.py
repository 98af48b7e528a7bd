"""Lists as another department hands them over, and the way through them."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backend.app import JOBS
from backend.core.jobs import run_waiting
from backend.finding import lists, queries
from backend.finding.models import Candidate
from backend.finding.preview import look_at
from backend.finding.queries import ListView
from tests.backend.desk import PACK, Desk
from tests.people import Officer, Person

KNOWN = {
    "work.status": "unemployed",
    "unemp.registered": "true",
    "work.willing": "true",
    "work.capacity": "full",
    "pension.receiving": "false",
}
HEADERS = ("姓名", "身份证号码", "联系电话", "家庭住址", "户籍所在地", *KNOWN)


def row(person: Person, **other: str) -> dict[str, str]:
    return {
        "姓名": person.name,
        "身份证号码": person.id_number,
        "联系电话": person.phone,
        "家庭住址": person.address,
        "户籍所在地": person.hukou_code,
        **KNOWN,
        **other,
    }


def csv_of(rows: Iterable[dict[str, str]], headers: Iterable[str] = HEADERS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(headers), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def uploaded(desk: Desk, who: Officer, content: bytes, folder: Path, name: str = "低保名单.csv") -> str:
    """As the page does it."""
    path = folder / name
    path.write_bytes(content)
    preview = look_at(path, desk.read(who, lists.policies_for, PACK))
    file_id = desk.work.services.files.put_from(path)
    return str(desk.do(who, lists.keep, PACK, name, file_id, preview.as_json()).id)


def screened(desk: Desk, who: Officer, content: bytes, folder: Path) -> str:
    list_id = uploaded(desk, who, content, folder)
    desk.do(who, lists.screen, list_id)
    run_waiting(desk.work, JOBS)
    return list_id


def invited(desk: Desk, who: Officer, list_id: str, *categories: str) -> None:
    desk.do(who, lists.invite, list_id, categories or ("X1",), ("yes", "confirm"))
    run_waiting(desk.work, JOBS)


def seen(desk: Desk, who: Officer, list_id: str) -> ListView:
    found: ListView = desk.read(who, queries.list_view, list_id)
    return found


def candidates(desk: Desk) -> list[Candidate]:
    def get(unit: Any) -> list[Candidate]:
        return list(unit.session.query(Candidate).order_by(Candidate.id))

    return list(desk.system(get))
