"""Invented material for the tests of the ledger, with attributions made by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ribao.edit.ledger.material import Material
from ribao.support.sentences import sentences
from ribao.types.annotation import Annotation
from ribao.types.article import Article, TextFrom
from ribao.types.attribution import Attribution, SourceType, Status
from ribao.types.source import Source
from ribao.types.story import Member, Story

AT = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


def article(id_: str, title: str, *paragraphs: str, hours: float = 0, revision: int = 1, **more: Any) -> Article:
    values: dict[str, Any] = {
        "source_id": f"o{id_}", "url": f"https://o{id_}.example/", "dated": "page", "seen_at": AT, "language": "zh-Hans",
        "page_sha256": "0" * 64, "text_from": TextFrom.PAGE if paragraphs else TextFrom.NONE,
        "published_at": AT + timedelta(hours=hours),
    }  # fmt: skip
    return Article(id=id_, title=title, paragraphs=paragraphs, revision=revision, **(values | more))


def says(
    of: Article, source: str, cue: str, content: str, kind: str, status: str, *, where: str = "text", **more: Any
) -> Attribution:
    whole = of.title if where == "title" else of.text
    at = whole.index(content)
    sentence = next((s, e) for s, e in sentences(whole) if s <= at < e)

    def span(words: str) -> tuple[int, int] | None:
        found = whole.index(words, *sentence) if words else -1
        return (found, found + len(words)) if words else None

    return Attribution(
        where=where, sentence=sentence, source=span(source), cue=span(cue), content=(at, at + len(content)),
        source_type=SourceType(kind), status=Status(status), **more,
    )  # fmt: skip


def name(kind: str, text: str, *aliases: str, organisation: str = "") -> dict[str, Any]:
    return {"id": f"{kind}-{text}", "kind": kind, "name": text, "aliases": list(aliases), "organisation": organisation}


def annotated(
    of: Article, attributions: Sequence[Attribution] = (), names: Sequence[Any] = (), certainty: str = "none"
) -> dict[str, Annotation]:
    values: dict[str, dict[str, Any]] = {
        "attribution": {"attributions": [one.as_value() for one in attributions]},
        "names": {"names": list(names)},
        "certainty": {"certainty": certainty},
    }
    return {
        maker: Annotation(article_id=of.id, revision=of.revision, maker=maker, version=1, value=value)
        for maker, value in values.items()
    }


def material(
    *told: tuple[Article, dict[str, Annotation]],
    reposts: dict[str, str] | None = None,
    voices: tuple[tuple[str, ...], ...] = (),
    **more: Any,
) -> Material:
    """``told``: revisions of articles with their annotations."""
    revisions: dict[str, list[Article]] = {}
    for one, _ in told:
        revisions.setdefault(one.id, []).append(one)
    firsts = sorted((many[0] for many in revisions.values()), key=lambda one: (one.published_at, one.id))
    return Material(
        story=Story(
            id="story",
            members=tuple(Member(article_id=one.id, repost_of=(reposts or {}).get(one.id)) for one in firsts),
            first_seen=firsts[0].published_at,
            last_seen=firsts[-1].published_at,
            voices=voices,
        ),
        revisions=revisions,
        annotations={(one.id, one.revision): found for one, found in told},
        sources={one.source_id: Source(id=one.source_id, url="", title=f"{one.source_id}报") for one, _ in told},
        **more,
    )
