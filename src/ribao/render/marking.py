"""The text of an article with what was found in it: sentences that are cited, and who is said to say what. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ribao.edit.marks import attributions
from ribao.render.bundle import Bundle
from ribao.render.claims import fragment, place_id, quotable, shown_quote
from ribao.types.article import Article
from ribao.types.attribution import Attribution, SourceType, Span, Status
from ribao.types.edition import Entry, EntryArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A sentence and who says it. ``number``: of the claim in the story's ledger; None for an attribution alone.

    ``current``: it stands in the reading that the page shows. ``gone``: as in :class:`ribao.types.claim.Holder`.
    """

    where: str
    span: Span
    speaker: str
    source_type: SourceType
    status: Status
    fragment: str
    number: int | None = None
    quote: str = ""
    current: bool = True
    gone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """``cited`` in the digest. ``held``: part of a sentence of the ledger. ``begins``, ``ends``: sayings of it that
    begin and end here.
    """

    text: str
    cited: bool = False
    held: bool = False
    begins: tuple[Saying, ...] = ()
    ends: tuple[Saying, ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """Fragments that lead here, each once."""
        return tuple(dict.fromkeys(one.fragment for one in self.begins if one.fragment))

    @property
    def notes(self) -> tuple[Saying, ...]:
        """What is told behind it, each thing once: several claims of one sentence have one speaker and status."""
        return tuple({(one.speaker, one.status): one for one in reversed(self.ends)}.values())[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence of the ledger that stands in no paragraph of the page: beyond the excerpt, or in an earlier reading."""

    fragment: str
    text: str
    notes: tuple[Saying, ...]

    @property
    def earlier(self) -> bool:
        return not self.notes[0].current


def marked(
    held: Sequence[str], whole: Sequence[str], cited: Sequence[Span], said: Sequence[Saying]
) -> tuple[tuple[Paragraph, ...], tuple[Quoted, ...]]:
    """The paragraphs that may be shown (``held`` of ``whole``), and the sentences of the ledger that are in none of them.

    Spans count in the paragraphs joined by newlines.
    """
    result: list[Paragraph] = []
    there: set[int] = set()
    offset = 0
    for number, (shown, full) in enumerate(zip(held, whole, strict=False), 1):
        kept = len(shown) if shown == full else len(shown.rstrip("… "))  # a cut paragraph ends with an ellipsis
        inside = [one for one in said if one.current and offset <= one.span[0] and one.span[1] - offset <= kept]
        there.update(map(id, inside))
        own = [replace(one, span=(one.span[0] - offset, one.span[1] - offset)) for one in inside]
        spans = [(start - offset, end - offset) for start, end in cited]
        result.append(Paragraph(number=number, pieces=pieces(shown, spans, own)))
        offset += len(full) + 1  # the newline between paragraphs counts
    return tuple(result), _apart([one for one in said if id(one) not in there])


def _apart(said: Iterable[Saying]) -> tuple[Quoted, ...]:
    by_place: dict[str, list[Saying]] = {}
    for one in said:
        if one.number is not None:
            by_place.setdefault(one.fragment, []).append(one)
    return tuple(
        Quoted(fragment=fragment, text=those[0].quote, notes=tuple(those)) for fragment, those in by_place.items()
    )


def sayings(bundle: Bundle, entry: Entry, shown: EntryArticle) -> tuple[Saying, ...]:
    """Of one article: what the ledger holds of it and may quote, then what else its sentences attribute."""
    held = tuple(_held(bundle, entry, shown))
    taken = [(one.where, one.span) for one in held if one.current]
    article = bundle.articles.get(shown.id)
    found = _attributed(bundle, shown, article) if article else ()
    return held + tuple(one for one in found if not any(_same(one, where, span) for where, span in taken))


def _same(one: Saying, where: str, span: Span) -> bool:
    return one.where == where and one.span[0] < span[1] and span[0] < one.span[1]


def _held(bundle: Bundle, entry: Entry, shown: EntryArticle) -> Iterator[Saying]:
    quoted = quotable(bundle, entry)
    for number, claim in enumerate(entry.claims, 1):
        for holder in claim.holders:
            if holder.article_id == shown.id and place_id(holder) in quoted:
                yield Saying(
                    where=holder.where,
                    span=holder.span,
                    speaker=holder.speaker,
                    source_type=holder.source_type,
                    status=holder.status,
                    fragment=fragment(holder, shown),
                    number=number,
                    quote=shown_quote(bundle, holder),
                    current=holder.revision == shown.revision,
                    gone=holder.gone,
                )


def _attributed(bundle: Bundle, shown: EntryArticle, article: Article) -> Iterator[Saying]:
    """One a sentence: the outermost, who is the one that the outlet itself quotes."""
    annotations = bundle.annotations.get(shown.id, {})
    mark = annotations.get("attribution")
    if mark is None or mark.revision != article.revision:
        return
    seen: set[tuple[str, Span]] = set()
    for one in attributions(annotations):
        if one.within is None and (one.where, one.sentence) not in seen:
            seen.add((one.where, one.sentence))
            yield Saying(
                where=one.where,
                span=one.sentence,
                speaker=_speaker(one, article),
                source_type=one.source_type,
                status=one.status,
                fragment="",
            )


def _speaker(one: Attribution, article: Article) -> str:
    text = {"title": article.title, "text": article.text, "summary": article.summary}.get(one.where, "")
    return one.resolved or (text[slice(*one.source)] if one.source else "")


def pieces(text: str, cited: Iterable[Span], said: Sequence[Saying]) -> tuple[Piece, ...]:
    """``text`` cut wherever a span begins or ends. Spans count in ``text``, and those of nothing are left out."""
    spans = [(max(0, start), min(end, len(text))) for start, end in cited]
    spans = [span for span in spans if span[0] < span[1]]
    known = [one for one in said if 0 <= one.span[0] < one.span[1] <= len(text)]
    cuts = sorted({0, len(text), *(at for span in [*spans, *(one.span for one in known)] for at in span)})
    return tuple(
        Piece(
            text=text[start:end],
            cited=any(a <= start and end <= b for a, b in spans),
            held=any(one.number is not None and one.span[0] <= start and end <= one.span[1] for one in known),
            begins=tuple(one for one in known if one.span[0] == start),
            ends=tuple(one for one in known if one.span[1] == end),
        )
        for start, end in pairwise(cuts)
    )
