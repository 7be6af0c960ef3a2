"""edition.json: an edition as data, for other programs. Described by ``schema/edition-1.schema.json``.

Equal editions give equal bytes: keys stand in the order of the schema, open-ended maps are sorted by name, times are
RFC 3339 in the edition's own time zone, text is UTF-8 and ends with a newline.
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ribao.types.claim import Claim, ClaimChange, Contradiction, Holder
from ribao.types.edition import Citation, Edition, Entry, EntryArticle, FailedSource, Section, Sentence

VERSION = 1
SCHEMA_NAME = f"edition-{VERSION}.schema.json"
Local = Callable[[datetime], str]


def schema() -> bytes:
    """The JSON Schema (draft 2020-12) that every edition.json of this version satisfies."""
    return (Path(__file__).parent / "schema" / SCHEMA_NAME).read_bytes()


def to_json(edition: Edition) -> bytes:
    """``edition`` as UTF-8 JSON; a lone surrogate in a text becomes ``?`` so that spans keep their meaning."""
    text = json.dumps(_edition(edition), ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "replace")


def _edition(edition: Edition) -> dict[str, Any]:
    local = partial(_local, zone=ZoneInfo(edition.timezone))
    return {
        "schema": SCHEMA_NAME,
        "version": VERSION,
        "date": edition.date.isoformat(),
        "profile": edition.profile,
        "revision": edition.revision,
        "made_at": local(edition.made_at),
        "as_of": local(edition.as_of),
        "timezone": edition.timezone,
        "sample": edition.sample,
        "note": edition.note,
        "sections": [_section(section, local) for section in edition.sections],
        "counts": dict(sorted(edition.counts.items())),
        "failed": [_failed(source) for source in edition.failed],
    }


def _section(section: Section, local: Local) -> dict[str, Any]:
    return {"channel": section.channel, "entries": [_entry(entry, local) for entry in section.entries]}


def _entry(entry: Entry, local: Local) -> dict[str, Any]:
    return {
        "story": entry.story,
        "headline": entry.headline,
        "sentences": [_sentence(sentence) for sentence in entry.sentences],
        "articles": [_article(article, local) for article in entry.articles],
        "first_seen": local(entry.first_seen),
        "rank_terms": dict(sorted(entry.rank_terms.items())),
        "channels": list(entry.channels),
        "headline_hedge": entry.headline_hedge,
        "claims": [_claim(claim, local) for claim in entry.claims],
    }


def _claim(claim: Claim, local: Local) -> dict[str, Any]:
    return {
        "id": claim.id,
        "statement": claim.statement,
        "language": claim.language,
        "status": claim.status.value,
        "rule": claim.rule,
        "holders": [_holder(holder, local) for holder in claim.holders],
        "history": [_change(change, local) for change in claim.history],
        "contradicts": [_contradiction(one) for one in claim.contradicts],
    }


def _holder(holder: Holder, local: Local) -> dict[str, Any]:
    return {
        "speaker": holder.speaker,
        "source_type": holder.source_type.value,
        "status": holder.status.value,
        "article": holder.article_id,
        "revision": holder.revision,
        "source_id": holder.source_id,
        "at": local(holder.at),
        "where": holder.where,
        "start": holder.span[0],
        "end": holder.span[1],
        "quote": holder.quote,
        "copies": list(holder.copies),
        "gone": holder.gone,
    }


def _change(change: ClaimChange, local: Local) -> dict[str, Any]:
    return {
        "at": local(change.at),
        "status": change.status.value,
        "article": change.article_id,
        "speaker": change.speaker,
    }


def _contradiction(one: Contradiction) -> dict[str, Any]:
    return {"claim": one.claim_id, "kind": one.kind, "ours": one.ours, "theirs": one.theirs}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "citations": [_citation(citation) for citation in sentence.citations]}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "article": citation.article,
        "page_sha256": citation.page_sha256,
        "start": citation.start,
        "end": citation.end,
    }


def _article(article: EntryArticle, local: Local) -> dict[str, Any]:
    return {
        "id": article.id,
        "revision": article.revision,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "source_id": article.source_id,
        "editor": article.editor,
        "published_at": local(article.published_at),
        "language": article.language,
        "repost_of": article.repost_of,
    }


def _failed(source: FailedSource) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "code": source.reason.code.value,
        "detail": source.reason.detail,
    }


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
