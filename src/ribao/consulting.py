"""Consulting: an embedder and a judge, where the owner has them, asked about headlines that clustering compares."""

import asyncio
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.opinions import Opinions, Pair
from ribao.settings import Settings
from ribao.support.clock import Clock
from ribao.support.i18n import gettext as _
from ribao.support.minds.opened import open_embedder, open_judge, telling
from ribao.support.minds.port import Embedder, Judge, Verdict
from ribao.support.minds.port import Pair as Question
from ribao.support.minds.text import headline_and_lead
from ribao.support.portions import portions
from ribao.support.progress import Progress
from ribao.support.store.port import Store
from ribao.types.article import Article

MOST_SECONDS = 300.0  # for either of the two in one run: a server may be slow for hours and never fail
PORTION = 32  # answers taken in together, at least; those that came are of use whatever becomes of the next


async def opinions(
    store: Store,
    clock: Clock,
    settings: Settings,
    progress: Progress,
    articles: Sequence[Article],
    doubtful: Sequence[Pair],
    most_seconds: float = MOST_SECONDS,
) -> Opinions:
    """What the owner's embedder and judge say; without them, or when they fail, of nothing.

    Each has ``most_seconds``; what it said by then counts, and the rest is asked in the next run.
    """
    tell = telling(progress)
    async with (
        open_embedder(settings.embedder, tell, store=store, clock=clock) as embedder,
        open_judge(settings.judge, tell, store=store, clock=clock) as judge,
    ):
        portion = max(settings.embedder.batch, PORTION)
        vectors = await _vectors(embedder, articles, portion, most_seconds, progress) if embedder else {}
        verdicts = await _verdicts(judge, articles, doubtful, most_seconds, progress) if judge else {}
    return Opinions(vectors=vectors, verdicts=verdicts)


async def _vectors(
    embedder: Embedder, articles: Sequence[Article], portion: int, seconds: float, progress: Progress
) -> Mapping[str, NDArray[np.float32]]:
    """By article id; the newest are asked about first."""
    found: dict[str, NDArray[np.float32]] = {}
    newest = sorted(articles, key=lambda one: (one.published_at, one.id), reverse=True)
    try:
        async with asyncio.timeout(seconds):
            for part in portions(newest, portion):
                vectors = await embedder.embed([headline_and_lead(article) for article in part])
                rows = ((article.id, vectors.row(at)) for at, article in enumerate(part))
                found |= {article_id: row for article_id, row in rows if row is not None}
    except TimeoutError:
        told = _(
            "Embedder {model}: {seconds:g} s were not enough; {count} of {all} headlines are left to the next run."
        )
        count = len(articles) - len(found)
        progress.say(told.format(model=embedder.model, seconds=seconds, count=count, all=len(articles)))
    return found


async def _verdicts(
    judge: Judge, articles: Sequence[Article], doubtful: Sequence[Pair], seconds: float, progress: Progress
) -> Mapping[Pair, Verdict]:
    found: dict[Pair, Verdict] = {}
    try:
        async with asyncio.timeout(seconds):
            for part in portions(doubtful, PORTION):
                answers = await judge.same(pairs_of(articles, part))
                found |= {pair: answer for pair, answer in zip(part, answers, strict=True) if answer is not None}
    except TimeoutError:
        told = _("Judge {model}: {seconds:g} s were not enough; {count} of {all} pairs are left to the next run.")
        count = len(doubtful) - len(found)
        progress.say(told.format(model=judge.model, seconds=seconds, count=count, all=len(doubtful)))
    return found


def pairs_of(articles: Sequence[Article], pairs: Sequence[Pair]) -> list[Question]:
    by_id = {article.id: article for article in articles}
    asked = [(by_id[one], by_id[other]) for one, other in pairs]
    return [
        Question(
            one=headline_and_lead(one),
            other=headline_and_lead(other),
            one_at=one.published_at.isoformat(),
            other_at=other.published_at.isoformat(),
        )
        for one, other in asked
    ]
