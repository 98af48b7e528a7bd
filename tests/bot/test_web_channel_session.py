"""The browser chat as aiogram sees it: ten methods, the same refusals as Telegram, messages that can be edited."""

import io

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.dialect import DIALECT, DialectSession
from bot.channels.web import TOKEN, Bell, WebSession
from bot.channels.web.log import faces
from bot.client import BackendDown
from bot.picture import BackendPicture, Drawing
from contract.channel import AppendChatEvent, ChatEvent, Picture
from tests.bot.memory_log import MemoryLog

TEN = {
    "SendMessage",
    "EditMessageText",
    "EditMessageReplyMarkup",
    "DeleteMessage",
    "AnswerCallbackQuery",
    "SendDocument",
    "SendPhoto",
    "SendChatAction",
    "GetFile",
    "GetMe",
}
YES_NO = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="是", callback_data="y"),
            InlineKeyboardButton(text="否", callback_data="n"),
        ]
    ]
)


class Room:
    """One open chat: the log, the bot, and what the page would draw."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.bell = Bell()
        self.bot = Bot(
            TOKEN, WebSession(self.log, self.bell), default=DefaultBotProperties(parse_mode="HTML")
        )
        self.chat = 0

    async def open(self) -> "Room":
        self.chat = (await self.log.open_chat()).chat_id
        return self

    def drawn(self) -> list[dict]:  # type: ignore[type-arg]
        return [face.body for face in faces(self.log.events[self.chat]).values()]


@pytest.fixture
async def room() -> Room:
    return await Room().open()


def test_the_dialect_has_ten_methods_and_every_one_is_carried_out() -> None:
    assert {method.__name__ for method in DIALECT} == TEN
    assert issubclass(WebSession, DialectSession)
    assert not WebSession.__abstractmethods__


@pytest.mark.parametrize(
    "call",
    [
        lambda bot, chat: bot.send_dice(chat),
        lambda bot, chat: bot.send_photo(chat, BufferedInputFile(b"x", "x.jpg")),
        lambda bot, _: bot.get_updates(),
        lambda bot, _: bot.set_my_commands([]),
    ],
)
async def test_every_other_method_is_refused_aloud(room: Room, call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TelegramBadRequest, match="outside the chat dialect"):
        await call(room.bot, room.chat)
    assert room.drawn() == []


async def test_the_bots_default_markup_is_resolved_into_entities(room: Room) -> None:
    sent = await room.bot.send_message(room.chat, "<b>您好</b>，𠮷永强 &lt;1&gt;")
    assert sent.text == "您好，𠮷永强 <1>"
    assert room.drawn() == [
        {
            "text": "您好，𠮷永强 <1>",
            "entities": [{"type": "bold", "offset": 0, "length": 2}],
            "keyboard": [],
        }
    ]
    assert sent.html_text == "<b>您好</b>，𠮷永强 &lt;1&gt;"


async def test_without_a_parse_mode_markup_is_just_text(room: Room) -> None:
    await room.bot.send_message(room.chat, "<b>x</b> *y*", parse_mode=None)
    assert room.drawn()[0]["text"] == "<b>x</b> *y*"


async def test_a_returned_message_can_be_edited_and_loses_its_buttons_as_on_telegram(room: Room) -> None:
    sent = await room.bot.send_message(room.chat, "您有失业登记吗？", reply_markup=YES_NO)
    edited = await sent.edit_text("✔ 是")
    assert not isinstance(edited, bool)
    assert (edited.message_id, edited.text, edited.reply_markup) == (sent.message_id, "✔ 是", None)
    assert room.drawn() == [{"text": "✔ 是", "entities": [], "keyboard": []}]


async def test_buttons_can_be_taken_away_alone_and_messages_deleted(room: Room) -> None:
    sent = await room.bot.send_message(room.chat, "问题", reply_markup=YES_NO)
    bare = await sent.edit_reply_markup(reply_markup=None)
    assert not isinstance(bare, bool)
    assert (bare.text, bare.reply_markup) == ("问题", None)
    assert await sent.delete()
    assert room.drawn() == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  ", "message text is empty"),
        ("字" * 4097, "message is too long"),
        ("𠮷" * 2049, "message is too long"),
        ("<b>没有关", "can't parse entities"),
        ("3 < 4", "can't parse entities"),
        ('<a href="javascript:alert(1)">x</a>', "can't parse entities"),
        ("<script>x</script>", "unsupported start tag"),
    ],
)
async def test_what_telegram_refuses_is_refused_here_too(room: Room, text: str, why: str) -> None:
    with pytest.raises(TelegramBadRequest, match=why):
        await room.bot.send_message(room.chat, text)
    assert room.drawn() == []


async def test_callback_data_is_at_most_64_bytes(room: Room) -> None:
    button = InlineKeyboardButton(text="长", callback_data="字" * 22)
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await room.bot.send_message(
            room.chat, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]])
        )


async def test_edits_that_change_nothing_or_miss_are_told_as_telegram_tells_them(room: Room) -> None:
    sent = await room.bot.send_message(room.chat, "一样")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_text("一样")
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await room.bot.edit_message_text("x", chat_id=room.chat, message_id=99)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await room.bot.delete_message(room.chat, 99)


async def test_the_bot_cannot_edit_what_a_person_wrote(room: Room) -> None:
    await room.log.append_chat_event(room.chat, AppendChatEvent(kind="user", body={"text": "我的话"}))
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await room.bot.edit_message_text("x", chat_id=room.chat, message_id=1)


async def test_a_reply_keyboard_means_nothing_where_one_can_always_write(room: Room) -> None:
    await room.bot.send_message(room.chat, "请写电话", reply_markup=ReplyKeyboardRemove())
    assert room.drawn()[0]["keyboard"] == []


async def test_a_document_is_kept_and_can_be_downloaded_again(room: Room) -> None:
    file = BufferedInputFile(b"%PDF-1.7 " + b"x" * 200_000, "材料清单.pdf")
    sent = await room.bot.send_document(room.chat, file, caption="<b>清单</b>", reply_markup=YES_NO)
    body = room.drawn()[0]
    assert body["text"] == "清单"
    assert body["document"] == {
        "file_id": body["document"]["file_id"],
        "name": "材料清单.pdf",
        "media_type": "application/pdf",
        "size": 200_009,
    }
    assert sent.document is not None
    back = await room.bot.download(sent.document)
    assert isinstance(back, io.BytesIO)
    assert back.read() == b"%PDF-1.7 " + b"x" * 200_000


@pytest.mark.parametrize("file_id", ["", "abc", "x.y", "1."])
async def test_a_file_id_of_another_channel_is_refused(room: Room, file_id: str) -> None:
    with pytest.raises(TelegramBadRequest, match="wrong file_id"):
        await room.bot.get_file(file_id)


async def test_a_file_of_another_chat_is_not_handed_out(room: Room) -> None:
    sent = await room.bot.send_document(room.chat, BufferedInputFile(b"secret", "a.pdf"))
    assert sent.document is not None
    stored = sent.document.file_id.partition(".")[2]
    with pytest.raises(TelegramBadRequest, match="not kept"):
        await room.bot.download(f"{room.chat + 1}.{stored}")


async def test_toasts_and_typing_reach_open_pages_and_are_not_kept(room: Room) -> None:
    with room.bell.listen(room.chat) as ear, room.bell.listen(room.chat + 1) as other:
        await room.bot.send_chat_action(room.chat, "typing")
        await room.bot.answer_callback_query(f"{room.chat}:77", text="已收到", show_alert=True)
        assert ear.take() == [
            {"kind": "typing"},
            {"kind": "answer", "text": "已收到", "alert": True},
        ]
        assert other.take() == []
    assert room.log.events[room.chat] == []


async def test_a_tap_of_another_channel_is_too_old(room: Room) -> None:
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await room.bot.answer_callback_query("4382bfdwdsb323b2d9")


async def test_the_bot_knows_itself(room: Room) -> None:
    me = await room.bot.get_me()
    assert (me.id, me.first_name, me.is_bot) == (900, "帮办", True)
    assert room.bot.id == 900


async def test_a_backend_that_does_not_answer_is_a_broken_line(room: Room, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    async def down(*_args: object, **_more: object) -> ChatEvent:
        raise BackendDown("no answer")

    monkeypatch.setattr(room.log, "append_chat_event", down)
    with pytest.raises(TelegramNetworkError):
        await room.bot.send_message(room.chat, "您好")


def test_the_dialect_lists_bot_api_methods_only() -> None:
    assert all(issubclass(method, TelegramMethod) for method in DIALECT)


async def test_a_drawing_of_our_own_is_shown_by_its_name_with_its_words(room: Room) -> None:
    await room.bot.send_photo(room.chat, Drawing("id_card", "两张卡片"), caption="这样拍。")
    (body,) = room.drawn()
    assert (body["picture"], body["text"]) == ({"drawing": "id_card", "alt": "两张卡片"}, "这样拍。")


async def test_a_picture_of_the_backend_is_shown_by_its_id_with_its_words(room: Room) -> None:
    picture = BackendPicture(None, Picture(id="a" * 32, alt="招聘会海报"))  # type: ignore[arg-type]
    sent = await room.bot.send_photo(room.chat, picture, caption="下周有<b>招聘会</b>。")
    (body,) = room.drawn()
    assert body["picture"] == {"id": "a" * 32, "alt": "招聘会海报"}
    assert (body["text"], sent.caption, sent.photo) == ("下周有招聘会。", "下周有招聘会。", None)
    with pytest.raises(TelegramBadRequest):
        await room.bot.send_photo(room.chat, "AgADsomebody-elses")
