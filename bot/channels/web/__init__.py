"""The browser chat: an aiogram session, the page a citizen opens, and the log between them."""

from bot.channels.web.app import COOKIE, web_app
from bot.channels.web.bell import Bell
from bot.channels.web.log import CHANNEL, ChatLog
from bot.channels.web.session import WebSession
from bot.channels.web.telegram_shapes import TOKEN

__all__ = ["CHANNEL", "COOKIE", "TOKEN", "Bell", "ChatLog", "WebSession", "web_app"]
