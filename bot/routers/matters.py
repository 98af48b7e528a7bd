"""What a turn is about, for who asks on what it rests (依据是什么): by the button that was tapped or the place gone to."""

from typing import Any, Final

from aiogram.filters.callback_data import CallbackData

from bot.callbacks import (
    Acting,
    Agree,
    Area,
    Case,
    Complain,
    ComplaintPage,
    Course,
    Event,
    Go,
    Here,
    Invited,
    Post,
    Quiet,
    Register,
    Related,
    Seek,
    Tell,
    Topic,
    Voucher,
)

OF_PLACES: Final = {
    "register": "register",
    "jobs": "jobs",
    "jobs_family": "jobs",
    "jobs_everywhere": "jobs",
    "survey": "survey",
    "courses": "courses",
    "vouchers": "vouchers",
    "activities": "activities",
    "places": "activities",
    "complain": "complaint",
    "notice": "register",
    "status": "case",
    "mandates": "none:mandates",
    "topics": "news",
    "quiet": "none:settings",
    "language": "none:settings",
    "city": "none:settings",
    "disagree": "none:remedy",
    "privacy": "none:own_data",
    "delete": "none:own_data",
    "copy": "none:own_data",
}
"""Places that say something about the person. ``none:`` is what no article of these documents is about."""
OF_TAPS: Final[dict[type[CallbackData], str]] = {
    Seek: "jobs",
    Here: "jobs",
    Post: "jobs",
    Event: "activities",
    Course: "courses",
    Voucher: "vouchers",
    Tell: "survey",
    Complain: "complaint",
    ComplaintPage: "complaint",
    Invited: "invitation",
    Acting: "none:mandates",
    Related: "none:mandates",
    Topic: "news",
    Agree: "news",
    Area: "none:settings",
    Quiet: "none:settings",
}
TURNED_DOWN: Final = "unfit"


def of_tap(data: Any) -> str:
    """The matter of a button; empty for one that goes on with what was spoken of."""
    match data:
        case Go(to=place):
            return OF_PLACES.get(place, "")
        case Case(act="ask_withdraw" | "withdraw"):
            return "none:withdraw"
        case Case(id=id):
            return f"case:{id}"
        case Register(act="ask" | "leave", policy=policy):
            return f"leave:{policy}"
        case Register(act=act, policy=policy):
            return f"{'object' if act == 'object' else 'register'}:{policy}"
        case Post(act=act) if act == TURNED_DOWN:
            return "refusal"
        case _:
            return OF_TAPS.get(type(data), "")
