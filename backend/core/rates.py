"""How often one address may ask: counted in this process, because it only keeps a public page from being a burden."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

MOST_ADDRESSES: Final = 10_000


class Rate:
    """At most ``most`` times within ``seconds`` for each address; those not heard of for longest are forgotten first."""

    def __init__(self, most: int, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Counts this time, and says whether it is still one of those allowed."""
        now = self._now()
        times = self._asked.setdefault(address, deque())
        self._asked.move_to_end(address)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(self._asked) > MOST_ADDRESSES:
            self._asked.popitem(last=False)
        if len(times) >= self._most:
            return False
        times.append(now)
        return True
