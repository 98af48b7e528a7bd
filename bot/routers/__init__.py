"""Thin: an event, a call to the backend, a screen. One aiogram router; our own tables find the handler."""

from aiogram import Router

from bot.routers import (
    activities,
    application,
    cases,
    checking,
    city,
    complaints,
    doubts,
    finding,
    form,
    home,
    jobs,
    mandates,
    papers,
    policy,
    register,
    screening,
    stories,
    survey,
    topics,
    training,
    uploading,
    where,
)
from bot.routers.dispatch import on_callback, on_membership, on_message

ROOMS = (
    home,
    city,
    complaints,
    doubts,
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
    stories,
    topics,
    mandates,
)
"""Imported so that their handlers stand in the tables."""


def build_router() -> Router:
    """No filters: aiogram runs synchronous ones in a thread, and one router is fastest."""
    router = Router(name="bangban")
    router.message.register(on_message)
    router.callback_query.register(on_callback)
    router.my_chat_member.register(on_membership)
    return router
