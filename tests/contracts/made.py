"""Small nouns for store tests; every field may be named."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from ribao.support.store.port import Reading, Refreshed, Store
from ribao.types.article import Article, Picture, TextFrom
from ribao.types.edition import Citation, Edition, Entry, EntryArticle, Section, Sentence
from ribao.types.lead import Lead
from ribao.types.page import Page
from ribao.types.source import Source, SourceState
from ribao.types.story import Member, Story

NOW = datetime(2026, 1, 15, 8, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def a_source(source_id: str = "alpha", **fields: Any) -> Source:
    values = {"url": f"https://{source_id}.example/feed", "title": source_id.title(), **fields}
    return Source(id=source_id, **values)


def a_state(source_id: str = "alpha", **fields: Any) -> SourceState:
    return SourceState(**{"source_id": source_id, "url": f"https://{source_id}.example/feed", **fields})


def a_lead(name: str = "one", source_id: str = "alpha", **fields: Any) -> Lead:
    values: dict[str, Any] = {
        "id": sha256(f"{source_id}\0{name}".encode()).hexdigest()[:16],
        "source_id": source_id,
        "key": f"id:{name}",
        "alt_key": f"url:https://{source_id}.example/{name}",
        "url": f"https://{source_id}.example/{name}",
        "title": f"News of {name}",
        "seen_at": NOW,
        "published_at": NOW - 10 * MINUTE,
        "summary": f"<p>{name} in short</p>",
    }
    return Lead(**{**values, **fields})


def a_page(body: bytes = b"<html>a page</html>", **fields: Any) -> Page:
    values: dict[str, Any] = {
        "sha256": sha256(body).hexdigest(),
        "url": "https://alpha.example/one",
        "requested_url": "https://alpha.example/one?from=feed",
        "status": 200,
        "headers": (("Content-Type", "text/html"), ("Set-Cookie", "a"), ("Set-Cookie", "b")),
        "fetched_at": NOW,
        "body": body,
    }
    return Page(**{**values, **fields})


def an_article(lead: Lead | str = "one", page: Page | None = None, **fields: Any) -> Article:
    lead = lead if isinstance(lead, Lead) else a_lead(lead)
    values: dict[str, Any] = {
        "id": lead.id,
        "source_id": lead.source_id,
        "url": lead.url,
        "title": lead.title,
        "published_at": lead.published_at or lead.seen_at,
        "dated": "feed",
        "seen_at": lead.seen_at,
        "language": "zh-Hans",
        "page_sha256": (page or a_page()).sha256,
        "text_from": TextFrom.PAGE,
        "paragraphs": ("第一段。", "第二段。"),
        "source_name": "某社",
        "editor": "某人",
        "pictures": (Picture(url="https://alpha.example/1.jpg", caption="图"),),
    }
    return Article(**{**values, **fields})


def a_reading(lead: Lead | str = "one", page: Page | None = None, **fields: Any) -> Reading:
    """A reading that succeeded; ``fields`` are the article's."""
    lead = lead if isinstance(lead, Lead) else a_lead(lead)
    page = page or a_page()
    return Reading(lead_id=lead.id, article=an_article(lead, page, **fields), page=page)


def a_story(story_id: str, *articles: str, **fields: Any) -> Story:
    values: dict[str, Any] = {
        "members": tuple(Member(article_id=article) for article in articles),
        "first_seen": NOW,
        "last_seen": NOW,
    }
    return Story(**{"id": story_id, **values, **fields})


def an_edition(*articles: Article, revision: int = 0, **fields: Any) -> Edition:
    values: dict[str, Any] = {
        "date": date(2026, 1, 15),
        "profile": "daily",
        "revision": revision,
        "made_at": NOW,
        "as_of": NOW,
        "timezone": "Asia/Shanghai",
        "sections": (Section(channel="头条", entries=tuple(an_entry(article) for article in articles)),),
        "counts": {"articles": len(articles)},
    }
    return Edition(**{**values, **fields})


def an_entry(article: Article) -> Entry:
    cited = Citation(article=article.id, page_sha256=article.page_sha256, start=0, end=4)
    return Entry(
        story=f"s-{article.id}",
        headline=article.title,
        sentences=(Sentence(text=article.text[:4], citations=(cited,)),),
        articles=(
            EntryArticle(
                id=article.id,
                revision=article.revision,
                title=article.title,
                url=article.url,
                source=article.source_name,
                source_id=article.source_id,
                editor=article.editor,
                published_at=article.published_at,
                language=article.language,
            ),
        ),
        first_seen=NOW,
        rank_terms={"tier": 1.0, "recency": 0.25},
        channels=("业界资讯",),
    )


def show(store: Store, *leads: Lead) -> Any:
    """The sources show these leads; returns what was counted."""
    by_source: dict[str, list[Lead]] = {}
    for lead in leads:
        by_source.setdefault(lead.source_id, []).append(lead)
    return store.save_refresh(
        [Refreshed(state=a_state(source), leads=tuple(shown)) for source, shown in by_source.items()]
    )


def later(lead: Lead, **fields: Any) -> Lead:
    """The lead as its feed shows it an hour later, updated."""
    return replace(lead, **{"updated_at": NOW + 60 * MINUTE, "seen_at": NOW + 61 * MINUTE, **fields})
