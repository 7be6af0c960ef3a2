"""Channel: what an article is about, by the learned model, by readable word lists, and by what the owner says.

Value::

    {"main": "智能手机", "second": "业界资讯" or None, "scores": {channel: score},
     "reasons": [{"word", "channel", "weight", "where"}]}

``scores``: tenths of certainty, best first; they sum to 10 but for channels that hardly count. ``where`` is "title",
"lead" or "source". ``weight``: what the word adds to the channel's score before these are made into shares; 1 is much.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from ribao.annotate import learned
from ribao.annotate.lexicon import Hit, load
from ribao.annotate.own_channels import Likeness, likenesses
from ribao.annotate.signs import LEAD, TOPICS, said_in, signs_of
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER, PLAIN, Channels
from ribao.types.source import Source
from ribao.types.words import Words

NAME = "channel"
VERSION = 4
HABIT, QUIET_HABIT = 0.6, 1.6  # of the source's first channel, as its owner gave them; each further one a third less
SECOND = 0.2  # share that a second channel needs
NOTHING = -0.6  # score of 其他 where the nine are put aside: what an owner's channel must do better than
PLACES = {"title": 1.0, "lead": 0.3}  # what a listed word counts there, where lists alone decide
SHARPNESS, DOUBT = 3.0, 1.0  # of lists alone, and where these say nothing either
SILENT, STRONG = (
    0.15,
    0.75,
)  # up to here the model's words say little on an unknown site; a listed word that goes before it then
CLEAR, LEAST_SURE = (
    0.6,
    0.3,
)  # what words must say there for full certainty, and what is left of it where they hardly speak
_LISTED, _REASONS = 0.05, 12  # scores below are not told; so many reasons are

Reason = dict[str, Any]


def version_of(channels: Channels) -> int:
    """Another one where the owner's channels are others: what they decided is decided again."""
    told = repr((channels.own, channels.nine)).encode("utf-8", "replace")
    return VERSION if channels == PLAIN else VERSION * 1_000_000 + crc32(told) % 1_000_000


@dataclass(slots=True)
class _Found:
    """Scores so far, and why."""

    scores: dict[str, float]
    sharpness: float
    reasons: list[Reason] = field(default_factory=list)
    quiet: bool = False  # the words hardly speak: what the owner says of the source counts more

    def add(self, channel: str, weight: float, word: str, where: str) -> None:
        if channel in self.scores:
            self.scores[channel] += weight
            self.reasons.append({"word": word, "channel": channel, "weight": round(weight, 2), "where": where})


def annotate(article: Article, words: Words, source: Source, channels: Channels = PLAIN) -> Annotation:
    found = _by_model(article, words) or _by_lists(article)
    found = _of_daily(found, channels)
    for like in likenesses(article, channels.own):
        _own(found, like)
        found.sharpness = max(found.sharpness, SHARPNESS)
    for at, channel in enumerate(source.channels[:3]):
        found.add(channel, (QUIET_HABIT if found.quiet else HABIT) * (1 - at / 3), "", "source")
    value = decide(found.scores, found.sharpness, found.reasons)
    return Annotation(
        article_id=article.id, revision=article.revision, maker=NAME, version=version_of(channels), value=value
    )


def decide(scores: Mapping[str, float], sharpness: float, reasons: Iterable[Reason]) -> dict[str, Any]:
    """The value of the annotation. Reasons of the main channel come first, then of the second."""
    shares = learned.shares(scores, sharpness)
    main, *others = shares
    second = others[0] if others and shares[others[0]] >= SECOND and others[0] != OTHER else None
    order = {main: 0, second: 1}
    told = sorted(reasons, key=lambda one: (order.get(one["channel"], 2), -one["weight"], one["word"], one["channel"]))
    return {
        "main": main,
        "second": second,
        "scores": {name: round(10 * share, 2) for name, share in shares.items() if share >= _LISTED / 10},
        "reasons": [one for one in told if one["channel"] in order][:_REASONS],
    }


def _by_model(article: Article, words: Words) -> _Found | None:
    model = learned.shipped()
    if model is None:
        return None
    verdict = model.weigh(signs_of(article, words), "channel")
    found = _Found(scores=verdict.scores(), sharpness=verdict.task.sharpness)
    best = sorted(found.scores, key=lambda name: -found.scores[name])[:2]
    if not verdict.at_home:
        heard = verdict.heard(best[0])
        found.quiet = heard < SILENT
        if not verdict.spoken:
            return None
        if found.quiet and _strong(lists := _by_lists(article)):
            return lists
        found.sharpness *= max(LEAST_SURE, min(1.0, heard / CLEAR) ** 2)
    said = said_in(article, words)
    for name in best:
        for word, where, gain in verdict.why(name, said)[:_REASONS]:
            found.reasons.append({"word": word, "channel": name, "weight": gain, "where": where})
    return found


def _strong(lists: _Found) -> bool:
    return any(reason["where"] == "title" and reason["weight"] >= STRONG for reason in lists.reasons)


def _by_lists(article: Article) -> _Found:
    """What stands in for a model that is refused, or that knows no word and no site: a strong word of the headline is as much as the model's certainty."""
    found = _Found(scores={**dict.fromkeys(CHANNELS, -1.0), OTHER: NOTHING}, sharpness=SHARPNESS)
    seen: set[tuple[str, str]] = set()
    for where, text in (("title", article.title), ("lead", (article.text or article.summary)[:LEAD])):
        for hit in _fresh(load(*TOPICS).find(text), seen):
            found.add(hit.label, hit.weight / 4 * PLACES[where], hit.word, where)
    best = min(1.0, max(found.scores.values()) + 1.0)  # of one strong word of the headline: 1
    found.sharpness = DOUBT + (SHARPNESS - DOUBT) * best**2 if found.reasons else DOUBT
    return found


def _fresh(hits: Iterable[Hit], seen: set[tuple[str, str]]) -> list[Hit]:
    fresh = []
    for hit in hits:
        if hit.weight > 0 and (hit.word, hit.label) not in seen:
            seen.add((hit.word, hit.label))
            fresh.append(hit)
    return fresh


def _of_daily(found: _Found, channels: Channels) -> _Found:
    """The scores of this daily's channels; an owner's new one starts as one that nothing speaks for."""
    if channels == PLAIN:
        return found
    scores = {name: found.scores.get(name, -1.0) for name in (*channels.names, OTHER)}
    if not channels.nine:
        scores[OTHER] = NOTHING
    return _Found(scores=scores, sharpness=found.sharpness, reasons=_kept(found.reasons, scores), quiet=found.quiet)


def _kept(reasons: Sequence[Reason], scores: Mapping[str, float]) -> list[Reason]:
    return [reason for reason in reasons if reason["channel"] in scores]


def _own(found: _Found, like: Likeness) -> None:
    for word, where, weight in like.words:
        found.add(like.channel, weight, word, where)
    if like.example:
        found.add(like.channel, like.weight, like.example, "example")
