"""A list that comes from an officer's desk: its beginning is read before it is kept, sealed, for one purpose."""

import tempfile
from pathlib import Path

from anyio.to_thread import run_sync

from backend.core.console import Desk
from backend.core.problems import Problem
from backend.finding import lists
from backend.finding.models import FINDING
from backend.finding.preview import look_at


async def keep_upload(desk: Desk, purpose: str = FINDING) -> lists.Kept:
    """Keeps the file of the form for the policy it names.

    Raises 422 ``upload.missing``, and what :func:`lists.policies_for`, :func:`look_at` and :func:`lists.keep` raise.
    """
    pack = desk.form.text("pack", 60)
    policies = await desk.read(lists.policies_for, pack)
    upload, services = desk.form.upload, desk.work.services
    if upload is None:
        raise Problem("upload.missing", 422)
    with tempfile.TemporaryDirectory(dir=services.settings.data) as folder:
        path = Path(folder) / f"list{Path(upload.name).suffix.lower()}"
        await upload.save(path)
        preview = await run_sync(look_at, path, policies)
        file_id = await run_sync(services.files.put_from, path)
    return await desk.once(lists.keep, pack, upload.name, file_id, preview.as_json(), purpose)
