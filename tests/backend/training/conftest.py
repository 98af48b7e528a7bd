"""Officers, one recognised person, and citizens at their chats."""

from tests.backend.assistance.recognised import guangzhou as guangzhou
from tests.backend.assistance.recognised import number as number
from tests.backend.assistance.recognised import recognise as recognise
