"""Agglomeration: items into groups by the likeness between groups, nearest first (Sneath and Sokal 1973).

Average link asks that all members of two groups be alike on average; single link lets one odd article glue two
events together. Between them: the sum of likeness is divided by (size × size) to the power ``link``: 1 is average
link, and a little less lets a large story, which is told from many angles, still take one in.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence

Edge = tuple[int, int, float]
_BODY = 3  # items from which a group is told on its own: two such groups need more than a bridge
_SHARE = 1 / 3  # of the items of either group, more must be like some item of the other


def agglomerate(count: int, edges: Iterable[Edge], least: float, link: float) -> list[list[int]]:
    """Groups of the items 0..count-1, each sorted, sorted by first item. Pairs without an edge have likeness 0.

    Deterministic: equal likeness is decided by the lower item numbers. Costs O(E log E) time and O(E) memory.
    """
    near: dict[int, dict[int, float]] = {item: {} for item in range(count)}
    for one, other, likeness in edges:
        near[one][other] = near[other][one] = likeness
    alike = {
        item: frozenset(other for other, likeness in row.items() if likeness >= least) for item, row in near.items()
    }
    groups = {item: [item] for item in range(count)}
    heap = [
        (-sim, one, other) for one, row in near.items() for other, sim in row.items() if one < other and sim >= least
    ]
    heapq.heapify(heap)
    fresh = count
    while heap:
        _, one, other = heapq.heappop(heap)
        if one not in groups or other not in groups:
            continue  # one of them has been merged since
        if not _meet(groups[one], groups[other], alike):
            continue
        groups[fresh] = groups.pop(one) + groups.pop(other)
        near[fresh] = _merged(near, one, other)
        for third, total in near[fresh].items():
            near[third][fresh] = total
            likeness = total / (len(groups[fresh]) * len(groups[third])) ** link
            if likeness >= least:
                heapq.heappush(heap, (-likeness, third, fresh))
        fresh += 1
    return sorted(sorted(group) for group in groups.values())


def _meet(one: Sequence[int], other: Sequence[int], alike: Mapping[int, frozenset[int]]) -> bool:
    """Whether two groups are alike as such, and not only by a headline or two that tell both events."""
    if min(len(one), len(other)) < _BODY:
        return True
    pairs = ((one, frozenset(other)), (other, frozenset(one)))
    return all(sum(not alike[item].isdisjoint(far) for item in near) > _SHARE * len(near) for near, far in pairs)


def _merged(near: dict[int, dict[int, float]], one: int, other: int) -> dict[int, float]:
    """Sums of likeness of the union to each other group; the two are forgotten everywhere."""
    row, second = near.pop(one), near.pop(other)
    for third, total in second.items():
        row[third] = row.get(third, 0.0) + total
    row.pop(one, None)
    row.pop(other, None)
    for third in row:
        near[third].pop(one, None)
        near[third].pop(other, None)
    return row
