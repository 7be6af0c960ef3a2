"""Channel: what an article is about, by weighted words of readable lists (``data/*.toml``) and its source's habit.

Value::

    {"main": "智能手机", "second": "业界资讯" or None, "scores": {channel: score},
     "reasons": [{"word", "channel", "weight", "where"}]}

``where`` is "title", "lead" or "source". A word counts once; the headline counts most, for it says what matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ribao.annotate.lexicon import Lexicon, load
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "channel"
VERSION = 3
FILES = ("products.toml", "series.toml", "industry.toml", "society.toml")
PLACES = {"title": 1.0, "lead": 0.3}  # what a word counts there
HABIT = 2.0  # of the source's first channel; each further one a third less
CEILING = 8.0  # of one channel in the lead: a long list of names does not outvote the headline
SECOND = 0.5  # share of the main score that a second channel needs
_LEAD = 400  # characters
_REASONS = 12

Reason = dict[str, Any]


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    found = [*_reasons(article), *_habit(source.channels)]
    value = decide(found, source.channels)
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)


def decide(reasons: Iterable[Reason], habit: tuple[str, ...] = ()) -> dict[str, Any]:
    """The value of the annotation from its reasons. Without any reason: the source's habit, else 其他."""
    listed = sorted(reasons, key=lambda reason: (-reason["weight"], reason["word"], reason["channel"]))
    scores = _scores(listed)
    ranked = sorted(scores, key=lambda channel: (-scores[channel], _order(channel)))
    main = ranked[0] if ranked else next(iter(habit), OTHER)
    second = next((channel for channel in ranked[1:] if scores[channel] >= SECOND * scores[main]), None)
    return {
        "main": main,
        "second": second,
        "scores": {channel: round(scores[channel], 2) for channel in ranked},
        "reasons": listed[:_REASONS],
    }


def _order(channel: str) -> int:
    return CHANNELS.index(channel) if channel in CHANNELS else len(CHANNELS)


def _scores(reasons: Iterable[Reason]) -> dict[str, float]:
    by_place: dict[tuple[str, str], float] = defaultdict(float)
    for reason in reasons:
        by_place[reason["channel"], reason["where"]] += reason["weight"]
    scores: dict[str, float] = defaultdict(float)
    for (channel, where), weight in sorted(by_place.items()):
        scores[channel] += min(weight, CEILING) if where == "lead" else weight
    return dict(scores)


def _reasons(article: Article) -> Iterator[Reason]:
    lead = (article.text or article.summary)[:_LEAD]
    lexicon = load(*FILES)
    in_title = list(_words(article.title, "title", lexicon))
    known = {(reason["word"], reason["channel"]) for reason in in_title}
    yield from in_title
    yield from (reason for reason in _words(lead, "lead", lexicon) if (reason["word"], reason["channel"]) not in known)


def _words(text: str, where: str, lexicon: Lexicon) -> Iterator[Reason]:
    seen: set[tuple[str, str]] = set()
    for hit in lexicon.find(text):
        if hit.weight > 0 and (hit.word, hit.label) not in seen:
            seen.add((hit.word, hit.label))
            weight = round(hit.weight * PLACES[where], 2)
            yield {"word": hit.word, "channel": hit.label, "weight": weight, "where": where}


def _habit(channels: tuple[str, ...]) -> Iterator[Reason]:
    for at, channel in enumerate(channels[:3]):
        weight = round(HABIT * (1 - at / 3), 2)
        yield {"word": "", "channel": channel, "weight": weight, "where": "source"}
