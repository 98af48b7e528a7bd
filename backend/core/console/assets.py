"""Style sheets and scripts: our own, and Tabler from inside the starlette-admin wheel. No other host, ever."""

import hashlib
from functools import cache
from pathlib import Path

import starlette_admin
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from backend.core.console.headers import protect

OWN = Path(__file__).parent / "static"
TABLER = Path(starlette_admin.__file__).parent / "static" / "css" / "vendor"
FOLDERS = {"static": OWN, "tabler": TABLER}


@cache
def asset(name: str) -> str:
    """The address of ``static/console.css`` or ``tabler/tabler.min.css``, with a mark of its content."""
    folder, _, path = name.partition("/")
    mark = hashlib.sha256((FOLDERS[folder] / path).read_bytes()).hexdigest()[:10]
    return f"/staff/{name}?v={mark}"


class Assets(StaticFiles):
    """Static files; one asked for with its mark may be kept for a year, for it will never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = "public, max-age=31536000, immutable" if b"v=" in scope["query_string"] else "no-cache"
        response.headers["Cache-Control"] = kept
        return protect(response, secure=False)
