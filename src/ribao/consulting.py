"""Consulting: an embedder and a judge, where the owner has them, asked about headlines that clustering compares."""

from collections.abc import Sequence

from ribao.cluster.opinions import Opinions, Pair
from ribao.settings import Settings
from ribao.support.clock import Clock
from ribao.support.minds.opened import open_embedder, open_judge, telling
from ribao.support.minds.port import Pair as Question
from ribao.support.progress import Progress
from ribao.support.store.port import Store
from ribao.types.article import Article

LEAD = 300  # characters that a model is shown of a text


async def opinions(
    store: Store,
    clock: Clock,
    settings: Settings,
    progress: Progress,
    articles: Sequence[Article],
    doubtful: Sequence[Pair],
) -> Opinions:
    """What the owner's embedder and judge say; without them, or when they fail, of nothing."""
    tell = telling(progress)
    async with (
        open_embedder(settings.embedder, tell, store=store, clock=clock) as embedder,
        open_judge(settings.judge, tell, store=store, clock=clock) as judge,
    ):
        vectors = await embedder.embed([told_as(article) for article in articles]) if embedder else None
        asked = await judge.same(pairs_of(articles, doubtful)) if judge else ()
    rows = [(article.id, vectors.row(at)) for at, article in enumerate(articles)] if vectors else []
    return Opinions(
        vectors={article_id: row for article_id, row in rows if row is not None},
        verdicts={pair: verdict for pair, verdict in zip(doubtful, asked, strict=False) if verdict is not None},
    )


def told_as(article: Article) -> str:
    """Headline and lead, as a model is shown them."""
    lead = article.text or article.summary
    return f"{article.title}\n{lead[:LEAD]}".strip()


def pairs_of(articles: Sequence[Article], pairs: Sequence[Pair]) -> list[Question]:
    by_id = {article.id: article for article in articles}
    asked = [(by_id[one], by_id[other]) for one, other in pairs]
    return [
        Question(
            one=told_as(one),
            other=told_as(other),
            one_at=one.published_at.isoformat(),
            other_at=other.published_at.isoformat(),
        )
        for one, other in asked
    ]
