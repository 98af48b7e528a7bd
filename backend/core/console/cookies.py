"""The console's cookies, all ``HttpOnly`` and for this site only; none holds personal data."""

from fastapi import Request
from fastapi.responses import Response

from contract.base import DEFAULT_LANGUAGE, LANGUAGES

SESSION, GUARD, LANGUAGE, TEXT = "bangban_staff", "bangban_guard", "bangban_language", "bangban_text"
KEYS = "bangban_keys"
TEXT_SIZES = ("normal", "large", "largest")
YEAR = 365 * 24 * 3600


def session_token(request: Request, secure: bool) -> str:
    return request.cookies.get(_name(SESSION, secure), "")


def keep_session(response: Response, token: str, secure: bool) -> None:
    """The session cookie; it ends with the browser, the server ends it earlier."""
    response.set_cookie(_name(SESSION, secure), token, httponly=True, secure=secure, samesite="lax", path="/")


def drop_session(response: Response, secure: bool) -> None:
    response.delete_cookie(_name(SESSION, secure), httponly=True, secure=secure, samesite="lax", path="/")


def guard(request: Request) -> str:
    return request.cookies.get(GUARD, "")


def keep_guard(response: Response, token: str, secure: bool) -> None:
    """Ties the forms of someone who is not signed in yet to this browser."""
    response.set_cookie(GUARD, token, httponly=True, secure=secure, samesite="strict", path="/staff")


def language(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else ""


def asked_language(request: Request) -> str:
    """What the browser prefers, for those who have not chosen."""
    return "en" if request.headers.get("accept-language", "").startswith("en") else DEFAULT_LANGUAGE


def text_size(request: Request) -> str:
    chosen = request.cookies.get(TEXT, "")
    return chosen if chosen in TEXT_SIZES else "normal"


def keys(request: Request) -> str:
    """Whether single keys act: ``on``, or ``off`` once the officer said so (WCAG 2.1.4)."""
    return "off" if request.cookies.get(KEYS) == "off" else "on"


def keep_choice(response: Response, name: str, value: str, secure: bool) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, httponly=True, secure=secure, samesite="lax", path="/staff"
    )


def here(request: Request) -> str:
    """The path and query of this request, to come back to."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def local_path(path: str) -> str:
    """A path inside the console, or its home: nobody is sent to another site."""
    safe = path == "/staff" or path.startswith("/staff/")
    return path if safe and "\\" not in path and "//" not in path and path.isprintable() else "/staff/"


def _name(name: str, secure: bool) -> str:
    return f"__Host-{name}" if secure else name
