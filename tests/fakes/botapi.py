"""A Bot API server on loopback, exact enough for a real bot library to live on it.

    async with FakeBotApi() as fake:      # in the test's own loop
        bot = Bot(fake.token, AiohttpSession(api=TelegramAPIServer.from_base(fake.url)))
        await fake.control.say(7, "/start")

    python -m tests.fakes.botapi --port 8081     # as its own process: a bot under test can die while it stays

`/bot<token>/<method>` and `/file/bot<token>/<path>` are Telegram's side; `/control/<deed>` is the test's.
"""

import argparse
import asyncio
import contextlib
import gc
import json
import re
import sys
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from aiohttp import web

from tests.fakes.account import Account, Json, Webhook
from tests.fakes.call import Call
from tests.fakes.control import TOKEN, Control
from tests.fakes.deeds import DEEDS
from tests.fakes.faults import ApiError, Fault
from tests.fakes.methods import METHODS
from tests.fakes.updates import WEBHOOK_ACTIVE, WEBHOOK_SET
from tests.fakes.webhook import WebhookPusher
from tests.fakes.wire import gateway_page, hang_up, json_answer, new_request, read_call, refusal


class FakeBotApi:
    """The server. `ladder_unit` is the second of the webhook's retry ladder."""

    def __init__(self, *tokens: str, port: int = 0, ladder_unit: float = 1.0) -> None:
        self.tokens = tokens or (TOKEN,)
        self.accounts = {token: Account(token) for token in self.tokens}
        self.port = port
        self.ladder_unit = ladder_unit
        self.links_expire = 0
        """So many links to files are dead when they are followed."""
        self._pushers: dict[str, WebhookPusher] = {}
        self._runner: web.ServerRunner | None = None

    @property
    def token(self) -> str:
        return self.tokens[0]

    @property
    def account(self) -> Account:
        """The first bot's account, for tests in the same process."""
        return self.accounts[self.token]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        server = web.Server(self._handle, request_factory=new_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024).start()
        self.port = self._runner.addresses[0][1]
        self.control = Control(self.url, self.token)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.control.close()
        for token in list(self._pushers):
            await self._stop_pushing(token)
        if self._runner:
            await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = unquote(request.rel_url.raw_path)
        if path.startswith("/bot"):
            token, _, method = path[4:].partition("/")
            return await self._call(request, token, method.lower())
        if path.startswith("/control/"):
            return await self._control(request, path.removeprefix("/control/"))
        if path.startswith("/file/bot"):
            token, _, file_path = path[9:].partition("/")
            return self._file(token, file_path)
        return refusal(ApiError(404, "Not Found"))

    # --- Telegram's side

    async def _call(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        try:
            account = self._account(token)
            call = await read_call(request, method)
        except ApiError as error:
            return refusal(error)
        fault = account.faults.take(method, call.chat_id)
        entry = [account.now(), method, call.chat_id, fault.kind if fault else "ok"]
        account.requests.append(entry)
        try:
            return await self._answer(request, account, call, fault)
        except ApiError as error:
            entry[3] = fault.kind if fault else f"{error.status} {error.description}"
            return refusal(error)

    async def _answer(
        self, request: web.BaseRequest, account: Account, call: Call, fault: Fault | None
    ) -> web.StreamResponse:
        """The answer, or what a fault makes of it. Raises ApiError."""
        if account.revoked:
            raise ApiError(401, "Unauthorized")
        if fault and (error := fault.error()):
            raise error
        if fault and fault.kind == "502html":
            return gateway_page()
        if fault and fault.kind == "drop_before":
            return hang_up(request)
        result = await self._perform(account, call)
        if fault is None:
            return json_answer(b'{"ok":true,"result":%s}' % result)
        if fault.kind == "hang_after":
            await asyncio.sleep(fault.seconds)
        return hang_up(request)

    def _account(self, token: str) -> Account:
        if not re.fullmatch(r"\d+:\S+", token):
            raise ApiError(404, "Not Found")
        account = self.accounts.get(token)
        if account is None:
            raise ApiError(401, "Unauthorized")
        return account

    async def _perform(self, account: Account, call: Call) -> bytes:
        """The result as JSON. Raises ApiError."""
        if call.method == "getupdates":
            return await self._get_updates(account, call)
        if call.method in ("setwebhook", "deletewebhook"):
            await self._set_webhook(account, call)
            return b"true"
        if call.method == "getwebhookinfo":
            return json.dumps(_webhook_info(account)).encode()
        if call.method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        return json.dumps(METHODS[call.method](account, call), ensure_ascii=False).encode()

    async def _get_updates(self, account: Account, call: Call) -> bytes:
        if account.webhook.url:
            raise ApiError(409, WEBHOOK_ACTIVE)
        _subscribe(account, call)
        limit = min(max(call.integer("limit", 100), 1), 100)
        bodies = await account.updates.fetch(call.integer("offset"), limit, call.integer("timeout"))
        return f"[{','.join(bodies)}]".encode()

    async def _set_webhook(self, account: Account, call: Call) -> None:
        url = call.text("url") if call.method == "setwebhook" else ""
        webhook = _webhook_of(url, call)
        await self._stop_pushing(account.token)
        if call.flag("drop_pending_updates"):
            account.updates.waiting.clear()
        account.webhook = webhook
        if url:
            _subscribe(account, call)
            account.updates.interrupt(WEBHOOK_SET)
            pusher = WebhookPusher(account, self.ladder_unit, lambda body: _perform_unheard(account, body))
            self._pushers[account.token] = pusher
            pusher.start()

    async def _stop_pushing(self, token: str) -> None:
        if pusher := self._pushers.pop(token, None):
            await pusher.stop()

    def _file(self, token: str, path: str) -> web.StreamResponse:
        try:
            account = self._account(token)
        except ApiError as error:
            return refusal(error)
        file = account.shelf.by_path.get(path)
        if self.links_expire > 0:
            self.links_expire -= 1
            file = None
        if file is None or account.revoked:
            return refusal(ApiError(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")

    # --- the test's side

    async def _control(self, request: web.BaseRequest, deed: str) -> web.StreamResponse:
        fields: Json = json.loads(await request.read() or b"{}")
        account = self.accounts[fields.pop("token", self.token)]
        try:
            if deed == "journal":
                answer: Any = await account.journal.wait_after(**fields)
            else:
                answer = DEEDS[deed](account, **fields)
        except (KeyError, TypeError, ValueError) as error:
            return json_answer(json.dumps({"error": f"{deed}: {error!r}"}).encode(), 400)
        return json_answer(json.dumps({"answer": answer}, ensure_ascii=False).encode())


def _subscribe(account: Account, call: Call) -> None:
    """A list of types stays until another is given; an empty one means the default."""
    allowed = call.value("allowed_updates")
    if allowed is not None:
        account.updates.allowed = set(allowed) or None


def _webhook_of(url: str, call: Call) -> Webhook:
    secret = call.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise ApiError(400, "Bad Request: secret token contains unallowed characters")
    # The real server wants https; a local one, like this, takes http too. Only loopback is ever called.
    if url and not re.match(r"https?://(127\.0\.0\.1|localhost)[:/]", url):
        raise ApiError(400, "Bad Request: bad webhook: only loopback addresses are served here")
    return Webhook(url, secret, min(max(call.integer("max_connections", 40), 1), 100))


def _webhook_info(account: Account) -> Json:
    webhook = account.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates.waiting),
        "max_connections": webhook.max_connections,
    }
    if webhook.last_error:
        info |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    return info


def _perform_unheard(account: Account, body: Json) -> None:
    """A method given in the answer to a webhook push; refusals are told to nobody."""
    call = Call(str(body.pop("method")).lower(), body)
    outcome = "ok"
    try:
        METHODS[call.method](account, call)
    except ApiError as error:
        outcome = f"{error.status} {error.description}"
    except KeyError:
        outcome = "404 Not Found: method not found"
    account.requests.append([account.now(), call.method, call.chat_id, outcome])


async def serve(port: int, tokens: list[str], ladder_unit: float, until_eof: bool) -> None:
    """Run until cancelled, or until standard input ends when `until_eof`."""
    async with FakeBotApi(*tokens, port=port, ladder_unit=ladder_unit) as fake:
        print(fake.url, flush=True)
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 50, 50)
        over = asyncio.Event()
        if until_eof:
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), over.set)
        await over.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A loopback Bot API server for tests; prints its address.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", action="append", default=[], help="a bot this server knows (repeatable)")
    parser.add_argument("--ladder-unit", type=float, default=1.0, help="the webhook ladder's second")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input ends")
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.port, options.token, options.ladder_unit, options.until_eof))


if __name__ == "__main__":
    main()
