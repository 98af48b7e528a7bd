"""What the house stands on is tested on both databases."""

from tests.backend.databases import settings as settings
