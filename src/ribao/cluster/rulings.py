"""The owner's rulings, put above what clustering found. Pure and deterministic.

A later ruling wins over an earlier one where they contradict, also by way of a third article (a is b, b is c, and then:
a is not c). So rulings are read from the latest back, and what speaks against those read already is passed over.
What is left decides which articles are inseparable (a block), and which blocks may not meet. Groups are then joined
and cut along blocks: constrained clustering with must-links and cannot-links (Wagstaff et al. 2001).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ribao.types.ruling import Ruling

Closer = Callable[[str, Sequence[str], Sequence[str]], bool]


def stay(_article: str, _larger: Sequence[str], _smaller: Sequence[str]) -> bool:
    """The default :data:`Closer`: an article of which no ruling speaks stays with the larger side."""
    return True


def obey(groups: Iterable[Sequence[str]], rulings: Iterable[Ruling], closer: Closer = stay) -> list[list[str]]:
    """Groups of article ids as clustering found them → as the owner ruled. No article is in two of ``groups``.

    ``closer(article, one, other)``: whether an article that clustering put between two sides which a ruling parts is
    nearer to ``one``, the larger of them. The outcome does not depend on the order of groups or articles; obeying twice
    is obeying once. Groups come back sorted, in the order of their first article.
    """
    blocks = blocks_of(rulings)
    # the largest first: where two groups pull a block to sides that may not meet, the larger has its way
    found = sorted((sorted(set(group)) for group in groups if group), key=lambda group: (-len(group), group))
    cuts = [_cut(group, blocks) for group in found]
    homes = [_homes(cut, blocks, closer) for cut in cuts]
    ruled: dict[str, list[str]] = defaultdict(list)
    untouched: list[list[str]] = []
    for group, home in zip(found, homes, strict=True):
        if not home:
            untouched.append(group)
        for article, anchor in home.items():
            ruled[blocks.top(anchor)].append(article)
    return sorted([*untouched, *(sorted(group) for group in ruled.values())])


def verdicts(rulings: Iterable[Ruling], predicted: Mapping[str, str]) -> list[tuple[Ruling, bool]]:
    """Each ruling, by (at, id), and whether a clustering (article id → story id) agrees with it.

    Left out: what later rulings overruled, and rulings of whose articles too few are in ``predicted``.
    """
    ordered = sorted(rulings, key=_by_time)
    blocks = blocks_of(ordered)
    judged = [(ruling, _judged(ruling, blocks, predicted)) for ruling in ordered]
    return [(ruling, agreed) for ruling, agreed in judged if agreed is not None]


def in_force(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Those of which later ones left something, by (at, id)."""
    ordered = sorted(rulings, key=_by_time)
    blocks = blocks_of(ordered)
    everything = {article: article for ruling in ordered for article in (*ruling.one, *ruling.other)}
    return [ruling for ruling in ordered if _judged(ruling, blocks, everything) is not None]


def _by_time(ruling: Ruling) -> tuple[object, str]:
    return ruling.at, ruling.id


# -- what the rulings say together -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Blocks:
    """Disjoint sets of articles; each knows by which rulings it stands on the ``one`` or the ``other`` side."""

    above: dict[str, str] = field(default_factory=dict)
    one: dict[str, frozenset[str]] = field(default_factory=dict)
    other: dict[str, frozenset[str]] = field(default_factory=dict)

    def knows(self, article: str) -> bool:
        return article in self.above

    def add(self, article: str) -> None:
        if article not in self.above:
            self.above[article] = article
            self.one[article] = self.other[article] = frozenset()

    def top(self, article: str) -> str:
        while (above := self.above[article]) != article:
            self.above[article] = self.above[above]
            article = above
        return article

    def may_meet(self, article: str, partner: str) -> bool:
        one, other = self.top(article), self.top(partner)
        apart = not self.one[one].isdisjoint(self.other[other]) or not self.other[one].isdisjoint(self.one[other])
        return one == other or not apart

    def join(self, article: str, partner: str) -> bool:
        """False when they may not meet. The alphabetically first article names the block."""
        if not self.may_meet(article, partner):
            return False
        first, last = sorted((self.top(article), self.top(partner)))
        self.above[last] = first
        self.one[first] |= self.one[last]
        self.other[first] |= self.other[last]
        return True

    def part(self, ruling: Ruling) -> None:
        """No article of ``one`` with one of ``other``, but for those that are inseparable already."""
        for article in ruling.one:
            self.one[self.top(article)] |= {ruling.id}
        for article in set(ruling.other) - set(ruling.one):
            self.other[self.top(article)] |= {ruling.id}


def blocks_of(rulings: Iterable[Ruling]) -> Blocks:
    blocks = Blocks()
    for ruling in sorted(rulings, key=_by_time, reverse=True):
        articles = list(dict.fromkeys((*ruling.one, *ruling.other)))
        for article in articles:
            blocks.add(article)
        if ruling.together:
            _put_together(articles, blocks)
        else:
            blocks.part(ruling)
    return blocks


def _put_together(articles: Sequence[str], blocks: Blocks) -> None:
    """As many as may meet; what a later ruling keeps out of the first piece makes a second one, and so on."""
    pieces: list[str] = []
    for article in articles:
        if not any(blocks.join(piece, article) for piece in pieces):
            pieces.append(article)


def _judged(ruling: Ruling, blocks: Blocks, predicted: Mapping[str, str]) -> bool | None:
    """Whether the prediction agrees with what is in force of the ruling; None when that is nothing."""
    one = [article for article in ruling.one if article in predicted]
    other = [article for article in ruling.other if article in predicted]
    if ruling.together:
        return _joined(dict.fromkeys((*one, *other)), blocks, predicted)
    told = defaultdict(set)
    for article in one:
        told[blocks.top(article)].add(predicted[article])
    parted = [
        predicted[article] in stories
        for article in set(other) - set(one)
        for block, stories in told.items()
        if blocks.top(article) != block
    ]
    return not any(parted) if parted else None


def _joined(articles: Iterable[str], blocks: Blocks, predicted: Mapping[str, str]) -> bool | None:
    pieces: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        pieces[blocks.top(article)].append(predicted[article])
    told = [stories for stories in pieces.values() if len(stories) > 1]
    return all(len(set(stories)) == 1 for stories in told) if told else None


# -- groups cut along the blocks -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A group: ``sides`` are articles that rulings part from each other, ``loose`` the others, as blocks; ``group`` all.

    Without any ruled article there is no side.
    """

    group: Sequence[str]
    sides: Sequence[Sequence[str]]
    loose: Sequence[Sequence[str]]


def _cut(group: Sequence[str], blocks: Blocks) -> _Cut:
    held: dict[str, list[str]] = defaultdict(list)
    for article in group:
        if blocks.knows(article):
            held[blocks.top(article)].append(article)
    classes = _classes(held, blocks)
    if not classes:  # nothing parts this group: it stays whole, with all that is inseparable from it
        ruled = [article for articles in held.values() for article in articles]
        return _Cut(group=group, sides=[ruled] if ruled else [], loose=[])
    parted = {blocks.top(article) for side in classes for article in side}
    free = [articles for top, articles in held.items() if top not in parted]
    return _Cut(group=group, sides=classes, loose=free)


def _classes(held: Mapping[str, Sequence[str]], blocks: Blocks) -> list[list[str]]:
    """The blocks that rulings part within this group, as sides, the largest first.

    What one ruling takes out goes out together; what two rulings took out, one after the other, is two sides.
    """
    outs = Counter(ruling for top in held for ruling in blocks.one[top])
    stays = Counter(ruling for top in held for ruling in blocks.other[top])
    sides: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for top, articles in sorted(held.items()):
        taken_out = sorted(r for r in blocks.one[top] if stays[r] > (r in blocks.other[top]))
        kept = any(outs[r] > (r in blocks.one[top]) for r in blocks.other[top])
        if taken_out or kept:
            _seat(articles, sides[tuple(taken_out)], blocks)
    ranked = [(-len(side), key, side) for key, listed in sides.items() for side in listed]
    return [side for _, _, side in sorted(ranked)]


def _seat(articles: Sequence[str], sides: list[list[str]], blocks: Blocks) -> None:
    for side in sides:
        if all(blocks.may_meet(articles[0], seated) for seated in side):
            side.extend(articles)
            return
    sides.append(list(articles))


def _homes(cut: _Cut, blocks: Blocks, closer: Closer) -> dict[str, str]:
    """Each article of the group → an article of the block that it belongs to. Joins the blocks of each side.

    A join that other groups' joins have made impossible is left out. Empty when no ruling speaks of the group.
    """
    for side in cut.sides:
        for article in side[1:]:
            blocks.join(side[0], article)
    homes = {article: article for side in cut.sides for article in side}
    for articles in cut.loose:
        blocks.join(_nearest(articles[0], cut.sides, closer)[0], articles[0])
        homes |= {article: article for article in articles}
    if cut.sides:
        unruled = [article for article in cut.group if article not in homes]
        homes |= {article: _nearest(article, cut.sides, closer)[0] for article in unruled}
    return homes


def _nearest(article: str, sides: Sequence[Sequence[str]], closer: Closer) -> Sequence[str]:
    best = sides[0]
    for side in sides[1:]:
        best = best if closer(article, best, side) else side
    return best
