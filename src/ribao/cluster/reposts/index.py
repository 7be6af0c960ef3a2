"""Candidates: which of the texts seen so far may be the same, found without comparing with each of them.

Each text leaves its lowest hashes (a bottom-k sketch, as MinHash does: Broder 1997); a text looks up its own. A hash
that more texts hold than ``common`` is boilerplate: it finds nobody and keeps nobody, which bounds the work of one
look-up and the room of one hash, however many texts there are.
"""

from collections import Counter
from itertools import chain

from ribao.cluster.reposts.text import Hashes


class Sketches:
    def __init__(self, common: int) -> None:
        self._common = common
        self._holders: dict[int, list[int]] = {}

    def add(self, number: int, sketch: Hashes) -> None:
        for value in sketch.tolist():
            holders = self._holders.setdefault(value, [])
            if len(holders) <= self._common:
                holders.append(number)

    def near(self, sketch: Hashes, least: int, most: int) -> list[int]:
        """At most ``most`` numbers that share ``least`` hashes or more; those that share most first, the earlier first."""
        known = filter(None, map(self._holders.get, sketch.tolist()))
        counts = Counter(chain.from_iterable(holders for holders in known if len(holders) <= self._common))
        found = [number for number, shared in counts.items() if shared >= least]
        return sorted(found, key=lambda number: (-counts[number], number))[:most]
