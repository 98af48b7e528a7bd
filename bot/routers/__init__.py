"""Thin: an event, a call to the backend, a screen. One aiogram router; our own tables find the handler."""

from aiogram import Router

from bot.routers import (
    activities,
    application,
    cases,
    checking,
    city,
    finding,
    form,
    home,
    jobs,
    mandates,
    papers,
    policy,
    register,
    screening,
    survey,
    topics,
    training,
    uploading,
    where,
)
from bot.routers.dispatch import on_callback, on_message, on_other

ROOMS = (
    home,
    city,
    finding,
    screening,
    application,
    form,
    uploading,
    checking,
    papers,
    cases,
    register,
    jobs,
    where,
    survey,
    policy,
    activities,
    training,
    topics,
    mandates,
)
"""Imported so that their handlers stand in the tables."""


def build_router() -> Router:
    """No filters: aiogram runs synchronous ones in a thread, and one router is fastest."""
    router = Router(name="bangban")
    router.message.register(on_message)
    router.callback_query.register(on_callback)
    router.my_chat_member.register(on_other)
    return router
