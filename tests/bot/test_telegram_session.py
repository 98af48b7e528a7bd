"""What the messenger gets: the same words, buttons and files, whichever way they travel."""

import socket
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types.input_file import BufferedInputFile
from pydantic import SecretStr

from bot.channels.telegram import telegram_bot
from bot.sending import ending_of
from bot.settings import BotSettings
from tests.bot.conftest import bot_settings
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING

CHAT = WANG_XIUYING.chat_id
RARE = "阿卜杜拉·买买提 𠮷 👩‍👩‍👧 \u202eabc &amp; 100%+1=101"


@pytest.fixture
async def messenger(telegram: FakeBotApi) -> AsyncIterator[Bot]:
    telegram.account.resident(CHAT)
    bot = telegram_bot(bot_settings(telegram))
    yield bot
    await bot.session.close()


async def test_words_and_buttons_arrive_letter_by_letter(messenger: Bot, telegram: FakeBotApi) -> None:
    button = InlineKeyboardButton(text="是 — 𠮷", callback_data="a:x:y")
    rows = InlineKeyboardMarkup(inline_keyboard=[[button]])
    sent = await messenger.send_message(CHAT, f"<b>您好</b> {RARE}", reply_markup=rows)
    seen = telegram.account.messages[CHAT, sent.message_id]
    assert seen["text"] == f"您好 {RARE}".replace("&amp;", "&")
    assert seen["entities"][0] == {"type": "bold", "offset": 0, "length": 2}
    assert seen["reply_markup"]["inline_keyboard"] == [[{"text": "是 — 𠮷", "callback_data": "a:x:y"}]]


async def test_a_file_arrives_with_its_name_its_caption_and_its_content(
    messenger: Bot, telegram: FakeBotApi
) -> None:
    file = BufferedInputFile("余".encode() * 1000, "材料清单.pdf")
    sent = await messenger.send_document(CHAT, file, caption="<i>您的清单</i>")
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("材料清单.pdf", "您的清单")
    assert await telegram.control.content(sent.document.file_id) == file.data


async def test_where_nobody_listens_surely_nothing_was_delivered() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{taken.getsockname()[1]}"
        bot = telegram_bot(BotSettings(telegram_token=SecretStr("42:x"), telegram_api=nowhere))
        with pytest.raises(TelegramNetworkError) as caught:
            await bot.send_message(CHAT, "您好")
        assert ending_of(caught.value) == "retry"
        await bot.session.close()
