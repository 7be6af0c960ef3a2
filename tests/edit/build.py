"""Invented articles, sources and stories for the tests of annotate, cluster and edit."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from ribao.edit.desk import Desk
from ribao.types.annotation import Annotation
from ribao.types.article import Article, TextFrom
from ribao.types.source import Source, Tier
from ribao.types.story import Member, Story

NOW = datetime(2031, 5, 6, 23, 0, tzinfo=UTC)


def article(id_: str, title: str, *paragraphs: str, source: str = "s1", hours: float = 2, **more: Any) -> Article:
    """``hours``: how long before NOW it was published."""
    at = NOW - timedelta(hours=hours)
    values: dict[str, Any] = {
        "url": f"https://{source}.example/{id_}",
        "dated": "feed",
        "seen_at": at,
        "language": "zh-Hans",
        "page_sha256": sha256(id_.encode()).hexdigest(),
        "text_from": TextFrom.PAGE if paragraphs else TextFrom.NONE,
    }
    return Article(id=id_, source_id=source, title=title, published_at=at, paragraphs=paragraphs, **(values | more))


def source(id_: str = "s1", **more: Any) -> Source:
    return Source(**({"id": id_, "url": f"https://{id_}.example/feed", "title": f"{id_}报"} | more))


def story(*articles: Article, reposts: dict[str, str] | None = None) -> Story:
    copies = reposts or {}
    ordered = sorted(articles, key=lambda one: (one.published_at, one.id))
    return Story(
        id="s" + ordered[0].id,
        members=tuple(Member(article_id=one.id, repost_of=copies.get(one.id)) for one in ordered),
        first_seen=ordered[0].published_at,
        last_seen=ordered[-1].published_at,
    )


def marks(article_id: str, **values: Any) -> dict[str, Annotation]:
    """``channel="智能手机"``, ``promotion=True``, ``roundup=True``."""
    shaped = {
        "channel": lambda value: {"main": value, "second": None},
        "promotion": lambda value: {"promo": value},
        "roundup": lambda value: {"roundup": value},
    }
    return {
        maker: Annotation(article_id=article_id, revision=1, maker=maker, version=1, value=shaped[maker](value))
        for maker, value in values.items()
    }


def desk(articles: Iterable[Article], stories: Iterable[Story], **more: Any) -> Desk:
    listed = list(articles)
    values: dict[str, Any] = {
        "date": date(2031, 5, 7),
        "as_of": NOW,
        "made_at": NOW,
        "timezone": "Asia/Shanghai",
        "sources": {one.source_id: source(one.source_id, tier=Tier.ORIGINAL) for one in listed},
        "annotations": {},
    }
    return Desk(**(values | {"stories": tuple(stories), "articles": {one.id: one for one in listed}} | more))
