from __future__ import annotations

import pytest

from backend.policies.catalogue import load_catalogue
from backend.rules import Pack
from backend.rules.catalogue import Catalogue
from tests.policies.golden import POLICIES


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(POLICIES)


@pytest.fixture(scope="session")
def xinyu(catalogue: Catalogue) -> Pack:
    return catalogue.packs["xinyu-2023-82"]


@pytest.fixture(scope="session")
def guangzhou(catalogue: Catalogue) -> Pack:
    return catalogue.packs["guangzhou-2014-4"]
