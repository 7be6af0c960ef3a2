"""Finding: each article in order of time against the texts that came before it, at three levels."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from ribao.cluster.reposts.address import same_address
from ribao.cluster.reposts.compare import alike, is_copy, number_share, read_title, shares, tells
from ribao.cluster.reposts.index import Sketches
from ribao.cluster.reposts.match import Level, Match
from ribao.cluster.reposts.rewrite import anchors, is_rewrite
from ribao.cluster.reposts.text import SHINGLE, Hashes, Reading, different, lowest, read, shingles
from ribao.types.article import Article

_OF_ALL, _OF_HEAD = 24, 8  # hashes kept of a text, and of its first tokens (an excerpt is cut from there)
_HEAD, _SHARED = 120, 3
_OF_ANCHORS, _SHARED_ANCHORS = 48, 6
_COMMON, _COMMON_ANCHOR = 20, 60  # a hash in more texts than this is boilerplate
_LOOKED_AT, _LOOKED_AT_REWRITES = 4, 4  # candidates that are compared in full
_KEPT = 4_000_000  # tokens of readings kept, some 100 MB, so that a text with many copies is read once
_SHORTEST = 60
_BEGINNING = datetime(1995, 1, 1, tzinfo=UTC)  # before it, a page's time is a machine's, not an editor's
_SKEW = timedelta(hours=1)


def find(articles: Iterable[Article], rewrites: bool = True) -> Iterator[Match]:
    """For each article that is told from an earlier one: that one, and what shows it.

    ``one`` of a match is never the ``other`` of a copy: copies point at the first of their text. An article is the
    ``other`` of one match at most. The order of ``articles`` does not matter.
    """
    finder = Finder(rewrites)
    for article in sorted(articles, key=by_time):
        found = finder.take(article)
        if found:
            yield found


def told_at(article: Article) -> datetime:
    """When an article came out, as far as can be known: a clock that is ahead, or at its zero, is not believed.

    Where only the time of our first sight is known, it came out then or before: whoever is dated after it, is later.
    """
    if article.published_at > article.seen_at + _SKEW or article.published_at < _BEGINNING:
        return article.seen_at
    return article.published_at


def by_time(article: Article) -> tuple[datetime, str]:
    return told_at(article), article.id


class Finder:
    """Takes articles one by one, in order of time; keeps sketches, and the articles themselves."""

    def __init__(self, rewrites: bool = True) -> None:
        self._rewrites = rewrites
        self._leaders: list[Article] = []  # the first of each text
        self._readings: dict[int, Reading] = {}
        self._kept = 0  # tokens of these readings
        self._by_address: dict[str, int] = {}
        self._by_text: dict[int, int] = {}  # hash of the text as it stands → leader
        self._texts = Sketches(_COMMON)
        self._anchors = Sketches(_COMMON_ANCHOR)

    def take(self, article: Article) -> Match | None:
        address, text = same_address(article.url), article.text
        known = self._by_address.get(address) if address else None
        if known is not None:
            return Match(one=self._leaders[known].id, other=article.id, level=Level.ADDRESS)
        same = self._by_text.get(hash(text)) if text else None
        if same is not None and self._leaders[same].text == text and not self._notice(same, article):
            self._by_address.setdefault(address, same)
            return Match(one=self._leaders[same].id, other=article.id, level=Level.COPY)
        return self._compare(article, address)

    def _compare(self, article: Article, address: str) -> Match | None:
        reading = read(article.text)
        sketch = _sketch(reading)
        found = self._copy(article, reading, sketch)
        if found is not None:
            number, match = found
            self._by_address.setdefault(address, number)
            return match
        anchored = anchors(reading, _OF_ANCHORS) if self._rewrites else sketch[:0]
        rewritten = self._rewrite(article, reading, anchored)
        self._lead(article, reading, sketch, anchored, address)
        return rewritten

    def _notice(self, leader: int, article: Article) -> bool:
        """One source, two headlines, and a text that tells of neither: a notice to subscribe, or a programme's blurb."""
        first = self._leaders[leader]
        if first.source_id != article.source_id:
            return False
        one, other = read_title(first.title), read_title(article.title)
        if one.numbers != other.numbers:
            return True
        return not (alike(one, other) or tells(self._reading(leader), one) or tells(self._reading(leader), other))

    def _copy(self, article: Article, reading: Reading, sketch: Hashes) -> tuple[int, Match] | None:
        for number in self._texts.near(sketch, _SHARED, _LOOKED_AT):
            leader, other = self._leaders[number], self._reading(number)
            sure = leader.dated != "seen" and article.dated != "seen"
            if is_copy(other, reading, (leader.title, article.title), sure) and not self._notice(number, article):
                one, two = shares(other, reading)
                return number, _match(leader, article, Level.COPY, (one, two), other, reading)
        return None

    def _rewrite(self, article: Article, reading: Reading, anchored: Hashes) -> Match | None:
        for number in self._anchors.near(anchored, _SHARED_ANCHORS, _LOOKED_AT_REWRITES):
            leader, other = self._leaders[number], self._reading(number)
            if leader.source_id == article.source_id:  # its own report, brought up to date
                continue
            found = is_rewrite(other, reading)
            if found:
                return _match(leader, article, Level.REWRITE, found, other, reading)
        return None

    def _lead(self, article: Article, reading: Reading, sketch: Hashes, anchored: Hashes, address: str) -> None:
        number = len(self._leaders)
        self._leaders.append(article)
        if address:
            self._by_address.setdefault(address, number)
        if reading.weight < _SHORTEST:
            return
        self._keep(number, reading)
        self._by_text.setdefault(hash(article.text), number)
        self._texts.add(number, sketch)
        self._anchors.add(number, anchored)

    def _reading(self, number: int) -> Reading:
        """Read anew when it was dropped; what is asked for again and again is dropped last."""
        kept = self._readings.pop(number, None)
        if kept is not None:
            self._kept -= len(kept.tokens)
        reading = kept or read(self._leaders[number].text)
        self._keep(number, reading)
        return reading

    def _keep(self, number: int, reading: Reading) -> None:
        self._readings[number] = reading
        self._kept += len(reading.tokens)
        while self._kept > _KEPT:
            self._kept -= len(self._readings.pop(next(iter(self._readings))).tokens)


def _sketch(reading: Reading) -> Hashes:
    head = shingles(reading.tokens[:_HEAD], SHINGLE)
    return different(np.concatenate([lowest(reading.shingles, _OF_ALL), lowest(head, _OF_HEAD)]))


def _match(one: Article, other: Article, level: Level, told: Sequence[float], first: Reading, second: Reading) -> Match:
    return Match(
        one=one.id,
        other=other.id,
        level=level,
        of_one=round(told[0], 3),
        of_other=round(told[1], 3),
        numbers=round(number_share(first, second), 3),
    )
