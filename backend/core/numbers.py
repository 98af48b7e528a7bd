"""Numbers as people type them: without hyphens, with blanks, in full width, from a telephone's keyboard."""

import re
import unicodedata

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U: a number is read out over the telephone."""
JOINTS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def plain(text: str) -> str:
    """Letters and digits only, in capitals: ``3605－261121—7f3k…`` is ``36052611217F3K…``."""
    return JOINTS.sub("", unicodedata.normalize("NFKC", text)).upper()


def grouped(signs: str, *lengths: int) -> str:
    """The signs with hyphens after groups of these lengths; the beginning of a number stays one."""
    groups = []
    for length in lengths:
        groups.append(signs[:length])
        signs = signs[length:]
    return "-".join(group for group in (*groups, signs) if group)
