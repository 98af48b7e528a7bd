"""A file an officer uploads at the console, ready to be kept."""

from anyio.to_thread import run_sync

from backend.applications.intake_files import CleanFile, clean
from backend.applications.scanning import looked_at
from backend.core.console.desk import Desk
from backend.core.console.uploads import Upload
from backend.core.scanner import Scanner


async def opened(desk: Desk, upload: Upload, *, picture_only: bool = False) -> CleanFile:
    """Written anew like whatever people send, and shown to the scanner as it came. Raises what :func:`clean` raises."""
    services = desk.work.services
    upload.file.seek(0)
    content, limit = upload.file.read(), services.settings.file_limit
    return await run_sync(_opened, services.scanner, content, upload.name, limit, picture_only)


def _opened(scanner: Scanner | None, content: bytes, name: str, limit: int, picture_only: bool) -> CleanFile:
    return looked_at(scanner, clean(content, name, limit, picture_only=picture_only), content)
