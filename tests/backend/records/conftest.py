"""Recognised persons for the tests of this folder."""

from tests.backend.assistance.recognised import guangzhou as guangzhou
from tests.backend.assistance.recognised import number as number
from tests.backend.assistance.recognised import recognise as recognise
