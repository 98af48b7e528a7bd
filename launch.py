"""The ``bangban`` command: the only module that knows both sides of the wall.

``demo`` and ``serve`` run everything in one process on SQLite: backend, console, bot, browser chat. The bot still
speaks to the backend over HTTP, through an ASGI transport, with the same client as across a network.

Each command imports what it runs when it runs: an errand of a moment does not wait for the bot and the console.
"""

from __future__ import annotations

import asyncio
import fcntl
import gc
import json
import logging
import secrets
import socket
import sys
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
import uvicorn
from rich.console import Console
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from backend.columns.cli import screen_command
from backend.core.settings import Settings
from backend.workbench.cli import packs

if TYPE_CHECKING:
    import httpx2
    from fastapi import FastAPI
    from pydantic import SecretStr

    from backend.core.console.live import Streams
    from backend.core.work import Work
    from bot.app import BotApp
    from bot.line import Line

cli = typer.Typer(
    add_completion=False, pretty_exceptions_show_locals=False, no_args_is_help=True, help="帮办 Bangban"
)
staff = typer.Typer(no_args_is_help=True, help="工作人员 officers")
audit = typer.Typer(no_args_is_help=True, help="操作记录 the audit chain")
cli.add_typer(staff, name="staff")
cli.add_typer(audit, name="audit")
cli.add_typer(packs, name="packs")
cli.command("screen")(screen_command)
out = Console(highlight=False)

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
Errand = Callable[[], Coroutine[Any, Any, None]]

Port = Annotated[int, typer.Option(help="端口 port", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="地址 address to listen on")]
Data = Annotated[Path, typer.Option(help="数据文件夹 folder for database, files and keys")]


class StaffRole(StrEnum):
    """What an officer may do; mirrors :data:`backend.core.actors.Role`."""

    REVIEWER = "reviewer"
    INSPECTOR = "inspector"
    PROVIDER = "provider"
    POLICY = "policy"
    ADMIN = "admin"


def main() -> None:
    """Entry point of the ``bangban`` command."""
    cli()


@cli.command()
def demo(port: Port = 8000, host: Host = "127.0.0.1", data: Data = Path("data-demo")) -> None:
    """演示：虚构的群众和工作人员。The whole product with fictitious people."""
    with_words(lambda: run(Settings(data=data, demo=True), host, port))


@cli.command()
def serve(port: Port = 8000, host: Host = "127.0.0.1", data: Data = Path("data")) -> None:
    """正式运行：没有任何默认账号。Empty and real; no default accounts."""
    with_words(lambda: run(Settings(data=data), host, port))


@staff.command("add")
def staff_add(
    login: Annotated[str, typer.Option(help="登录名 login")],
    name: Annotated[str, typer.Option(help="姓名 name")],
    office: Annotated[str, typer.Option(help="单位的区划代码 division code of the office, 360502001")],
    role: Annotated[StaffRole, typer.Option(help="reviewer | inspector | policy | admin")] = StaffRole.REVIEWER,
    data: Data = Path("data"),
) -> None:
    """新增工作人员，给出设置密码的链接。Adds an officer and prints the link to choose a password."""

    def add() -> None:
        from backend.core.work import SYSTEM
        from backend.staff.service import add_officer

        with opened(data) as work:
            link = work.do_now(SYSTEM, add_officer, login, name, role.value, office)
        out.print(
            f"已新增 {name}（{login}）。请在24小时内打开这个链接设置密码：\n  /staff/invitations/{link}"
        )

    with_words(add)


@staff.command("reset-factor")
def staff_reset_factor(
    login: Annotated[str, typer.Option(help="登录名 login")],
    data: Data = Path("data"),
) -> None:
    """重置动态验证码：手机丢失时用。Takes a lost phone off; a new one is bound at the next sign-in."""

    def take_off() -> None:
        from backend.core.work import SYSTEM
        from backend.staff.factors import reset_by_login

        with opened(data) as work:
            name = work.do_now(SYSTEM, reset_by_login, login)
        out.print(f"已重置 {name}（{login}）的动态验证码，登录已全部结束。下次登录时绑定新手机。")

    with_words(take_off)


@audit.command("verify")
def audit_verify(data: Data = Path("data")) -> None:
    """核对操作记录是否被改动。Names the first audit row that does not fit the chain."""

    def check() -> None:
        from backend.core.audit import verify
        from backend.core.work import SYSTEM

        with opened(data) as work:
            broken = work.read_now(SYSTEM, lambda unit: verify(unit.session, unit.vault))
        if broken:
            stop(f"操作记录第{broken.id}行与链条不符，请保留现场并报告。")
        out.print("操作记录完整。")

    with_words(check)


@contextmanager
def opened(data: Path) -> Iterator[Work]:
    """The house for one errand; a running one need not stop for it."""
    from backend.app import open_work

    work = open_work(Settings(data=data))
    try:
        yield work
    finally:
        work.engine.dispose()


@cli.command("backend")
def only_backend(port: Port = 8000, host: Host = "127.0.0.1", data: Data = Path("data")) -> None:
    """只运行后台。Only the backend and the console; needs BANGBAN_BOT_TOKEN for the bots that will call."""

    def start() -> None:
        from backend.app import create_backend, open_work

        settings = Settings(data=data)
        if not settings.bot_token.get_secret_value():
            stop("请先设置 BANGBAN_BOT_TOKEN：机器人用它连接后台。")
        with listening(host, port) as listener:
            with_server(create_backend(open_work(settings)), listener)

    with_words(start)


@cli.command("bot")
def only_bot(
    backend: Annotated[str, typer.Option(help="后台地址 address of the backend")],
    port: Port = 8001,
    host: Host = "127.0.0.1",
) -> None:
    """只运行机器人。Only the bot: browser chat, and Telegram when its token is set."""

    def start() -> None:
        import httpx2

        from bot.app import create_bot
        from bot.client import BackendClient
        from bot.settings import BotSettings

        token = Settings().bot_token
        transport = httpx2.AsyncHTTPTransport(limits=httpx2.Limits(max_connections=50))
        line = backend_line(transport, token, backend)
        chat = create_bot(BotSettings(), BackendClient(line), alone=False)
        with listening(host, port) as listener:
            with_server(Starlette(routes=doors(chat), lifespan=living(chat, line)), listener, chat)

    with_words(start)


def run(settings: Settings, host: str, port: int) -> None:
    """Everything in this process."""
    from pydantic import SecretStr

    from backend import demo as demo_people
    from backend.app import create_backend, open_work
    from bot.app import create_bot
    from bot.client import BackendClient
    from bot.embedded import Embedded
    from bot.settings import BotSettings

    settings = settings.model_copy(update={"bot_token": SecretStr(secrets.token_urlsafe(32))})
    if settings.demo and not settings.public_url:
        settings = settings.model_copy(update={"public_url": house_address(host, port)})
    with listening(host, port) as listener, occupied(settings):
        work = open_work(settings)
        if settings.demo:
            out.print("正在准备演示数据……")
            demo_people.fill(work)
        app = create_backend(work)
        line = backend_line(Embedded(app), settings.bot_token)
        chat = create_bot(BotSettings(), BackendClient(line))
        beside = [partial(demo_people.bring_letters, work)] if settings.demo else []
        house = Starlette(routes=[*doors(chat), Mount("/", app)], lifespan=living(chat, line, app, beside))
        house.state.streams = app.state.streams
        announce(settings, host, port)
        with_server(house, listener, chat)


def backend_line(
    transport: httpx2.AsyncBaseTransport, token: SecretStr, address: str = "http://backend"
) -> Line:
    """The bot's line to the backend, in process or across a network."""
    from bot.line import Line

    return Line(transport, address, {"Authorization": f"Bearer {token.get_secret_value()}"})


def doors(chat: BotApp) -> list[BaseRoute]:
    """Where browsers and Telegram come in."""
    ways: list[BaseRoute] = [Route("/", to_chat), Route("/chat", to_chat), Mount("/chat", chat.web_app)]
    if chat.webhook_app is not None:
        ways.append(Mount("/telegram", chat.webhook_app))
    return ways


async def to_chat(request: Request) -> Response:
    return RedirectResponse(f"/chat/?{request.url.query}" if request.url.query else "/chat/")


def living(chat: BotApp, line: Line, app: FastAPI | None = None, beside: Sequence[Errand] = ()) -> Lifespan:
    """The life of the house: backend first, then the bot, which stops first. ``app`` is the embedded backend.

    What runs ``beside`` them goes on until then and ends with them.
    """

    @asynccontextmanager
    async def lifespan(_house: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if app is not None:
                await stack.enter_async_context(app.router.lifespan_context(app))
            await stack.enter_async_context(line)
            running = asyncio.create_task(chat.run())
            errands = [asyncio.create_task(errand()) for errand in beside]
            spare_the_collector()
            try:
                yield
            finally:
                for one in errands:
                    one.cancel()
                await chat.stop()
                await running

    return lifespan


def spare_the_collector() -> None:
    """What was loaded at the start lives as long as the process, and a turn leaves few cycles behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)


class Server(uvicorn.Server):
    """uvicorn waits for open streams before it stops; this lets the chat's and the console's end first."""

    def __init__(self, config: uvicorn.Config, chat: BotApp | None, console: Streams | None) -> None:
        super().__init__(config)
        self._chat = chat
        self._console = console

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._chat is not None:
            self._chat.bell.close()
        if self._console is not None:
            self._console.close()
        await super().shutdown(sockets)


def server_config(app: Starlette | FastAPI, proxies: str) -> uvicorn.Config:
    """What a stranger says of where a request comes from is not believed: the limit of sign-ins counts addresses."""
    from backend.core.patience import PatientProtocol

    return uvicorn.Config(
        app,
        http=PatientProtocol,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
    )


def with_server(app: Starlette | FastAPI, listener: socket.socket, chat: BotApp | None = None) -> None:
    """Serves until Ctrl-C or SIGTERM."""
    config = server_config(app, Settings().trusted_proxies)

    async def serve_until_stopped() -> None:
        if chat is not None:
            await chat.check()
        await Server(config, chat, getattr(app.state, "streams", None)).serve(sockets=[listener])

    with suppress(KeyboardInterrupt):
        asyncio.run(serve_until_stopped())


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """The open port, or one sentence about why not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            stop(
                f"{host} 的 {port} 端口打不开（{error.strerror}）。请关掉占用它的程序，或加 --port 换一个端口。"
            )
        yield listener


@contextmanager
def occupied(settings: Settings) -> Iterator[None]:
    """The data folder for this process alone; demonstration and real data never meet in one folder."""
    folder, marker = settings.data, settings.data / "DEMO"
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "keys.json").exists() and settings.demo != marker.exists():
        kept = "正式" if settings.demo else "演示"
        stop(f"文件夹 {folder} 里是{kept}数据。请用 --data 换一个文件夹。")
    if settings.demo:
        marker.touch()
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stop(f"文件夹 {folder} 正被另一个帮办使用。请先停掉它，或用 --data 换一个文件夹。")
        yield


def house_address(host: str, port: int) -> str:
    """Where a browser on this machine finds the house."""
    return f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}"


def announce(settings: Settings, host: str, port: int) -> None:
    """Where to go, in a few lines."""
    at = house_address(host, port)
    out.print(f"[bold]帮办 Bangban[/] 已启动{'（演示，人物均为虚构）' if settings.demo else ''}")
    out.print(f"  群众聊天 chat     {at}/chat/")
    out.print(f"  工作台   console  {at}/staff/")
    if settings.demo:
        from backend.demo import SIGN_INS

        for sign_in in SIGN_INS:
            if sign_in.printed:
                out.print(f"    {sign_in.login:<12} {sign_in.password:<22} {sign_in.name}，{sign_in.office}")
        out.print("    其他工作人员的密码照此类推，名单在工作台的“人员”页（admin）。")
    out.print("  按 Ctrl-C 停止。")


def with_words(start: Callable[[], None]) -> None:
    """Runs ``start``; what can be foreseen to go wrong ends with one sentence and no trace."""
    configure_logs()
    try:
        start()
    except Exception as error:
        if words := foreseen(error):
            stop(words)
        raise


def foreseen(error: Exception) -> str:
    """What went wrong in a sentence or two, and what to do; empty for what nobody foresaw."""
    from sqlalchemy.exc import OperationalError

    from backend.core.console.problems import words_for
    from backend.core.crypto import KeysUnusable
    from backend.core.problems import Problem
    from backend.core.scanner import ScannerUnusable
    from backend.policies.catalogue import PackError
    from bot.starting import CannotStart

    match error:
        case PackError():
            return f"政策文件有误，未启动：\n{error}"
        case KeysUnusable() | ScannerUnusable() | CannotStart():
            return str(error)
        case Problem():
            words = words_for(error, str)
            return f"{words.title}。{words.text}"
        case PermissionError():
            return f"没有权限写入 {error.filename}。请换一个文件夹（--data），或修改它的权限。"
        case OSError():
            return f"无法使用数据文件夹：{error.strerror}（{error.filename}）。请换一个文件夹（--data）。"
        case OperationalError():
            return f"数据库打不开：{error.orig}。请检查 BANGBAN_DATABASE 或 --data。"
        case _:
            return ""


def stop(words: str) -> NoReturn:
    print(words, file=sys.stderr)
    raise SystemExit(1)


class Discreet(logging.Formatter):
    """One JSON line a record. Of an error only its kind and places: its message may hold what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {"level": record.levelname, "at": record.name, "event": record.getMessage()}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            line |= {"kind": type(error).__name__, "where": [f"{f.filename}:{f.lineno}" for f in frames]}
        return json.dumps(line, ensure_ascii=False)


def configure_logs() -> None:
    """JSON lines on standard error; no personal data is ever passed to a logger."""
    import structlog

    handler = logging.StreamHandler()
    handler.setFormatter(Discreet())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


if __name__ == "__main__":
    main()
