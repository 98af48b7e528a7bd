"""Nothing typed is lost when a session ends: the form waits, sealed, until the same person is back.

The sealed form travels in the sign-in page and not through the database: it may be from someone without a session.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from fastapi.responses import Response

from backend.core.console import cookies
from backend.core.console.desk import Visitor
from backend.core.console.form import BY, Form
from backend.core.crypto import Vault

PLACE = "console.resume|1"
KEPT = timedelta(hours=2)


@dataclass(frozen=True)
class Waiting:
    """A form that was not sent: where it goes and what it holds."""

    path: str
    by: int
    """The officer who wrote it: on a shared computer nobody else is shown it."""
    fields: tuple[tuple[str, str], ...]


def ask_to_sign_in(desk: Visitor, form: Form) -> Response:
    """The sign-in page, holding what was being sent."""
    path = desk.request.url.path
    response = desk.page(
        "console/sign_in.html",
        401,
        login="",
        next=path,
        waiting=seal(desk.work.services.vault, path, form, desk.work.clock()),
        refusal=None,
        changed=False,
    )
    cookies.keep_guard(response, desk.csrf, desk.work.services.settings.secure_cookies)
    return response


def seal(vault: Vault, path: str, form: Form, now: datetime) -> str:
    value = {"path": path, "by": form.number(BY), "fields": form.content(), "at": now.isoformat()}
    return base64.urlsafe_b64encode(vault.seal(value, PLACE)).decode()


def unseal(vault: Vault, text: str, now: datetime) -> Waiting | None:
    """The form that waits; None when the text is not ours or too old."""
    try:
        value = vault.open(base64.urlsafe_b64decode(text), PLACE)
    except (binascii.Error, InvalidTag, ValueError, IndexError):
        return None
    if now - datetime.fromisoformat(value["at"]) > KEPT:
        return None
    fields = tuple((name, text) for name, text in value["fields"])
    return Waiting(cookies.local_path(value["path"]), value["by"], fields)
