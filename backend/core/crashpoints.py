"""Named places where a test may make the process die, to prove that nothing is lost there."""

import os

_wanted, _, _count = os.environ.get("CRASHPOINT", "").partition(":")
_left = int(_count or 1)


def crashpoint(name: str) -> None:
    """Does nothing, unless ``CRASHPOINT=name[:n]`` asks the n-th visit to end the process at once."""
    global _left
    if name != _wanted:
        return
    _left -= 1
    if _left <= 0:
        os._exit(137)
