"""Slowing down who guesses: after a few wrong tries, each next one has to wait twice as long."""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from threading import Lock

FREE = 5  # wrong tries without a wait
LONGEST = 900.0  # seconds
MOST = 4096  # callers that are remembered


class Tries:
    """Seconds are those of any clock that only goes forward."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, caller: str, now: float) -> float:
        """Seconds that this caller must still wait; 0: it may try."""
        with self._lock:
            _count, until = self._wrong.get(_place(caller), (0, now))
        return max(0.0, until - now)

    def wrong(self, caller: str, now: float) -> None:
        with self._lock:
            count, _until = self._wrong.pop(_place(caller), (0, 0.0))
            pause = min(LONGEST, 2.0 ** (count + 1 - FREE)) if count + 1 >= FREE else 0.0
            self._wrong[_place(caller)] = (min(count + 1, 1000), now + pause)
            while len(self._wrong) > MOST:
                self._wrong.popitem(last=False)

    def right(self, caller: str) -> None:
        with self._lock:
            self._wrong.pop(_place(caller), None)


def _place(caller: str) -> str:
    """One network of IPv6 is one caller: it has more addresses than anybody can remember."""
    try:
        number = ip_address(caller)
    except ValueError:
        return caller[:100]
    return str(IPv6Address(int(number) >> 64 << 64)) if isinstance(number, IPv6Address) else caller
