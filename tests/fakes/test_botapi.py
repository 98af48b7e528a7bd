"""The fake is held to the real server's behaviour by a real aiogram."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MenuButtonCommands,
    Message,
    ReplyKeyboardMarkup,
)
from aiohttp import web

from tests import papers
from tests.chat import BotApiDoor, Chat, NotSeen
from tests.fakes.botapi import FakeBotApi
from tests.fakes.control import Attachment, own_process
from tests.fakes.webhook import SECRET_HEADER
from tests.people import ABDULLA, JI_YONGQIANG, LI_JIANGUO, WANG_XIUYING

WANG = WANG_XIUYING.chat_id


@pytest.fixture
async def fake() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(ladder_unit=0.01) as server:
        await server.control.do("settle", chat_ids=[WANG])
        yield server


@pytest.fixture
async def bot(fake: FakeBotApi) -> AsyncIterator[Bot]:
    bot = bot_on(fake.url, fake.token)
    yield bot
    await bot.session.close()


class LoopbackSession(AiohttpSession):
    """Closes at once: the quarter of a second its parent waits is for TLS."""

    async def close(self) -> None:
        if self._session:
            await self._session.close()


def bot_on(url: str, token: str) -> Bot:
    return Bot(token, session=LoopbackSession(api=TelegramAPIServer.from_base(url)))


def keys(*pairs: tuple[str, str]) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=text, callback_data=data) for text, data in pairs]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def test_a_bot_introduces_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert me.is_bot
    assert me.id == 42


async def test_an_unknown_token_is_unauthorized(fake: FakeBotApi) -> None:
    stranger = bot_on(fake.url, "43:stranger")
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    await stranger.session.close()


async def test_a_revoked_token_stops_working_and_works_again(fake: FakeBotApi, bot: Bot) -> None:
    await fake.control.do("revoke")
    with pytest.raises(TelegramUnauthorizedError):
        await bot.send_message(WANG, "您好")
    await fake.control.do("revoke", revoked=False)
    await bot.send_message(WANG, "您好")
    assert [request.outcome for request in await fake.control.requests()] == ["401 Unauthorized", "ok"]


async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    with pytest.raises(TelegramNotFound):
        await bot.send_dice(WANG)


# --- updates by polling


async def test_updates_stay_until_a_later_offset_confirms_them(fake: FakeBotApi, bot: Bot) -> None:
    for text in ("一", "二", "三"):
        await fake.control.say(WANG, text)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["一", "二"]
    again = await bot.get_updates(offset=first[0].update_id)
    assert [update.update_id for update in again][:2] == [update.update_id for update in first]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest if update.message] == ["三"]
    assert (await fake.control.state())["confirmed"] == 2


async def test_a_negative_offset_keeps_the_last_updates_only(fake: FakeBotApi, bot: Bot) -> None:
    for text in ("一", "二", "三"):
        await fake.control.say(WANG, text)
    kept = await bot.get_updates(offset=-1)
    assert [update.message.text for update in kept if update.message] == ["三"]


async def test_a_repeated_offset_is_slowed_to_one_update(fake: FakeBotApi, bot: Bot) -> None:
    await fake.control.say(WANG, "一")
    await fake.control.say(WANG, "二")
    assert len(await bot.get_updates(offset=5)) == 2
    assert len(await bot.get_updates(offset=5)) == 1


async def test_a_long_poll_ends_as_soon_as_someone_writes(fake: FakeBotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    await fake.control.say(WANG, "在吗")
    updates = await asyncio.wait_for(poll, 2)
    assert len(updates) == 1


async def test_the_earlier_of_two_pollers_fails_with_a_conflict(fake: FakeBotApi, bot: Bot) -> None:
    earlier = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    later = asyncio.create_task(bot.get_updates(offset=1, timeout=30))
    with pytest.raises(TelegramConflictError, match="other getUpdates"):
        await earlier
    await fake.control.say(WANG, "在吗")
    assert len(await later) == 1


async def test_a_poller_that_dies_in_its_poll_loses_nothing(fake: FakeBotApi, bot: Bot) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", fake.port)
    writer.write(f"GET /bot{fake.token}/getUpdates?timeout=30 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.transport.abort()
    await fake.control.say(WANG, "在吗")
    assert len(await bot.get_updates(timeout=3)) == 1


async def test_only_subscribed_types_arrive(fake: FakeBotApi, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await fake.control.say(WANG, "在吗")
    await fake.control.tap(WANG, 1, "yes")
    updates = await bot.get_updates(offset=1)
    assert [update.event_type for update in updates] == ["callback_query"]


async def test_taps_vanish_after_150_seconds_and_texts_after_a_day(fake: FakeBotApi, bot: Bot) -> None:
    await fake.control.tap(WANG, 1, "yes")
    await fake.control.say(WANG, "在吗")
    await fake.control.do("advance", seconds=151)
    assert [update.event_type for update in await bot.get_updates()] == ["message"]
    await fake.control.do("advance", seconds=24 * 3600)
    assert await bot.get_updates(offset=1) == []


async def test_update_ids_may_start_lower_and_repeat(fake: FakeBotApi, bot: Bot) -> None:
    await fake.control.do("number_from", update_id=10)
    ids = await fake.control.push(*[{"update_id": 7, "message": {}}] * 2)
    assert ids == [7, 7]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{fake.url}/bot{bot.token}/getUpdates") as raw,
    ):
        assert [update["update_id"] for update in (await raw.json())["result"]] == [7, 7]


async def test_a_dispatcher_holds_a_conversation(fake: FakeBotApi, bot: Bot) -> None:
    """Real polling, a real dispatcher, the driver of the journeys: says, taps, sees."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def greet(message: Message) -> None:
        await message.answer(
            "<b>您好</b>，要开始吗？", parse_mode="HTML", reply_markup=keys(("开始自测", "go"))
        )

    @dispatcher.callback_query()
    async def start(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("您多大年纪？")
        await query.answer("好的")

    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    chat = Chat(ABDULLA, BotApiDoor(fake.control, ABDULLA))
    await chat.says("/start")
    await chat.sees("您好，要开始吗？")
    await chat.taps("自测")
    await chat.sees("多大年纪", "好的")
    assert chat.screen.text == "您多大年纪？"
    assert chat.screen.buttons == ()
    assert "阿卜杜拉·买买提：/start" in chat.transcript
    with pytest.raises(NotSeen, match=r"没有等到「再见」[^$]*帮办（改）：您多大年纪？"):
        await chat.sees("再见", within=0.05)
    await dispatcher.stop_polling()
    await polling


# --- what the bot sends


async def test_html_becomes_text_and_entities(bot: Bot) -> None:
    sent = await bot.send_message(
        WANG, " 𠮷 <b>第一条</b> &lt;b&gt; <a href='http://a/?x&amp;y'>看</a>\n", parse_mode="HTML"
    )
    assert sent.text == "𠮷 第一条 <b> 看"
    assert sent.entities is not None
    assert [entity.extract_from(sent.text) for entity in sent.entities] == ["第一条", "看"]
    assert sent.entities[1].url == "http://a/?x&y"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("张<b>三", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("您<3", "Unclosed start tag at byte offset 3"),
    ],
)
async def test_broken_html_is_refused(bot: Bot, source: str, words: str) -> None:
    with pytest.raises(TelegramBadRequest, match="can't parse entities") as caught:
        await bot.send_message(WANG, source, parse_mode="HTML")
    assert words in caught.value.message


async def test_length_counts_utf16_units_after_parsing(bot: Bot) -> None:
    await bot.send_message(WANG, "<b>" + "𠮷" * 2048 + "</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(WANG, "𠮷" * 2048 + "。")


async def test_empty_text_and_bad_buttons_are_refused(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(WANG, "<b> </b>", parse_mode="HTML")
    await bot.send_message(WANG, "好", reply_markup=keys(("好", "数" * 21 + "x")))
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await bot.send_message(WANG, "好", reply_markup=keys(("好", "数" * 22)))


async def test_a_stranger_cannot_be_written_to(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(999, "您好")


async def test_blocking_refuses_messages_until_the_person_writes_again(fake: FakeBotApi, bot: Bot) -> None:
    await fake.control.do("block", chat_id=WANG)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(WANG, "您好")
    await fake.control.say(WANG, "/start")
    await bot.send_message(WANG, "您好")
    members = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [member.new_chat_member.status for member in members] == ["kicked", "member"]


async def test_edits_have_their_three_refusals(fake: FakeBotApi, bot: Bot) -> None:
    sent = await bot.send_message(WANG, "一", reply_markup=keys(("好", "a")))
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_text("一", reply_markup=keys(("好", "a")))
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("二", chat_id=WANG, message_id=999)
    await fake.control.say(WANG, "三")
    with pytest.raises(TelegramBadRequest, match="can't be edited"):
        await bot.edit_message_text("二", chat_id=WANG, message_id=sent.message_id + 1)
    edited = await sent.edit_reply_markup()
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_reply_markup()


async def test_a_deleted_message_is_inaccessible_to_a_late_tap(fake: FakeBotApi, bot: Bot) -> None:
    sent = await bot.send_message(WANG, "一", reply_markup=keys(("好", "a")))
    assert await sent.delete()
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await sent.delete()
    await fake.control.tap(WANG, sent.message_id, "a")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert isinstance(query.message, InaccessibleMessage)


async def test_a_tap_can_be_answered_for_150_seconds(fake: FakeBotApi, bot: Bot) -> None:
    first, second = await fake.control.tap(WANG, 1, "yes", times=2)
    assert await bot.answer_callback_query(first, "好的")
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(second, "好" * 201)
    await fake.control.do("advance", seconds=151)
    for query_id in (second, "unknown"):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot.answer_callback_query(query_id)


async def test_the_reply_keyboard_is_said_aloud_and_a_contact_shared(fake: FakeBotApi, bot: Bot) -> None:
    rows = [[KeyboardButton(text="菜单"), KeyboardButton(text="发送手机号", request_contact=True)]]
    chat = Chat(WANG_XIUYING, BotApiDoor(fake.control, WANG_XIUYING))
    await bot.send_message(WANG, "请选择", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    await chat.taps("菜单")
    await chat.taps("发送手机号")
    said, shared = await bot.get_updates()
    assert said.message is not None
    assert said.message.text == "菜单"
    assert shared.message is not None
    assert shared.message.contact is not None
    assert shared.message.contact.phone_number == WANG_XIUYING.phone


async def test_profile_settings_are_checked_and_kept(fake: FakeBotApi, bot: Bot) -> None:
    assert await bot.set_my_commands([BotCommand(command="status", description="进度")], language_code="zh")
    assert await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert await bot.set_my_description("就业援助")
    assert await bot.set_my_short_description("就业援助")
    assert await bot.send_chat_action(WANG, "typing")
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="进度", description="进度")])
    with pytest.raises(TelegramBadRequest, match="too long"):
        await bot.set_my_short_description("长" * 121)
    assert (await fake.control.state())["settings"]["commands:zh"][0]["command"] == "status"


# --- files


async def test_a_document_reaches_the_person_and_travels_again_by_its_id(fake: FakeBotApi, bot: Bot) -> None:
    chat = Chat(WANG_XIUYING, BotApiDoor(fake.control, WANG_XIUYING))
    form = papers.pdf("认定申请表")
    sent = await bot.send_document(WANG, BufferedInputFile(form, "认定申请表.pdf"), caption="请查收")
    received = await chat.sees("请查收")
    assert received.file_name == "认定申请表.pdf"
    assert await chat.opens(received) == form
    assert sent.document is not None
    again = await bot.send_document(WANG, sent.document.file_id)
    assert again.document == sent.document


async def test_a_photo_must_be_one(bot: Bot) -> None:
    sent = await bot.send_photo(WANG, BufferedInputFile(papers.jpeg(), "a.jpg"))
    assert sent.photo is not None
    assert (sent.photo[-1].width, sent.photo[-1].height) == (900, 1200)
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(WANG, BufferedInputFile(papers.program(), "a.jpg"))


async def test_an_album_arrives_as_updates_of_one_group_and_downloads(fake: FakeBotApi, bot: Bot) -> None:
    photos = [papers.jpeg("身份证", str(number)) for number in range(3)]
    await Chat(JI_YONGQIANG, BotApiDoor(fake.control, JI_YONGQIANG)).sends_album(photos, caption="我的证件")
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["我的证件", None, None]
    assert messages[1].photo is not None
    downloaded = await bot.download(messages[1].photo[-1])
    assert downloaded is not None
    assert downloaded.read() == photos[1]


async def test_a_file_over_twenty_megabytes_cannot_be_fetched(fake: FakeBotApi, bot: Bot) -> None:
    huge = Attachment("录像.mp4", b"x", size=papers.OVER_THE_LIMIT)
    await fake.control.send(WANG, [huge])
    message = (await bot.get_updates())[0].message
    assert message is not None
    assert message.document is not None
    assert message.document.file_size == papers.OVER_THE_LIMIT
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(message.document.file_id)


# --- faults


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("429", TelegramRetryAfter),
        ("500", TelegramServerError),
        ("502html", ClientDecodeError),
        ("403", TelegramForbiddenError),
        ("deactivated", TelegramForbiddenError),
        ("400chat", TelegramBadRequest),
        ("migrate", TelegramMigrateToChat),
        ("drop_before", TelegramNetworkError),
    ],
)
async def test_a_fault_before_the_effect_leaves_nothing_on_the_screen(
    fake: FakeBotApi, bot: Bot, kind: str, error: type[Exception]
) -> None:
    await fake.control.fault(kind, "sendMessage", times=2)
    for _ in range(2):
        with pytest.raises(error):
            await bot.send_message(WANG, "您好")
    assert await fake.control.journal() == []
    await bot.send_message(WANG, "您好")
    outcomes = [request.outcome for request in await fake.control.requests()]
    assert outcomes == [kind, kind, "ok"]


@pytest.mark.parametrize("kind", ["hang_after", "drop_after"])
async def test_a_fault_after_the_effect_is_seen_by_the_person_only(
    fake: FakeBotApi, bot: Bot, kind: str
) -> None:
    await fake.control.fault(kind, "sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(WANG, "您好", request_timeout=1)
    assert [entry["text"] for entry in await fake.control.journal()] == ["您好"]


async def test_a_fault_hits_one_chat_every_second_time(fake: FakeBotApi, bot: Bot) -> None:
    await fake.control.do("settle", chat_ids=[LI_JIANGUO.chat_id])
    await fake.control.fault("429", chat_id=WANG, times=None, every=2, retry_after=60)
    await bot.send_message(LI_JIANGUO.chat_id, "您好")
    await bot.send_message(WANG, "您好")
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(WANG, "您好")
    assert caught.value.retry_after == 60
    await fake.control.do("clear_faults")
    await bot.send_message(WANG, "您好")
    await bot.send_message(WANG, "您好")


async def test_a_mistaken_order_is_told(fake: FakeBotApi) -> None:
    with pytest.raises(ValueError, match="unknown fault '418'"):
        await fake.control.fault("418")


async def test_rates_are_enforced_when_asked(fake: FakeBotApi, bot: Bot) -> None:
    await fake.control.do("limit", chat=1)
    await bot.send_message(WANG, "一")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(WANG, "二")


# --- webhook


class Receiver:
    """A webhook that answers with the given statuses, then 200; 503 while `down`."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.down: Callable[[], bool] = lambda: False
        self.got: list[tuple[str | None, str]] = []
        self.reply: dict[str, object] | None = None
        self.news = asyncio.Event()

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        kind = next(key for key in update if key != "update_id")
        self.got.append((request.headers.get(SECRET_HEADER), update[kind].get("text", kind)))
        self.news.set()
        if self.statuses or self.down():
            status = self.statuses.pop(0) if self.statuses else 503
            return web.Response(status=status, headers={"Retry-After": "1"})
        return web.json_response(self.reply) if self.reply else web.Response()

    async def until(self, text: str) -> None:
        """Wait for the update with this text."""
        while text not in [got for _, got in self.got]:
            self.news.clear()
            await self.news.wait()

    async def serve(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_post("/hook", self.receive)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/hook"


async def test_a_webhook_gets_what_waited_with_its_secret_and_is_tried_again(
    fake: FakeBotApi, bot: Bot
) -> None:
    receiver = Receiver(503, 500)
    runner, url = await receiver.serve()
    await fake.control.say(WANG, "一")
    await fake.control.say(WANG, "二")
    await bot.set_webhook(url, secret_token="s-1", allowed_updates=["message"])
    await asyncio.wait_for(receiver.until("二"), 5)
    assert receiver.got == [("s-1", "一"), ("s-1", "一"), ("s-1", "一"), ("s-1", "二")]
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    while (info := await bot.get_webhook_info()).pending_update_count:
        await asyncio.sleep(0.01)
    assert info.url == url
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    await bot.delete_webhook()
    assert await bot.get_updates() == []
    await runner.cleanup()


async def test_a_tap_overtakes_a_text_of_the_same_person_that_is_tried_again(
    fake: FakeBotApi, bot: Bot
) -> None:
    receiver = Receiver()
    receiver.down = lambda: (None, "callback_query") not in receiver.got
    runner, url = await receiver.serve()
    await fake.control.say(WANG, "一")
    await fake.control.say(WANG, "二")
    await fake.control.tap(WANG, 1, "yes")
    await bot.set_webhook(url)
    await asyncio.wait_for(receiver.until("二"), 5)
    order = [text for _, text in receiver.got]
    assert order.index("callback_query") < order.index("二")
    assert set(order[: order.index("callback_query")]) <= {"一"}
    await bot.delete_webhook()
    await runner.cleanup()


async def test_a_webhook_may_answer_with_a_method(fake: FakeBotApi, bot: Bot) -> None:
    receiver = Receiver()
    receiver.reply = {"method": "sendMessage", "chat_id": WANG, "text": "您好"}
    runner, url = await receiver.serve()
    await bot.set_webhook(url)
    chat = Chat(WANG_XIUYING, BotApiDoor(fake.control, WANG_XIUYING))
    await chat.says("/start")
    await chat.sees("您好")
    await bot.delete_webhook()
    await runner.cleanup()


async def test_a_webhook_elsewhere_is_refused(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="only loopback"):
        await bot.set_webhook("https://example.org/hook")
    with pytest.raises(TelegramBadRequest, match="unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:1/", secret_token="geheim!ß")


# --- its own process


async def test_it_runs_as_its_own_process_and_outlives_a_bot() -> None:
    async with own_process() as control:
        await control.say(WANG, "/start")
        for answer in ("一", "二"):
            bot = bot_on(control.url, control.token)
            assert len(await bot.get_updates()) == 1
            await bot.send_message(WANG, answer)
            await bot.session.close()
        seen = await control.journal()
    assert [(entry["kind"], entry["text"]) for entry in seen] == [
        ("said", "/start"),
        ("message", "一"),
        ("message", "二"),
    ]


async def test_it_is_fast_enough_to_be_no_brake() -> None:
    """One keep-alive connection after another; the real rate stands in the benches."""
    async with own_process() as control, aiohttp.ClientSession() as session:
        await control.do("settle", chat_ids=[WANG])
        body = json.dumps({"chat_id": WANG, "text": "您好"})
        url, headers = f"{control.url}/bot{control.token}/sendMessage", {"Content-Type": "application/json"}
        started = time.perf_counter()
        for _ in range(200):
            async with session.post(url, data=body, headers=headers) as response:
                assert response.status == 200
                await response.read()
        assert time.perf_counter() - started < 2
