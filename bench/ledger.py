"""The ledger of a story: 40 articles with five statements each, and 500; processor time of one core.

The peer is reading the statements and finding whom they name, which nobody can leave out: what comes on top is merging,
holders, history and contradictions. The story is invented; attributions are made by rule, so no maker is timed here.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any

from bench.measurement import Measurement
from ribao.edit.ledger.material import Material
from ribao.types.annotation import Annotation
from ribao.types.article import Article, TextFrom
from ribao.types.attribution import Attribution, SourceType, Status
from ribao.types.source import Source
from ribao.types.story import Member, Story

ACTS = (
    "将涨价",
    "将裁员",
    "召回新机",
    "发布新品",
    "推迟上市",
    "起诉对手",
    "收购同行",
    "关停门店",
    "更换总裁",
    "扩建工厂",
)
AT = datetime(2031, 5, 6, tzinfo=UTC)
NAMES = [{"id": "o", "kind": "organisation", "name": "云雀科技", "aliases": [], "organisation": ""}]
STATEMENTS, ROUNDS = 5, 5


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    from ribao.cluster import model
    from ribao.edit.ledger.book import book
    from ribao.edit.ledger.hearing import hear
    from ribao.ledgering import alike_by

    del options
    alike = alike_by(model.load())
    for articles in (40, 500):
        material = _material(articles)
        book(material, alike)  # tables are read once in a process
        ours = min(_seconds(lambda m=material: book(m, alike)) for _ in range(ROUNDS))  # type: ignore[misc]
        alone = min(_seconds(lambda m=material: hear(m)) for _ in range(ROUNDS))  # type: ignore[misc]
        yield Measurement(
            name=f"ledger: a story of {articles} articles, {articles * STATEMENTS:,} statements",
            value=round(ours * 1000, 1),
            unit="ms",
            peer="hearing the statements alone",
            peer_value=round(alone * 1000, 1),
            ratio=round(alone / ours, 2),
            aim="<= 150 ms" if articles == 40 else "bounded",
        )


def _seconds(work: Any) -> float:
    start = process_time()
    work()
    return process_time() - start


def _material(articles: int) -> Material:
    told = [_told(n) for n in range(articles)]
    return Material(
        story=Story(
            id="story", members=tuple(Member(article_id=one.id) for one, _ in told), first_seen=AT, last_seen=AT
        ),
        revisions={one.id: [one] for one, _ in told},
        annotations={(one.id, 1): found for one, found in told},
        sources={"s": Source(id="s", url="", title="新港日报")},
    )


def _told(n: int) -> tuple[Article, dict[str, Annotation]]:
    starts = [f"消息人士{k}称，" for k in range(STATEMENTS)]
    said = [f"云雀科技第{n % 7}事业部{ACTS[(n + k) % 10]}，涉及{100 + 7 * k + n % 3}家门店" for k in range(STATEMENTS)]
    lines = [f"{start}{content}。" for start, content in zip(starts, said, strict=True)]
    article = Article(
        id=f"{n:04}", source_id="s", url="", title=f"云雀科技{ACTS[n % 10]}", published_at=AT + timedelta(minutes=n),
        dated="feed", seen_at=AT, language="zh-Hans", page_sha256="", text_from=TextFrom.PAGE, paragraphs=tuple(lines),
    )  # fmt: skip
    values: dict[str, dict[str, Any]] = {
        "attribution": {"attributions": list(_attributions(starts, lines))},
        "names": {"names": NAMES},
        "certainty": {"certainty": "reported"},
    }
    return article, {
        maker: Annotation(article_id=article.id, revision=1, maker=maker, version=1, value=value)
        for maker, value in values.items()
    }


def _attributions(starts: list[str], lines: list[str]) -> Iterator[dict[str, Any]]:
    at = 0
    for start, line in zip(starts, lines, strict=True):
        yield Attribution(
            where="text",
            sentence=(at, at + len(line)),
            source=(at, at + len(start) - 2),
            cue=(at + len(start) - 2, at + len(start) - 1),
            content=(at + len(start), at + len(line) - 1),
            source_type=SourceType.ANONYMOUS,
            status=Status.UNVERIFIED,
        ).as_value()
        at += len(line) + 1
