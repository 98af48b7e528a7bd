"""The line to the backend: names, keys, refusals, and what happens when nobody answers."""

import httpx2
import pytest

from bot.client import BackendClient, BackendDown, Problem
from contract.channel import ClaimUpdates, StoreUpdates
from contract.screening import GiveAnswer, StartScreening

HOME = {
    "language": "zh_Hans_CN",
    "policies": [],
    "draft": None,
    "cases": [],
    "screening": None,
    "operator": "新余市就业创业服务中心",
    "telephone": "12333",
    "demo": False,
}


class Backend:
    """Answers from a list; an exception in it is raised instead."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def client(self) -> BackendClient:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(self), base_url="http://house")
        return BackendClient(http).for_account("telegram:7001", "telegram:42", "en")


def refusal(code: str, status: int, **params: object) -> httpx2.Response:
    body = {"code": code, "status": status, "params": params}
    return httpx2.Response(status, json=body, headers={"content-type": "application/problem+json"})


async def test_every_call_says_for_whom_and_in_which_language() -> None:
    backend = Backend(httpx2.Response(200, json=HOME))
    await backend.client().home()
    assert backend.asked[0].headers["x-account"] == "telegram:7001"
    assert backend.asked[0].headers["accept-language"] == "en"


async def test_commands_of_one_turn_are_numbered() -> None:
    backend = Backend(*(refusal("x.y", 409) for _ in range(2)))
    client = backend.client()
    for _ in range(2):
        with pytest.raises(Problem):
            await client.start_screening(StartScreening(pack="p"))
    assert [asked.headers["idempotency-key"] for asked in backend.asked] == ["telegram:42:0", "telegram:42:1"]


async def test_a_refusal_arrives_with_its_code_and_params() -> None:
    backend = Backend(refusal("id_number.length", 422, length=14))
    with pytest.raises(Problem) as caught:
        await backend.client().answer("s", GiveAnswer(fact="f", text="x"))
    assert (caught.value.code, caught.value.params, caught.value.status) == (
        "id_number.length",
        {"length": 14},
        422,
    )


async def test_a_command_without_an_answer_is_asked_again_under_the_same_key() -> None:
    backend = Backend(httpx2.ReadTimeout("late"), refusal("x.y", 409))
    with pytest.raises(Problem):
        await backend.client().start_screening(StartScreening(pack="p"))
    keys = {asked.headers["idempotency-key"] for asked in backend.asked}
    assert (len(backend.asked), keys) == (2, {"telegram:42:0"})


async def test_when_nobody_answers_twice_the_backend_is_down() -> None:
    backend = Backend(httpx2.ConnectError("no"), httpx2.Response(503))
    with pytest.raises(BackendDown):
        await backend.client().home()


async def test_a_claim_without_an_answer_is_left_to_its_lease() -> None:
    backend = Backend(httpx2.ReadTimeout("late"))
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(backend), base_url="http://house")
    with pytest.raises(BackendDown):
        await BackendClient(http).claim_updates(ClaimUpdates(channel="telegram", worker="w"))


async def test_storing_is_tried_again_because_it_keeps_each_update_once() -> None:
    backend = Backend(httpx2.ReadError("cut"), httpx2.Response(200, json={"new": 0}))
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(backend), base_url="http://house")
    assert (await BackendClient(http).store_updates(StoreUpdates(channel="telegram", updates=()))).new == 0


async def test_an_answer_of_another_shape_counts_as_none() -> None:
    backend = Backend(httpx2.Response(200, json={"surprise": 1}))
    with pytest.raises(BackendDown):
        await backend.client().home()


async def test_the_name_of_a_file_travels_percent_encoded() -> None:
    backend = Backend(refusal("file.empty", 422))
    with pytest.raises(Problem):
        await backend.client().add_paper_file("a", "identity", "户口本\r\n.jpg", "image/jpeg", b"x")
    assert backend.asked[0].headers["x-file-name"] == "%E6%88%B7%E5%8F%A3%E6%9C%AC%0D%0A.jpg"
