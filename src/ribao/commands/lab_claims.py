"""``ribao lab claims``: the pipeline's own makers and ledger over the articles of one story, from a file."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ribao import joining, ledgering
from ribao.commands.lab_files import write
from ribao.commands.lab_items import moment, rows
from ribao.edit.ledger.book import Book
from ribao.edit.ledger.material import Material
from ribao.support import i18n
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.script import language_of
from ribao.support.store.tidying import tidy_text
from ribao.types.article import Article, TextFrom
from ribao.types.claim import Claim
from ribao.types.source import Source


def tell_claims(articles: Path, output: Path, model: Path | None = None) -> int:
    """The claims of the story go to ``output``; how many statements were left out of it is told."""
    book = ledger_of(list(_articles(articles)), model)
    told = {"claims": [as_row(claim) for claim in book.claims]}
    write(output, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    if book.left_out:
        print(_("{count} statements more are left out of the ledger.").format(count=book.left_out), file=sys.stderr)
    print(_("{count} claims: {output}").format(count=len(book.claims), output=output))
    return 0


def ledger_of(readings: Sequence[Article], model: Path | None = None) -> Book:
    """``readings``: articles of one story, of each its revisions in order."""
    revisions: dict[str, list[Article]] = {}
    for reading in readings:
        revisions.setdefault(reading.id, []).append(reading)
    if not revisions:
        return Book(claims=())
    sources = {one.source_id: Source(id=one.source_id, url="", title=one.source_id) for one in readings}
    material = Material(
        story=joining.as_one([many[-1] for many in revisions.values()], sources),
        revisions=revisions,
        annotations={},
        sources=sources,
        read_at={(one.id, one.revision): one.seen_at for one in readings},
        language=i18n.language(),
    )
    return ledgering.write(ledgering.Task(material=material, unseen=readings, model=model))


def as_row(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "statement": claim.statement,
        "language": claim.language,
        "status": claim.status.value,
        "rule": claim.rule,
        "holders": [
            {
                "speaker": holder.speaker,
                "source_type": holder.source_type.value,
                "status": holder.status.value,
                "article": holder.article_id,
                "quote": holder.quote,
                "copies": list(holder.copies),
                "gone": holder.gone,
            }
            for holder in claim.holders
        ],
        "history": [
            {
                "t": change.at.isoformat(),
                "status": change.status.value,
                "article": change.article_id,
                "speaker": change.speaker,
            }
            for change in claim.history
        ],
        "contradicts": [
            {"claim": one.claim_id, "kind": one.kind, "ours": one.ours, "theirs": one.theirs}
            for one in claim.contradicts
        ],
    }


def _articles(path: Path) -> Iterable[Article]:
    """An id that is met again is a later revision of its article."""
    met: dict[str, Article] = {}
    for number, item in rows(path):
        made = _article(item, path, number, met)
        met[made.id] = made
        yield made


def _article(item: Any, path: Path, number: int, met: dict[str, Article]) -> Article:
    at, id_ = moment(_text(item, "published_at")), _text(item, "id")
    if at is None or not id_:
        raise Problem(
            _("{path} cannot be read as the articles of a story (line {n}).").format(path=path, n=number),
            _('An article needs an "id", and a "published_at" such as 2026-05-14T08:00:00Z.'),
            _("Give one JSON object a line: id, title, text, source, published_at."),
        )
    title, lines = " ".join(_text(item, "title").split()), _text(item, "text").split("\n")
    paragraphs = tuple(line.strip() for line in lines if line.strip())
    first = met.get(id_)
    return Article(
        id=id_,
        source_id=_text(item, "source"),
        url="",
        title=title,
        published_at=first.published_at if first else at,
        dated="feed",
        seen_at=at,
        language=language_of("\n".join((title, *paragraphs)), ""),
        page_sha256="",
        text_from=TextFrom.PAGE if paragraphs else TextFrom.NONE,
        paragraphs=paragraphs,
        revision=first.revision + 1 if first else 1,
    )


def _text(item: Any, name: str) -> str:
    found = item.get(name) if isinstance(item, dict) else None
    if isinstance(found, int) and name == "id":
        return str(found)
    return tidy_text(found) if isinstance(found, str) else ""
