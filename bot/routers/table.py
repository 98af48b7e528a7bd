"""Who handles what, as tables: a tap by the prefix of its data, all else by the place of the conversation."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from aiogram.filters.callback_data import CallbackData

from bot.storage import Kind
from bot.turn import Turn

D = TypeVar("D", bound=CallbackData)
TapHandler = Callable[[Turn, Any], Awaitable[None]]
TextHandler = Callable[[Turn, str], Awaitable[None]]
PlaceHandler = Callable[[Turn], Awaitable[None]]

TAPS: dict[str, tuple[type[CallbackData], TapHandler]] = {}
TEXTS: dict[Kind, TextHandler] = {}
"""Who understands what is typed."""
PLACES: dict[str, PlaceHandler] = {}
"""What a command, a word or a link leads to."""
HERE: dict[Kind, TextHandler] = {}
"""Who shows the present step once more, as a new message under a sentence."""
BACK: dict[Kind, PlaceHandler] = {}
"""Who goes one step back."""


def on_tap(kind: type[D]) -> Callable[[Callable[[Turn, D], Awaitable[None]]], TapHandler]:
    """Registers the handler of one kind of callback data."""

    def register(handler: Callable[[Turn, D], Awaitable[None]]) -> TapHandler:
        TAPS[kind.__prefix__] = (kind, handler)
        return handler

    return register


def on_text(*kinds: Kind) -> Callable[[TextHandler], TextHandler]:
    def register(handler: TextHandler) -> TextHandler:
        TEXTS.update(dict.fromkeys(kinds, handler))
        return handler

    return register


def on_place(name: str) -> Callable[[PlaceHandler], PlaceHandler]:
    def register(handler: PlaceHandler) -> PlaceHandler:
        PLACES[name] = handler
        return handler

    return register


def on_here(*kinds: Kind) -> Callable[[TextHandler], TextHandler]:
    def register(handler: TextHandler) -> TextHandler:
        HERE.update(dict.fromkeys(kinds, handler))
        return handler

    return register


def on_back(*kinds: Kind) -> Callable[[PlaceHandler], PlaceHandler]:
    def register(handler: PlaceHandler) -> PlaceHandler:
        BACK.update(dict.fromkeys(kinds, handler))
        return handler

    return register
