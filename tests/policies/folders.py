"""Folders of policies made for a test: what all share, and the packs that are wanted."""

import shutil
from pathlib import Path

from tests.policies.golden import POLICIES

MADE_UP = Path(__file__).parents[1] / "cities" / "policies"
WUYOU, XINYU = "wuyou-2026-1", "xinyu-2023-82"
COMMON = ("facts.yaml", "retirement.yaml", "divisions.yaml", "calendar.yaml", "synonyms.yaml")


def policies_of(folder: Path, *packs: str) -> Path:
    """A folder of policies with these packs: ours, or the made-up one of 乌有市."""
    folder.mkdir(parents=True)
    for name in COMMON:
        shutil.copy(POLICIES / name, folder / name)
    for pack in packs:
        home = MADE_UP if (MADE_UP / pack).exists() else POLICIES
        shutil.copytree(home / pack, folder / pack)
    return folder
