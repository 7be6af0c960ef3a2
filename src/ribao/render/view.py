"""What each page shows, worked out from a bundle before any HTML is written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from ribao.edit.marks import promotional
from ribao.render.bundle import Bundle
from ribao.render.place import article_path, story_path
from ribao.render.text import EXCERPT, Quote, cut, excerpt, language_of, quote
from ribao.types.article import Article
from ribao.types.channel import TOP
from ribao.types.edition import Citation, Entry, EntryArticle, Section
from ribao.types.source import Licence

BRIEF = 5  # sentences of 今日导读
NEWEST = 8  # headlines of 昨夜今晨
EVIDENCE = 6  # words that are shown for a promotion mark
BESIDE = 3  # headlines beside the lead of a section
LONG_HEADLINE = 90  # characters from which a headline is set smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One citation mark: its number in the digest, and the article it leads to. ``quote`` is None when there is no text.

    ``anchor``: the paragraph on the article's page, empty when that page does not show it.
    """

    number: int
    article: EntryArticle
    quote: Quote | None
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    lang: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry ready to be shown.

    ``outlets`` counts the sources that did not merely repeat another's text. ``evidence``: the words for which it
    counts as promotion.
    """

    entry: Entry
    path: str
    headline: str
    lang: str
    lines: tuple[Line, ...]
    lead: EntryArticle
    latest: datetime
    articles: int
    outlets: int
    promotion: bool
    evidence: tuple[str, ...]

    @property
    def long(self) -> bool:
        return len(self.headline) > LONG_HEADLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A section of the front page: its lead, the other headlines, and what was found to be promotion."""

    channel: str
    lead: Item | None
    rest: tuple[Item, ...]
    promotions: tuple[Item, ...]

    @property
    def beside(self) -> tuple[Item, ...]:
        """The headlines that stand beside the lead; the others go below, so that no column is left empty."""
        return self.rest[:BESIDE]

    @property
    def below(self) -> tuple[Item, ...]:
        return self.rest[BESIDE:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """``raised``: the sections that stand beside the rail, under 头条, so that no hole is left there."""

    main: Item | None
    beside: tuple[Item, ...]
    brief: tuple[tuple[str, Item], ...]  # channel, item
    newest: tuple[Item, ...]
    raised: tuple[Row, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An article of a story with those that repeat its text."""

    article: EntryArticle
    path: str
    reposts: tuple[tuple[EntryArticle, str], ...]  # article, path


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """``pieces``: text and whether it is cited, in order."""

    number: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article page: what of its text may be shown. ``whole`` when nothing is held back."""

    entry: Entry
    shown: EntryArticle
    article: Article | None
    paragraphs: tuple[Paragraph, ...]
    whole: bool

    @property
    def others(self) -> tuple[tuple[EntryArticle, str], ...]:
        """The story's other articles, with their paths."""
        return tuple((one, article_path(one.id)) for one in self.entry.articles if one.id != self.shown.id)[:8]


def front(bundle: Bundle) -> Front:
    sections = bundle.edition.sections
    top = next((section for section in sections if section.channel == TOP), None)
    rows = tuple(_row(bundle, section) for section in sections if section.channel != TOP)
    rows = tuple(row for row in rows if row.lead or row.promotions)
    leading = tuple(item(bundle, entry) for entry in top.entries) if top else ()
    newest = _newest([*leading, *(one for row in rows for one in _items(row))])
    told = sum(1 for row in rows if row.lead and row.lead.lines)
    raised = _raised(leading, rows, min(BRIEF, told) + len(newest))
    return Front(
        main=leading[0] if leading else None,
        beside=leading[1:],
        brief=_brief(rows[raised:]),
        newest=newest,
        raised=rows[:raised],
        rows=rows[raised:],
    )


def channel(bundle: Bundle, name: str) -> Row:
    """All entries that belong to a channel, wherever the front page has put them."""
    entries = [
        entry
        for section in bundle.edition.sections
        for entry in section.entries
        if section.channel == name or name in entry.channels
    ]
    return _row(bundle, Section(channel=name, entries=tuple(entries)))


def find_entry(bundle: Bundle, story_id: str) -> tuple[Section, Entry] | None:
    for section in bundle.edition.sections:
        for entry in section.entries:
            if entry.story == story_id:
                return section, entry
    return None


def neighbours(bundle: Bundle, section: Section, entry: Entry) -> tuple[Item, ...]:
    """Other stories of its section, then of its channels, for those who read on."""
    akin = (e for s in bundle.edition.sections for e in s.entries if set(e.channels) & set(entry.channels))
    chosen = {other.story: other for other in [*section.entries, *akin] if other.story != entry.story}
    return tuple(item(bundle, other) for other in chosen.values())[:8]


def item(bundle: Bundle, entry: Entry) -> Item:
    lead = _headlined(entry)
    lang = language_of(entry.headline, lead.language)
    return Item(
        entry=entry,
        path=story_path(entry.story),
        headline=entry.headline,
        lang=lang,
        lines=_lines(bundle, entry),
        lead=lead,
        latest=max(article.published_at for article in entry.articles),
        articles=len(entry.articles),
        outlets=len({article.source_id for article in entry.articles if article.repost_of is None}),
        promotion=promotional(bundle.annotations.get(lead.id, {})),
        evidence=_evidence(bundle, entry),
    )


def _headlined(entry: Entry) -> EntryArticle:
    """The article whose headline the entry bears: what stands under a headline must be its own source and time."""
    return next((one for one in entry.articles if one.title == entry.headline), entry.articles[0])


def originals(entry: Entry) -> tuple[Original, ...]:
    """The articles in their order, each repost folded under its original (or standing alone when that is not here)."""
    ids = {article.id for article in entry.articles}
    heads = [article for article in entry.articles if article.repost_of is None or article.repost_of not in ids]
    return tuple(
        Original(
            article=head,
            path=article_path(head.id),
            reposts=tuple((one, article_path(one.id)) for one in entry.articles if one.repost_of == head.id),
        )
        for head in heads
    )


def reading(bundle: Bundle, article_id: str) -> Reading | None:
    for section in bundle.edition.sections:
        for entry in section.entries:
            for shown in entry.articles:
                if shown.id == article_id:
                    return _reading(bundle, entry, shown)
    return None


def _reading(bundle: Bundle, entry: Entry, shown: EntryArticle) -> Reading:
    article = bundle.articles.get(shown.id)
    if article is None:
        return Reading(entry=entry, shown=shown, article=None, paragraphs=(), whole=False)
    paragraphs = article.paragraphs or ((article.summary,) if article.summary else ())
    held = _held(bundle, shown, paragraphs)
    spans = [(one.start, one.end) for one in _citations(entry) if one.article == shown.id]
    return Reading(
        entry=entry,
        shown=shown,
        article=article,
        # spans point into the article's text; a summary that stands in for it has none
        paragraphs=_marked(held, paragraphs, spans if article.paragraphs else []),
        whole=held == paragraphs,
    )


def _marked(held: Sequence[str], paragraphs: Sequence[str], spans: Sequence[tuple[int, int]]) -> tuple[Paragraph, ...]:
    result, offset = [], 0
    for number, (shown, full) in enumerate(zip(held, paragraphs, strict=False), 1):
        inside = [(max(start - offset, 0), min(end - offset, len(shown))) for start, end in spans]
        result.append(Paragraph(number=number, pieces=_pieces(shown, inside)))
        offset += len(full) + 1  # the newline between paragraphs counts
    return tuple(result)


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """``text`` in pieces, each with whether it is cited; overlapping spans are one."""
    pieces, at = [], 0
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if end > at:
            pieces += [(text[at:start], False), (text[max(at, start) : end], True)]
            at = end
    return tuple(piece for piece in [*pieces, (text[at:], False)] if piece[0])


def _row(bundle: Bundle, section: Section) -> Row:
    """Promotion never leads a section: it is folded at its foot."""
    items = [item(bundle, entry) for entry in section.entries]
    news = [one for one in items if not one.promotion]
    lead = next((one for one in news if one.lines), news[0] if news else None)
    return Row(
        channel=section.channel,
        lead=lead,
        rest=tuple(one for one in news if one is not lead),
        promotions=tuple(one for one in items if one.promotion),
    )


def _items(row: Row) -> Iterable[Item]:
    return [*([row.lead] if row.lead else []), *row.rest]


def _brief(rows: Iterable[Row]) -> tuple[tuple[str, Item], ...]:
    told = [(row.channel, row.lead) for row in rows if row.lead and row.lead.lines]
    return tuple(told[:BRIEF])


def _newest(items: Iterable[Item]) -> tuple[Item, ...]:
    told = sorted(items, key=lambda one: (one.latest, one.entry.story), reverse=True)
    return tuple(one for one in told if not one.promotion)[:NEWEST]


def _raised(leading: Sequence[Item], rows: Sequence[Row], in_rail: int) -> int:
    """How many sections stand beside the rail so that both columns end at about the same line.

    Heights are estimated in lines of text: a browser cannot balance this by itself.
    """
    if not leading:
        return 0
    free = 6 + 2.2 * in_rail - (8 + _digest_lines(leading[0], 38))
    besides = [6 + _digest_lines(one, 20) for one in leading[1:]]
    free -= sum(max(besides[i : i + 2]) for i in range(0, len(besides), 2))
    left = list(accumulate(map(_row_lines, rows), lambda have, lines: have - lines, initial=free))
    return min(range(len(left)), key=lambda count: abs(left[count]))


def _row_lines(row: Row) -> float:
    """Lines that a section takes in the wide column of the front page."""
    lead = 3.5 + _digest_lines(row.lead, 22) if row.lead else 0
    return 3 + max(lead, 3.0 * len(row.beside)) + 3.0 * -(-len(row.below) // 2)


def _digest_lines(one: Item, width: int) -> float:
    """Lines of its digest at ``width`` Chinese characters a line; Latin letters are about half as wide."""
    return sum(len(line.text) * (1.0 if line.lang.startswith("zh") else 0.55) for line in one.lines) / width


def _lines(bundle: Bundle, entry: Entry) -> tuple[Line, ...]:
    articles = {article.id: article for article in entry.articles}
    lines, number = [], 0
    for sentence in entry.sentences:
        cited = []
        for citation in sentence.citations:
            if citation.article in articles:
                number += 1
                cited.append(_cited(bundle, entry, articles[citation.article], citation, number))
        lang = language_of(sentence.text, cited[0].article.language if cited else "")
        lines.append(Line(text=sentence.text, lang=lang, cited=tuple(cited)))
    return tuple(lines)


def _cited(bundle: Bundle, entry: Entry, shown: EntryArticle, citation: Citation, number: int) -> Cited:
    article = bundle.articles.get(shown.id)
    if article is None:
        return Cited(number=number, article=shown, quote=None, anchor="")
    found = quote(article.paragraphs, citation.start, citation.end, _around(bundle, entry, shown))
    on_page = found is not None and found.paragraph <= len(_held(bundle, shown, article.paragraphs))
    anchor = f"#p{found.paragraph}" if found and on_page else ""
    return Cited(number=number, article=shown, quote=found, anchor=anchor)


def _held(bundle: Bundle, shown: EntryArticle, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """What a public page may carry of an article's text."""
    return paragraphs if _licence(bundle, shown) is Licence.FULL else excerpt(paragraphs, EXCERPT)


def _around(bundle: Bundle, entry: Entry, shown: EntryArticle) -> int:
    """Context that each quote from an article may have, so that all of them together keep to its excerpt."""
    if _licence(bundle, shown) is Licence.FULL:
        return 2 * EXCERPT
    spans = [one.end - one.start for one in _citations(entry) if one.article == shown.id]
    return max(0, EXCERPT - sum(spans)) // max(1, len(spans))


def _citations(entry: Entry) -> list[Citation]:
    return [citation for sentence in entry.sentences for citation in sentence.citations]


def _licence(bundle: Bundle, shown: EntryArticle) -> Licence:
    source = bundle.sources.get(shown.source_id)
    return source.licence if source else Licence.EXCERPT


def _evidence(bundle: Bundle, entry: Entry) -> tuple[str, ...]:
    """The words that made its lead article count as promotion; empty when it does not."""
    lead = _headlined(entry).id
    found = bundle.annotations.get(lead, {})
    if not promotional(found):
        return ()
    words = (_word(bundle.articles.get(lead), span) for span in found["promotion"].value.get("spans", ()))
    return tuple(dict.fromkeys(word for word in words if word))[:EVIDENCE]


def _word(article: Article | None, span: Mapping[str, Any]) -> str:
    places = {"title": article.title, "text": article.text, "summary": article.summary} if article else {}
    return places.get(span["where"], "")[span["start"] : span["end"]]


def title_of(text: str) -> str:
    """For the ``title`` element, where a browser shows a few dozen characters anyway."""
    return cut(text, 100)
