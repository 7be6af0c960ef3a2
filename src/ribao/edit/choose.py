"""Choose: which candidates enter, and into which section. Pure; the rules are in docs/technotes/editing.md.

News is taken by rank, within shares: of a channel, of a source, of other languages, of market reports. Each of the
channels first gets its best, so that a loud day in one leaves no other empty.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from ribao.edit.candidate import Candidate
from ribao.support.folding import bare
from ribao.types.channel import CHANNELS, OTHER, PLAIN, TOP, Channels

RESERVED = 2  # places that each channel with news has before any other is full
INDUSTRY, HOT = CHANNELS[0], CHANNELS[-1]
SHARES = {INDUSTRY: 0.3, HOT: 0.2, OTHER: 0.1}  # of the places, while others wait
PRODUCT_SHARE, LOOSE_SHARE = 0.1, 0.3  # of each product channel: while others wait, and when they do not
SOURCE_SHARE = 0.15  # of the places whose headline one source gives
FOREIGN_SHARE = 0.25  # of stories that nobody tells in the daily's language
MARKET_SHARE = PROMOTION_SHARE = 0.05
LEAST_QUOTA = 3
TOP_HEADLINE = 80  # characters; a longer one is a paragraph or a mischief, and the whole page would hang under it
TOP_SOURCES, WIDE = 2, 4  # independent sources of a top story with text, and of one without

Chosen = dict[str, list[tuple[Candidate, str]]]  # section → its candidates with their headlines


def choose(listed: Sequence[Candidate], least: int, most: int, channels: Channels = PLAIN) -> Chosen:
    """At most ``most`` of ``listed``. What is no news (talk, bare phrases) fills up only to ``least``; promotion comes
    last, folded, and never alone in a section; a few places are always kept for it, for a mark is no reason to drop.
    """
    ranked = sorted((one for one in listed if not one.promo), key=_by_rank)
    sources = len({one.headlines[0][1] for one in ranked})
    first = _fill(listed, ranked, least, _Places(most, source_quota(most, sources), channels))
    taken = sum(map(len, first.values()))
    if taken == most:
        return first
    return _fill(listed, ranked, least, _Places(most, source_quota(taken, sources), channels))


def _fill(listed: Sequence[Candidate], ranked: Sequence[Candidate], least: int, places: "_Places") -> Chosen:
    adverts, news = [one for one in listed if one.promo], [one for one in ranked if one.news]
    most = places.most - min(len(adverts), math.ceil(places.most * PROMOTION_SHARE))
    top = lead(ranked)
    if top is not None and most > 0:
        places.take(top, TOP)
    for channel in places.channels.names:  # the best of a channel comes from whichever source has it
        own = [one for one in news if one.channels[0] == channel]
        places.fill(own, places.count + 1, places.within_markets)
        places.fill(own, places.count + RESERVED - 1, lambda one: places.fits(one) and places.tight(one))
    places.fill(news, most, lambda one: places.fits(one) and places.tight(one))
    told = [one for one in news if one.body or one.sources >= TOP_SOURCES]
    places.fill(told, most, lambda one: places.fits(one) and places.loose(one))
    places.fill(ranked, least, places.fits)
    places.fill(news, least, lambda one: True)
    places.fill(ranked, least, lambda one: True)
    _fold(adverts, places)
    return places.sections


def _fold(adverts: Iterable[Candidate], places: "_Places") -> None:
    """Promotion into the places that are left: under news of its channels, else under whatever comes last."""
    news = [section for section in places.sections if section != TOP]
    for one in adverts if news else ():
        if places.count >= places.most:
            return
        places.take(one, next((name for name in one.channels if name in news), news[-1]))


def lead(ranked: Iterable[Candidate]) -> Candidate | None:
    """The story for 头条: news with text and two independent sources; else what many tell, though in headlines alone;
    else with text; else any news, else anything.

    A market report leads only where there is nothing else, and promotion never.
    """
    fair = [one for one in ranked if not one.promo and len(one.headlines[0][0]) <= TOP_HEADLINE]
    news = [one for one in fair if one.news and not one.market] or [one for one in fair if one.news]
    whole = [one for one in news if one.body]
    strong = [one for one in whole if one.sources >= TOP_SOURCES]
    wide = [one for one in news if one.sources >= WIDE]
    return next(iter(strong or wide or whole or news or fair), None)


def _by_rank(one: Candidate) -> tuple[float, str]:
    return -one.terms["total"], one.story.id


def source_quota(places: int, sources: int) -> int:
    """15 % of the places, more where so few sources have news that these could not fill them."""
    return max(math.ceil(places * SOURCE_SHARE), math.ceil(places / max(1, sources)))


class _Places:
    """The places of one edition: who sits where, and which headlines are taken."""

    def __init__(self, most: int, source_quota: int, channels: Channels) -> None:
        self.most = most
        self.channels = channels
        self.sections: Chosen = {}
        self.count = 0
        self._source_quota = source_quota
        self._by_source: Counter[str] = Counter()
        self._foreign = 0
        self._market = 0
        self._stories: set[str] = set()
        self._headlines: set[str] = set()

    def fill(self, listed: Iterable[Candidate], until: int, fits: Callable[[Candidate], bool]) -> None:
        for one in listed:
            if self.count >= min(until, self.most):
                return
            if fits(one):
                self.take(one, one.channels[0])

    def fits(self, one: Candidate) -> bool:
        """Whether its source has places left, and markets have if it is about them."""
        return self._by_source[one.headlines[0][1]] < self._source_quota and self.within_markets(one)

    def within_markets(self, one: Candidate) -> bool:
        return not one.market or self._market < self._part(MARKET_SHARE)

    def tight(self, one: Candidate) -> bool:
        share = SHARES.get(one.channels[0], max(PRODUCT_SHARE, self._even))
        if one.foreign and self._foreign >= self._part(FOREIGN_SHARE):
            return False
        return self._in(one) < max(LEAST_QUOTA, self._part(share))

    def loose(self, one: Candidate) -> bool:
        return self._in(one) < max(LEAST_QUOTA, self._part(SHARES.get(one.channels[0], max(LOOSE_SHARE, self._even))))

    def take(self, one: Candidate, section: str) -> None:
        free = [headline for headline in one.headlines if bare(headline[0]) not in self._headlines]
        if not free or one.story.id in self._stories:
            return
        text, source = free[0]
        self._stories.add(one.story.id)
        self._headlines.add(bare(text))
        self._by_source[source] += 1
        self._foreign += one.foreign
        self._market += one.market
        self.sections.setdefault(section, []).append((one, text))
        self.count += 1

    @property
    def _even(self) -> float:
        """The share of each channel if all were as large: a daily of two channels has room for both."""
        return 1 / (1 + len(self.channels.names))

    def _in(self, one: Candidate) -> int:
        return len(self.sections.get(one.channels[0], ()))

    def _part(self, share: float) -> int:
        return math.ceil(self.most * share)
