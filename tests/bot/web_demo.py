"""A small scripted bot behind the real page, to look at it: ``python -m tests.bot.web_demo [port]``."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import FrameType

import uvicorn
from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.web import TOKEN, Bell, ChatLog, WebSession, web_app
from contract.channel import RawUpdate
from tests.bot.memory_log import MemoryLog

ARTICLE = (
    "第一条　认定范围：（一）4050人员。女性满40周岁、男性满50周岁，城镇户籍，进行了失业登记，"
    "有就业能力和就业愿望，未享受按月领取养老金待遇的失业人员。具体由户籍所在地或常住地街道（乡镇）负责初审，县（区）人社部门负责审核认定。"
)
WELCOME = (
    "<b>您好，我是帮办。</b>\n"
    "我帮您看看：您能不能被认定为<b>就业困难人员</b>，要带哪些材料，怎么申请。\n\n"
    '全程免费，大约需要3分钟。\n电话：<a href="tel:12333">12333</a>'
)
QUESTIONS = [
    ("<b>您的性别？</b>\n认定年龄男女不同，所以要问。", [["女", "男"]]),
    ("<b>您是哪年出生的？</b>\n可以这样写：1980-03-05", []),
    (
        "<b>您的户口在哪里？</b>",
        [["渝水区", "分宜县"], ["高新区", "仙女湖区"], ["不在新余市"], ["为什么问这个", "不清楚"]],
    ),
    (
        "<b>您现在办了失业登记吗？</b>\n登记过，才能申请认定。",
        [["办了", "没办"], ["不清楚"], ["返回", "取消"]],
    ),
]
RESULT = (
    "<b>结果：您可能符合“4050人员”</b>\n"
    "以经办机构审核为准。\n\n"
    "· 年龄：您46岁，要求满40岁\n· 户口：新余市渝水区\n· 失业登记：已办\n"
    f"<blockquote expandable>{ARTICLE}</blockquote>"
    "受理编号：<code>XY-2026-000123</code>"
)


def keys(rows: list[list[str]], prefix: str = "a") -> InlineKeyboardMarkup | None:
    made = [
        [InlineKeyboardButton(text=text, callback_data=f"{prefix}:{text}") for text in row] for row in rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=made) if made else None


def script() -> Dispatcher:
    """Welcome, four questions, a result, a document; anything else is echoed."""
    dispatcher = Dispatcher()
    step: dict[int, int] = {}

    async def ask(message: Message) -> None:
        number = step.get(message.chat.id, 0)
        if number == len(QUESTIONS):
            await message.answer(RESULT, reply_markup=keys([["看材料清单"], ["开始申请", "再测一次"]], "r"))
            return
        text, rows = QUESTIONS[number]
        await message.answer(f"第 {number + 1} 步/共 {len(QUESTIONS)} 步\n{text}", reply_markup=keys(rows))

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        step[message.chat.id] = 0
        await message.answer(
            WELCOME, reply_markup=keys([["开始自测"], ["我的进度", "人工"], ["English"]], "s")
        )

    @dispatcher.callback_query(F.data == "s:English")
    async def english(query: CallbackQuery) -> None:
        await query.message.edit_text(  # type: ignore[union-attr]
            "<b>Hello, this is Bangban.</b>\nI help you find out whether you may be recognised for employment assistance.",
            reply_markup=keys([["Start the self-check"], ["My progress", "A person"]], "s"),
        )
        await query.answer()

    @dispatcher.callback_query(F.data == "r:看材料清单")
    async def document(query: CallbackQuery) -> None:
        await query.bot.send_chat_action(query.from_user.id, "upload_document")  # type: ignore[union-attr]
        await asyncio.sleep(0.3)
        file = BufferedInputFile(b"%PDF-1.4 " + b"x" * 135_000, "材料清单-4050人员.pdf")
        await query.message.answer_document(file, caption="这是您的材料清单，可以保存或打印。")  # type: ignore[union-attr]
        await query.answer("清单已发给您")

    @dispatcher.callback_query(F.data == "s:人工")
    async def human(query: CallbackQuery) -> None:
        await query.answer("工作时间：周一至周五 9:00—17:00\n电话：12333", show_alert=True)

    @dispatcher.callback_query()
    async def answer(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        if query.data and query.data[0] in "sr":
            step[query.message.chat.id] = 0
            await query.message.edit_reply_markup(reply_markup=None)
        else:
            said = (query.data or "").partition(":")[2]
            await query.message.edit_text(f"{query.message.html_text}\n\n✔ {said}")
            step[query.message.chat.id] = step.get(query.message.chat.id, 0) + 1
        await query.answer()
        await ask(query.message)

    @dispatcher.message(F.photo | F.document)
    async def paper(message: Message) -> None:
        await message.answer(
            "收到了，放在<b>居民身份证</b>里。", reply_markup=keys([["换一张", "下一份材料"]])
        )

    @dispatcher.message(F.text)
    async def text(message: Message) -> None:
        number = step.get(message.chat.id, -1)
        if 0 <= number < len(QUESTIONS) and not QUESTIONS[number][1]:
            step[message.chat.id] = number + 1
            await ask(message)
        else:
            await message.answer(f"您写的是：{message.html_text}", reply_markup=keys([["回到自测"]], "s"))

    return dispatcher


class Demo:
    """The page, the session and the script in one process."""

    def __init__(self, log: ChatLog | None = None) -> None:
        self.log = log or MemoryLog()
        self.bell = Bell()
        self.bot = Bot(
            TOKEN, WebSession(self.log, self.bell), default=DefaultBotProperties(parse_mode="HTML")
        )
        self.dispatcher = script()
        self._arrived = asyncio.Event()
        chat = web_app(self.log, self.bell, self._arrived.set)
        self.app = Starlette(routes=[Mount("/chat", chat)])

    async def work(self) -> None:
        """Handles what is stored, in order, for ever."""
        done = 0
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            assert isinstance(self.log, MemoryLog)
            for raw in self.log.updates[done:]:
                done += 1
                await self.handle(raw)

    async def handle(self, raw: RawUpdate) -> None:
        update = Update.model_validate(raw.body, context={"bot": self.bot})
        await self.dispatcher.feed_update(self.bot, update)


class Server(uvicorn.Server):
    """Ends the open streams when it is told to stop, so that it can."""

    def __init__(self, config: uvicorn.Config, bell: Bell) -> None:
        super().__init__(config)
        self._bell = bell

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._bell.close()
        super().handle_exit(sig, frame)

    async def __aenter__(self) -> "Server":
        self._task = asyncio.create_task(self._serve())
        while not self.started:
            await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._bell.close()
        self.should_exit = True
        await self._task

    @property
    def port(self) -> int:
        return int(self.servers[0].sockets[0].getsockname()[1])


@asynccontextmanager
async def demo(port: int = 0) -> AsyncIterator[tuple[Demo, Server]]:
    """The demo on a loopback port; it and its server."""
    made = Demo()
    work = asyncio.create_task(made.work())
    config = uvicorn.Config(made.app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    async with Server(config, made.bell) as server:
        yield made, server
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work


async def main(port: int) -> None:
    async with demo(port) as (_, server):
        print(f"http://127.0.0.1:{server.port}/chat/")
        await server._task


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8123))
