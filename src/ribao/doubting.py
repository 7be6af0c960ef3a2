"""Doubting: the marks of which annotating is unsure, put to the owner's judge, where he has one and asks for it.

A choice changes a label and nothing else: spans, reasons and scores stay what the text gave. It is kept in the
annotation as ``"judge": {"label", "confidence", "reason", "model", "was"}``. The most doubtful are asked about first;
what is not answered within the budget or the time stays as it was, and nobody waits longer.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ribao.annotate import promotion_model
from ribao.settings import Settings
from ribao.support.clock import Clock
from ribao.support.minds.opened import open_judge, telling
from ribao.support.minds.port import Choice, Doubt, Judge
from ribao.support.minds.text import headline_and_lead
from ribao.support.portions import portions
from ribao.support.progress import Progress
from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.article import Article

MOST_SECONDS = 120.0
PORTION = 32
SURE = 0.6  # confidence from which a choice counts
UNSURE = (
    0.25  # a lead of the first label over the second, or a distance from the border, below which a mark is doubtful
)
EVEN = 0.5  # where word lists alone decide
CERTAINTIES = ("official", "reported", "rumor", "denied", "opinion", "none")

Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one maker's label is doubted: ``lead`` (None: nothing to doubt), its ``label``, and the value ``with_label``."""

    name: str
    lead: Callable[[Value], float | None]
    label: Callable[[Value], str]
    choices: Callable[[Value], tuple[str, ...]]
    with_label: Callable[[Value, str], Value]


def lead_of_scores(value: Value) -> float | None:
    """Of shares: the first's lead over the second, relative to their sum; None with fewer than two."""
    scores = sorted((float(score) for score in value.get("scores", {}).values()), reverse=True)[:2]
    total = sum(map(abs, scores))
    return None if len(scores) < 2 or total <= 0 else (scores[0] - scores[1]) / total


def lead_of_promo(value: Value) -> float | None:
    """How far the score is from the border; None where there is no evidence at all, or the owner decided."""
    if not value.get("spans") or "by" in value:
        return None
    model = promotion_model.load()
    return abs(float(value["score"]) - (model.threshold if model else EVEN))


def _promo(value: Value, label: str) -> Value:
    promo = label == "promo"
    kind = (value.get("kind") or "advertorial") if promo else ""
    return {**value, "promo": promo, "kind": kind}


def _channel(value: Value, label: str) -> Value:
    second = value["main"] if label != value["main"] else value.get("second")
    return {**value, "main": label, "second": second}


KINDS: Mapping[str, Kind] = {
    "promotion": Kind(
        name="promo",
        lead=lead_of_promo,
        label=lambda value: "promo" if value["promo"] else "news",
        choices=lambda _value: ("promo", "news"),
        with_label=_promo,
    ),
    "certainty": Kind(
        name="certainty",
        lead=lead_of_scores,
        label=lambda value: str(value["certainty"]),
        choices=lambda _value: CERTAINTIES,
        with_label=lambda value, label: {**value, "certainty": label},
    ),
    "channel": Kind(
        name="channel",
        lead=lead_of_scores,
        label=lambda value: str(value["main"]),
        choices=lambda value: tuple(value.get("scores", {})),
        with_label=_channel,
    ),
}


async def doubted(
    store: Store,
    clock: Clock,
    settings: Settings,
    progress: Progress,
    articles: Mapping[str, Article],
    fresh: Sequence[Annotation],
    most_seconds: float = MOST_SECONDS,
) -> list[Annotation]:
    """``fresh`` with the judge's choices in it; as given where there is no judge, or ``judge.most_doubts`` is 0."""
    most = settings.judge.most_doubts
    if not (settings.judge.url and most):
        return list(fresh)
    open_ones = doubtful(fresh)[:most]
    async with open_judge(settings.judge, telling(progress), store=store, clock=clock) as judge:
        choices = await _asked(judge, articles, fresh, open_ones, most_seconds) if judge else {}
    return [decided(one, choices[at]) if at in choices else one for at, one in enumerate(fresh)]


def doubtful(annotations: Sequence[Annotation]) -> list[int]:
    """Positions of what is worth a question, most doubtful first; what the judge decided before is not."""
    found = []
    for at, one in enumerate(annotations):
        kind = KINDS.get(one.maker)
        lead = kind.lead(one.value) if kind and "judge" not in one.value else None
        if lead is not None and lead < UNSURE:
            found.append((lead, one.article_id, one.maker, at))
    return [at for *_order, at in sorted(found)]


def decided(one: Annotation, choice: Choice) -> Annotation:
    """A choice of little confidence changes no label, and is kept all the same."""
    kind = KINDS[one.maker]
    was = kind.label(one.value)
    changed = (
        kind.with_label(one.value, choice.label) if choice.confidence >= SURE and choice.label != was else one.value
    )
    said = {"label": choice.label, "confidence": choice.confidence, "reason": choice.reason, "model": choice.model}
    return replace(one, value={**changed, "judge": {**said, "was": was}})


async def _asked(
    judge: Judge,
    articles: Mapping[str, Article],
    fresh: Sequence[Annotation],
    positions: Sequence[int],
    seconds: float,
) -> dict[int, Choice]:
    found: dict[int, Choice] = {}
    try:
        async with asyncio.timeout(seconds):
            for part in portions([at for at in positions if fresh[at].article_id in articles], PORTION):
                asked = [question(articles[fresh[at].article_id], fresh[at]) for at in part]
                answers = await judge.choose(asked)
                found |= {at: answer for at, answer in zip(part, answers, strict=True) if answer is not None}
    except TimeoutError:
        pass  # what was answered counts; the rest stays as the offline method has it
    return found


def question(article: Article, one: Annotation) -> Doubt:
    kind = KINDS[one.maker]
    return Doubt(kind=kind.name, text=headline_and_lead(article), choices=kind.choices(one.value))
