"""A citizen at the wall: what the bot would ask for, over HTTP, as one of the named persons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx2
import pytest
from pydantic import TypeAdapter

from contract.application import ApplicationTurn, CaseBrief, ConsentText, Home
from contract.policy import Checklist, Document
from contract.problem import ProblemBody
from contract.screening import ScreeningTurn
from tests import papers, people
from tests.conftest import BOT_TOKEN
from tests.people import Person

A = TypeVar("A")
PACK = "xinyu-2023-82"
DISTRICT_LABELS = {people.YUSHUI: "渝水区", people.FENYI: "分宜县"}


class Refused(Exception):
    """The wall said no, with a code and what is needed to explain it."""

    def __init__(self, body: ProblemBody) -> None:
        super().__init__(body.code, body.params)
        self.code, self.status, self.params = body.code, body.status, body.params


def refuses(code: str, status: int = 0, **params: Any) -> "pytest.RaisesExc[Refused]":
    """Expects this refusal, with at least these parameters."""

    def fits(refusal: Refused) -> bool:
        told = {name: refusal.params.get(name) for name in params}
        return (refusal.code, told) == (code, params) and status in (0, refusal.status)

    return pytest.raises(Refused, check=fits)


@dataclass
class AtTheWall:
    """One chat account. Commands get a new key each; ``key`` repeats one."""

    http: httpx2.AsyncClient
    person: Person = people.WANG_XIUYING
    account: str = ""
    language: str = "zh_Hans_CN"
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.account = self.account or f"web:{self.person.chat_id}"

    async def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        key: str = "",
        **headers: str,
    ) -> httpx2.Response:
        own = {
            "Authorization": f"Bearer {BOT_TOKEN}",
            "X-Account": self.account,
            "Accept-Language": self.language,
            "Idempotency-Key": key or f"{self.account}:{next(self.keys)}",
        }
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        given: dict[str, Any] = {} if body is None else {"json": dict(body)}
        given |= {} if content is None else {"content": content}
        return await self.http.request(method, f"/v1{path}", headers=own, **given)

    async def ask(self, answer: type[A], method: str, path: str, *args: Any, **more: Any) -> A:
        response = await self.call(method, path, *args, **more)
        if response.is_success:
            return TypeAdapter(answer).validate_json(response.content)
        assert response.headers["content-type"] == "application/problem+json", response.text
        raise Refused(ProblemBody.model_validate_json(response.content))

    # --- home

    async def home(self) -> Home:
        return await self.ask(Home, "GET", "/home")

    async def cases(self) -> tuple[CaseBrief, ...]:
        return await self.ask(tuple[CaseBrief, ...], "GET", "/cases")

    # --- the self-check

    async def starts(self, pack: str = PACK) -> ScreeningTurn:
        return await self.ask(ScreeningTurn, "POST", "/screenings", {"pack": pack})

    async def says(self, turn: ScreeningTurn, text: str, **more: Any) -> ScreeningTurn:
        assert turn.question is not None
        body = {"fact": turn.question.fact, "text": text, **more}
        return await self.ask(ScreeningTurn, "POST", f"/screenings/{turn.id}/answers", body)

    async def replies(self, turn: ScreeningTurn, until: str = "") -> ScreeningTurn:
        """Gives the own answer to what is asked: once, or up to the question ``until``."""
        while turn.question is not None and turn.question.fact != until:
            turn = await self.says(turn, self.answers()[turn.question.fact])
            if not until:
                break
        return turn

    async def checks(self, **other: str) -> ScreeningTurn:
        """The whole self-check; ``other`` are answers that differ, with __ for the dot: work__status."""
        answers = self.answers() | {name.replace("__", "."): text for name, text in other.items()}
        turn = await self.starts()
        while turn.question is not None:
            turn = await self.says(turn, answers[turn.question.fact])
        return turn

    def answers(self) -> dict[str, str]:
        person = self.person
        situation = "有残疾人证" if person.disability else "承包地被征用" if person.land_lost else "都没有"
        return {
            "person.hukou_code": DISTRICT_LABELS[person.hukou_code],
            "work.status": "没有工作",
            "unemp.registered": "已登记",
            "person.sex": "女" if person.sex == "F" else "男",
            "person.birth_date": f"{person.birth_date:%Y.%m.%d}",
            "pension.receiving": "没有领",
            "retire.base": "工人",
            "work.willing": "想",
            "work.capacity": "能正常工作",
            "person.situation": situation,
            "disab.status": "有效",
            "disab.grade": {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}.get(
                person.disability[1:], ""
            ),
            "land.lost": "全部",
            "household.others": "有人在工作",
            "household.urban": "是",
        }

    async def checklist(self, screening: str) -> Checklist:
        return await self.ask(Checklist, "GET", f"/screenings/{screening}/checklist")

    # --- the application

    async def consents(self, screening: str, pack: str = PACK) -> ApplicationTurn:
        text = await self.ask(ConsentText, "GET", f"/consents/application?pack={pack}")
        body = {"screening": screening, "consent_version": text.version}
        return await self.ask(ApplicationTurn, "POST", "/applications", body)

    async def begins(self, **other: str) -> ApplicationTurn:
        """Self-check, consent, an empty draft."""
        return await self.consents((await self.checks(**other)).id)

    def fields(self) -> dict[str, str]:
        person = self.person
        return {
            "name": person.name,
            "id_number": person.id_number,
            "phone": person.phone,
            "hukou_address_street": person.street,
            "hukou_address_detail": f"平安路{person.chat_id % 100}号",
            "apply_at": "户籍地",
            "community": "不知道",
            "community_said": "平安社区",
            "ethnicity": person.ethnicity,
            "political": "群众",
            "education": "初中",
            "marital": "已婚",
            "certificate_no": person.certificate_no,
            "unemployed_since": "2026.8.1",
            "categories": "",
            "wishes": "就业推荐",
            "photo": "",
        }

    async def application(self, application_id: str) -> ApplicationTurn:
        return await self.ask(ApplicationTurn, "GET", f"/applications/{application_id}")

    async def puts(self, turn: ApplicationTurn, field: str, text: str = "", **more: Any) -> ApplicationTurn:
        path = f"/applications/{turn.id}/fields/{field}"
        return await self.ask(ApplicationTurn, "PUT", path, {"text": text, "skip": False, **more})

    async def fills(self, turn: ApplicationTurn, until: str = "", **other: str) -> ApplicationTurn:
        """Answers what is asked, up to the field ``until``; the photo is left for later."""
        known = self.fields() | other
        while turn.prompt is not None and turn.prompt.field != until:
            name = turn.prompt.field
            turn = await self.puts(turn, name, known[name], skip=name == "photo")
        return turn

    async def does(
        self, turn: ApplicationTurn, act: str, body: Mapping[str, Any] | None = None
    ) -> ApplicationTurn:
        return await self.ask(ApplicationTurn, "POST", f"/applications/{turn.id}/{act}", body)

    async def hands_in(
        self, turn: ApplicationTurn, requirement: str, content: bytes, name: str = "照片.jpg"
    ) -> ApplicationTurn:
        path = f"/applications/{turn.id}/papers/{requirement}/files"
        return await self.ask(ApplicationTurn, "POST", path, content=content, X_File_Name=quote(name))

    async def hands_in_all(self, turn: ApplicationTurn) -> ApplicationTurn:
        for paper in turn.papers:
            if paper.item.needed:
                turn = await self.hands_in(turn, paper.item.id, papers.jpeg(paper.item.title))
        return await self.does(turn, "papers/done")

    async def ready(self, **other: str) -> ApplicationTurn:
        """Everything filled in and handed in, the check page before the eyes."""
        return await self.hands_in_all(await self.fills(await self.begins(**other)))

    async def sends(self, turn: ApplicationTurn) -> ApplicationTurn:
        return await self.does(turn, "submit", {"declaration_version": turn.declaration_version})

    async def applies(self, **other: str) -> ApplicationTurn:
        return await self.sends(await self.ready(**other))

    async def document(self, path: str) -> Document:
        return await self.ask(Document, "GET", path)

    def in_english(self) -> Self:
        return type(self)(self.http, self.person, self.account, "en", self.keys)
