"""Certainty: how sure the headline's own statement is: said by the party itself, by media, by nobody, or none at all.

Value: ``{"certainty": label, "scores": {label: 0..1}, "why": [words]}``. Labels: ``official`` (a party on record about
itself, or an authority), ``reported`` (media or a named third party), ``rumor`` (leaks, unnamed sources), ``denied`` (a
refutation), ``opinion`` (comment, review, question, forecast), ``none`` (a bare topic). The words are those of the
headline and lead that spoke most for the label, or "" of none.
"""

from collections.abc import Mapping

from ribao.annotate import learned
from ribao.annotate.lexicon import load
from ribao.annotate.signs import CUES, said_of, signs_of
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.source import Source, Tier
from ribao.types.words import Words

NAME = "certainty"
VERSION = 1
LABELS = ("official", "reported", "rumor", "denied", "opinion", "none")
REFUTED = 0.6  # what a word of refutation adds to "denied"
NEWSROOM = 0.5  # what a maker's or authority's own newsroom adds to "official"
USUAL, SHARPNESS = {"reported": 0.4}, 1.5  # where word lists alone decide
_WHY = 6


def annotate(article: Article, words: Words, source: Source) -> Annotation:
    more = {"official": NEWSROOM} if source.tier is Tier.OFFICIAL else {}
    if _refutes(article.title):
        more["denied"] = REFUTED
    value = _by_model(article, words, more) or _by_lists(article, more)
    return Annotation(article_id=article.id, revision=article.revision, maker=NAME, version=VERSION, value=value)


def _refutes(title: str) -> bool:
    """Whether the lists hear a refutation. They know that rare label better than its few labelled headlines do; in a
    headline of several news it is one of them only.
    """
    if ";" in title or "；" in title:
        return False
    return any(hit.label == "denied" and hit.weight > 0 for hit in load(*CUES).find(title))


def _by_model(article: Article, words: Words, more: Mapping[str, float]) -> Mapping[str, object]:
    model = learned.shipped()
    if model is None:
        return {}
    verdict = model.weigh(signs_of(article, words), "certainty")
    shares = learned.shares(verdict.scores(more), verdict.task.sharpness)
    best = next(iter(shares))
    told = [word for word, where, _ in verdict.why(best, said_of(article, words)) if where == "title"]
    return _value(shares, told)


def _by_lists(article: Article, more: Mapping[str, float]) -> Mapping[str, object]:
    hits = [hit for hit in load(*CUES).find(article.title) if hit.weight > 0]
    scores = {label: USUAL.get(label, 0.0) + more.get(label, 0.0) for label in LABELS}
    for hit in {(hit.word, hit.label): hit for hit in hits}.values():
        scores[hit.label] += hit.weight
    shares = learned.shares(scores, SHARPNESS)
    best = next(iter(shares))
    return _value(shares, [hit.word for hit in hits if hit.label == best])


def _value(shares: Mapping[str, float], told: list[str]) -> Mapping[str, object]:
    return {
        "certainty": next(iter(shares)),
        "scores": {label: round(share, 3) for label, share in shares.items()},
        "why": list(dict.fromkeys(told))[:_WHY],
    }
