"""The ZIP in which a person gets everything that is held about her."""

import base64
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from backend.applications.official_form import render_form
from backend.applications.own_data import Bundle
from contract.policy import Document

NAME = "我的资料.zip"


def zipped(bundle: Bundle) -> Document:
    """Setting type and packing take a while and need no database."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        # With a mark of its order, so that every editor on every system reads it.
        archive.writestr("我的资料.txt", bundle.words.encode("utf-8-sig"))
        for name, form, template in bundle.forms:
            archive.writestr(name, render_form(form, Path(template)))
        for name, content in bundle.files:
            archive.writestr(name, content)
    return Document(
        filename=NAME,
        media_type="application/zip",
        content_base64=base64.b64encode(packed.getvalue()).decode(),
    )
