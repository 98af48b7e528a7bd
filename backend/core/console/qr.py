"""QR codes on the pages of the console."""

import segno


def qr(link: str) -> str:
    """A ``data:`` address of the QR code of a link."""
    return segno.make(link, error="m", micro=False).png_data_uri(scale=4, border=4)
