"""The shell of the staff console: layout, words, forms, sessions at the edge, refusals as pages."""

from backend.core.console.desk import (
    Desk,
    Visitor,
    admin,
    anyone_signed_in,
    policy_staff,
    reader,
    reviewer,
    reviewer_with_file,
    visitor,
)
from backend.core.console.form import Form
from backend.core.console.mount import mount_console
from backend.core.console.route import PageRoute

__all__ = [
    "Desk",
    "Form",
    "PageRoute",
    "Visitor",
    "admin",
    "anyone_signed_in",
    "mount_console",
    "policy_staff",
    "reader",
    "reviewer",
    "reviewer_with_file",
    "visitor",
]
