"""Stories: the same event in other words. A first method, from words alone: TF-IDF and agglomeration.

Headlines carry it; leads are asked where both articles have one. Pure and deterministic: the outcome depends on the
set of articles, not on their order. What it cannot see is in docs/technotes/stories.md.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from ribao.cluster import vectors
from ribao.cluster.agglomerate import Edge, agglomerate
from ribao.cluster.contradiction import Figures, figures, of_figures, of_subject
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.story import Member, Story
from ribao.types.words import Words

LEAST = 0.175  # likeness at which two groups are one story
LINK = 0.65  # see agglomerate
FAINTEST = 0.08  # likeness below this is no edge at all
SOLID = 20.0  # shared weight (squared idf) at which a likeness counts half: a few common words prove little
LONE = 0.75  # factor where headlines share a single word: the same singer in another matter
_PLAIN = 0.6  # a cosine from which a single shared word is most of both headlines
MOST_NEIGHBOURS = 60  # edges kept per item, best first
COMMON_LEAST, COMMON_SHARE = 50, 40  # a term in over 50 headlines, and over one in 40, finds no pairs
_SHORTEST_TITLE = 4  # letters that an equal headline needs to be the same news
_SHOWN_WORDS = 6

Evidence = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class _Unit:
    """Articles that are one before any comparing: an original, its reposts, and equal headlines."""

    articles: list[Article]
    headline: dict[str, float]
    lead: dict[str, float]
    figures: Figures

    @property
    def head(self) -> Article:
        return self.articles[0]


def cluster(
    articles: Iterable[Article],
    words: Mapping[str, Words],
    roundups: Collection[str] = (),
    reposts: Mapping[str, str] | None = None,
    window_hours: float = 48,
) -> tuple[Story, ...]:
    """Every article in exactly one story, stories by first article in time.

    ``words``: article id → its tokens. A round-up stands alone, whatever it resembles. Two articles further apart
    than ``window_hours`` are never joined directly.
    """
    copies = dict(reposts or {})
    ordered = sorted(articles, key=_by_time)
    units = _units(ordered, words, frozenset(roundups), copies)
    edges = _edges(units, frozenset(roundups), timedelta(hours=window_hours))
    groups = agglomerate(len(units), edges, LEAST, LINK)
    links = _links(units, groups, edges)
    stories = [_story([units[at] for at in group], links, copies) for group in groups]
    return tuple(sorted(stories, key=lambda story: (story.first_seen, story.id)))


def story_id(first_article_id: str) -> str:
    return "s" + sha256(first_article_id.encode()).hexdigest()[:15]


def _units(
    ordered: Sequence[Article], words: Mapping[str, Words], roundups: frozenset[str], copies: Mapping[str, str]
) -> list[_Unit]:
    gathered: dict[str, list[Article]] = defaultdict(list)
    leader_of_title: dict[str, str] = {}
    here = {article.id for article in ordered}
    for article in ordered:
        root = article.id
        title = bare(article.title)
        if article.id in roundups:
            pass
        elif (original := copies.get(article.id)) in here and original not in roundups:
            root = original
        elif len(title) >= _SHORTEST_TITLE:
            root = leader_of_title.setdefault(title, root)
        gathered[root].append(article)
    return [_unit(gathered[root], words) for root in _settled(gathered)]


def _settled(gathered: dict[str, list[Article]]) -> list[str]:
    """Roots in order of time, after a copy's root that itself went under an equal headline was followed."""
    holder = {article.id: root for root, group in gathered.items() for article in group}
    for root in [root for root in gathered if holder.get(root, root) != root]:
        gathered[holder[root]] += gathered.pop(root)
    for group in gathered.values():
        group.sort(key=_by_time)
    return sorted(gathered, key=lambda root: (gathered[root][0].published_at, gathered[root][0].id))


def _unit(articles: list[Article], words: Mapping[str, Words]) -> _Unit:
    titles = [words.get(article.id, Words(title=())) for article in articles]
    lead = next((entry.lead for entry in titles if entry.lead), ())
    return _Unit(
        articles=articles,
        headline=vectors.headline_terms(articles[0].title, titles[0].title),
        lead=vectors.lead_terms(lead),
        figures=figures(titles[0].title, articles[0].title),
    )


def _edges(units: Sequence[_Unit], roundups: frozenset[str], window: timedelta) -> list[Edge]:
    """Likeness of all pairs that have any, in order; of each unit only the best :data:`MOST_NEIGHBOURS`."""
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other, headline, lead in _candidates(units, roundups, window):
        likeness = _likeness(units[one], units[other], headline, lead)
        if likeness >= FAINTEST:
            near[one].append((-likeness, other))
            near[other].append((-likeness, one))
    best = {one: heapq.nsmallest(MOST_NEIGHBOURS, row) for one, row in near.items()}
    kept = {(min(one, other), max(one, other)): -negative for one, row in best.items() for negative, other in row}
    return [(one, other, likeness) for (one, other), likeness in sorted(kept.items())]


def _candidates(
    units: Sequence[_Unit], roundups: frozenset[str], window: timedelta
) -> Iterator[tuple[int, int, tuple[float, float], float | None]]:
    """Pairs that may be alike enough: their numbers, (cosine, solid likeness) of the headlines, cosine of the leads.

    All in arrays: of the many pairs that share a word, few are left to be looked at one by one. The leads' cosine is
    None where one of the two has none.
    """
    import numpy as np

    headlines = [unit.headline for unit in units]
    leads = [unit.lead for unit in units]
    rows, lengths = vectors.matrix(headlines, vectors.weights(headlines), max(COMMON_LEAST, len(units) // COMMON_SHARE))
    lead_rows, _ = vectors.matrix(leads, vectors.weights(leads))
    first_at = np.array([unit.head.published_at.timestamp() for unit in units])
    last_at = np.array([unit.articles[-1].published_at.timestamp() for unit in units])
    single = np.array([unit.head.id in roundups for unit in units], dtype=bool)
    led = np.array([bool(lead) for lead in leads], dtype=bool)
    for one, other, cosine in vectors.alike(rows, FAINTEST):
        # units are in order of time: the gap is from the last article of the first to the first of the other
        close = first_at[other] - last_at[one] <= window.total_seconds()
        shared = cosine * lengths[one] * lengths[other]
        solid = cosine * shared / (shared + SOLID)
        both = led[one] & led[other]
        keep = np.flatnonzero(close & ~single[one] & ~single[other] & (both | (solid >= FAINTEST)))
        one, other, cosine, solid, both = one[keep], other[keep], cosine[keep], solid[keep], both[keep]
        lead = np.full(len(keep), np.nan)
        lead[both] = vectors.cosines(lead_rows, one[both], other[both])
        able = np.flatnonzero(~both | (solid + lead >= 2 * FAINTEST))
        columns = (one, other, cosine, solid, lead, both)
        for at, to, cos, sol, told, has in zip(*(column[able].tolist() for column in columns), strict=True):
            yield at, to, (cos, sol), told if has else None


def _likeness(one: _Unit, other: _Unit, headline: tuple[float, float], lead: float | None) -> float:
    cosine, solid = headline
    lone = LONE if cosine < _PLAIN and len(_shared_words(one, other)) == 1 else 1.0
    said = solid * of_figures(one.figures, other.figures) * lone
    told = said if lead is None else (said + lead) / 2
    return told * of_subject(one.figures, other.figures)  # two models of a series share much of their leads, too


def _links(units: Sequence[_Unit], groups: Iterable[Sequence[int]], edges: Iterable[Edge]) -> dict[str, Evidence]:
    """Head's article id → its strongest link within its story: with whom, how alike, and the words they share."""
    group_of = {at: number for number, group in enumerate(groups) for at in group}
    best: dict[int, tuple[float, int]] = {}
    for one, other, likeness in edges:
        if group_of[one] == group_of[other]:
            for at, partner in ((one, other), (other, one)):
                best[at] = min(best.get(at, (0.0, 0)), (-likeness, partner))
    return {
        units[at].head.id: {
            "score": round(-negative, 3),
            "with": units[partner].head.id,
            "words": _shared_words(units[at], units[partner])[:_SHOWN_WORDS],
        }
        for at, (negative, partner) in best.items()
    }


def _shared_words(one: _Unit, other: _Unit) -> list[str]:
    """Terms of both headlines that are no part of a longer shared one, longest first."""
    shared = sorted(one.headline.keys() & other.headline.keys(), key=lambda term: (-len(term), term))
    whole: list[str] = []
    for term in shared:
        if not any(term in longer for longer in whole):
            whole.append(term)
    return whole


def _story(units: Sequence[_Unit], links: Mapping[str, Evidence], copies: Mapping[str, str]) -> Story:
    head_of = {article.id: unit.head.id for unit in units for article in unit.articles}
    articles = sorted((article for unit in units for article in unit.articles), key=_by_time)
    first = articles[0]

    def member(article: Article) -> Member:
        original = copies.get(article.id)
        why = {} if article is first else _why(article.id, head_of[article.id], original, links)
        return Member(article_id=article.id, repost_of=original if original in head_of else None, evidence=why)

    return Story(
        id=story_id(first.id),
        members=tuple(member(article) for article in articles),
        first_seen=first.published_at,
        last_seen=articles[-1].published_at,
    )


def _why(article_id: str, head: str, original: str | None, links: Mapping[str, Evidence]) -> Evidence:
    if original is not None:
        return {"same_text": original}
    if head != article_id:
        return {"same_headline": head}
    return links.get(article_id, {})


def _by_time(article: Article) -> tuple[datetime, str]:
    return article.published_at, article.id
