"""What each page shows, worked out from a bundle before any HTML is written. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ribao.edit.marks import Found, certainty, promotional
from ribao.render.bundle import Bundle
from ribao.render.claims import licence
from ribao.render.marking import Paragraph, Piece, Quoted, marked, pieces, sayings
from ribao.render.place import article_path, story_path
from ribao.render.promotion import originals_of, promoted, promoted_entry, said
from ribao.render.revisions import Revised, revisions, told
from ribao.render.text import EXCERPT, Quote, cut, excerpt, language_of, quote
from ribao.types.article import Article
from ribao.types.edition import Citation, Entry, EntryArticle, Section
from ribao.types.reason import Reason
from ribao.types.source import Licence

EVIDENCE = 6  # words that are shown for a promotion mark
CORRECTED = 40  # articles of a story whose mark one click puts right
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
    counts as promotion, which ``said`` tells in a sentence. ``mistaken``: ids of the articles whose mark is put right
    when the owner says that it is wrong. ``headline`` is its source's own after ``hedge``, which the daily put before it.
    """

    entry: Entry
    path: str
    headline: str
    hedge: str
    lang: str
    lines: tuple[Line, ...]
    lead: EntryArticle
    articles: int
    outlets: int
    promotion: bool
    evidence: tuple[str, ...]
    said: str = ""
    mistaken: tuple[str, ...] = ()

    @property
    def own(self) -> str:
        """The headline in its source's words alone."""
        return self.headline.removeprefix(self.hedge)

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
    def news(self) -> tuple[Item, ...]:
        return (self.lead, *self.rest) if self.lead else self.rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An article in the list of a story's reports; ``reason``: why its text could not be read, if so."""

    article: EntryArticle
    path: str
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A report with those that repeat its text."""

    report: Report
    reposts: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found in an article as a whole: how sure its headline is, and its channels, each with the reasons.

    Empty where nobody looked. ``reasons``: (word, channel). ``judged``: (model, its reason) of a judge that was asked.
    """

    certainty: str = ""
    why: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    promotion: tuple[str, ...] = ()
    promoted: bool = False
    said: str = ""
    judged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article page: what of its text may be shown. ``whole`` when nothing is held back.

    ``titled``: its headline, with what the ledger has of it. ``quoted``: sentences of the ledger that stand in no
    paragraph shown.
    """

    entry: Entry
    shown: EntryArticle
    article: Article | None
    paragraphs: tuple[Paragraph, ...]
    whole: bool
    titled: tuple[Piece, ...] = ()
    quoted: tuple[Quoted, ...] = ()
    finding: Finding = Finding()
    revised: tuple[Revised, ...] = ()

    @property
    def others(self) -> tuple[tuple[EntryArticle, str], ...]:
        """The story's other articles, with their paths."""
        return tuple((one, article_path(one.id)) for one in self.entry.articles if one.id != self.shown.id)[:8]


def channel(bundle: Bundle, name: str) -> Row:
    """All entries that belong to a channel, wherever the front page has put them."""
    entries = [
        entry
        for section in bundle.edition.sections
        for entry in section.entries
        if section.channel == name or name in entry.channels
    ]
    return row_of(bundle, Section(channel=name, entries=tuple(entries)))


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
    marked = promoted(bundle, entry)
    promotion = promoted_entry(bundle, entry, lead.id)
    speaks = marked[0] if promotion and marked and lead.id not in marked else lead.id
    mistaken = tuple(dict.fromkeys((speaks, *marked))) if promotion else originals_of(entry) or (lead.id,)
    outlets = _outlets(bundle, entry)
    lang = language_of(entry.headline.removeprefix(entry.headline_hedge), lead.language)
    return Item(
        entry=entry,
        path=story_path(entry.story),
        headline=entry.headline,
        hedge=entry.headline_hedge,
        lang=lang,
        lines=_lines(bundle, entry),
        lead=lead,
        articles=len(entry.articles),
        outlets=outlets,
        promotion=promotion,
        evidence=_promotional_words(bundle, speaks),
        said=said(bundle.annotations.get(speaks, {}), outlets),
        mistaken=mistaken[:CORRECTED],
    )


def _outlets(bundle: Bundle, entry: Entry) -> int:
    """Independent sources: those that clustering told apart, where it still knows all of the entry's articles."""
    ids = {article.id for article in entry.articles}
    story = bundle.stories.get(entry.story)
    voices = [ids.intersection(voice) for voice in story.voices] if story else []
    if voices and ids == set().union(*voices):
        return sum(map(bool, voices))
    return len({article.source_id for article in entry.articles if article.repost_of is None})


def _headlined(entry: Entry) -> EntryArticle:
    """The article whose headline the entry bears: what stands under a headline must be its own source and time.

    The entry's headline may be a title without the site's name at its end, or its first sentence.
    """
    own = entry.headline.removeprefix(entry.headline_hedge)
    titles = [(" ".join(one.title.split()), one) for one in entry.articles]
    same = [one for title, one in titles if title == own]
    longer = [one for title, one in titles if title.startswith(own)]
    return next(iter([*same, *longer, *entry.articles]))


def originals(bundle: Bundle, entry: Entry) -> tuple[Original, ...]:
    """The originals in their order, each with its reposts folded under it, then reposts whose original is not here."""
    ids = {article.id for article in entry.articles}
    heads = [article for article in entry.articles if article.repost_of is None or article.repost_of not in ids]
    return tuple(
        Original(
            report=_report(bundle, head),
            reposts=tuple(_report(bundle, one) for one in entry.articles if one.repost_of == head.id),
        )
        for head in sorted(heads, key=lambda one: one.repost_of is not None)
    )


def _report(bundle: Bundle, shown: EntryArticle) -> Report:
    article = bundle.articles.get(shown.id)
    return Report(article=shown, path=article_path(shown.id), reason=article.reason if article else None)


def reading(bundle: Bundle, article_id: str, *, whole: bool = False) -> Reading | None:
    """``whole``: for the owner, who reads all of the text whatever its licence."""
    for section in bundle.edition.sections:
        for entry in section.entries:
            for shown in entry.articles:
                if shown.id == article_id:
                    return _reading(bundle, entry, shown, whole)
    return None


def _reading(bundle: Bundle, entry: Entry, shown: EntryArticle, whole: bool) -> Reading:
    article = bundle.articles.get(shown.id)
    said = sayings(bundle, entry, shown)
    paragraphs = (article.paragraphs or ((article.summary,) if article.summary else ())) if article else ()
    held = paragraphs if whole else _held(bundle, shown, paragraphs)
    of_text = bool(article and article.paragraphs)
    where = "text" if of_text else "summary"
    in_title = [one for one in said if one.where == "title" and one.current]
    # spans of the digest point into the article's text; a summary that stands in for it has none
    spans = [(one.start, one.end) for one in _citations(entry) if one.article == shown.id and of_text]
    titled = pieces(shown.title, (), in_title)
    in_text = [one if one.where == where else replace(one, current=False) for one in said if one not in in_title]
    paragraphs_told, quoted = marked(held, paragraphs, spans, in_text)
    return Reading(
        entry=entry,
        shown=shown,
        article=article,
        paragraphs=paragraphs_told,
        whole=article is not None and held == paragraphs,
        titled=titled,
        quoted=quoted,
        finding=_finding(bundle, shown.id, _outlets(bundle, entry)),
        revised=revisions(bundle, article, whole=whole) if article else (),
    )


def _finding(bundle: Bundle, article_id: str, outlets: int) -> Finding:
    found = bundle.annotations.get(article_id, {})
    values = {name: found[name].value if name in found else {} for name in ("certainty", "channel")}
    channels = [values["channel"].get(name) for name in ("main", "second")]
    reasons = [
        (str(one["word"]), str(one["channel"]))
        for one in values["channel"].get("reasons", ())
        if str(one.get("word", "")).strip()
    ]
    return Finding(
        certainty=certainty(found),
        why=tuple(map(str, values["certainty"].get("why", ())))[:EVIDENCE],
        channels=tuple(name for name in channels if name),
        reasons=tuple(dict.fromkeys(reasons))[:EVIDENCE],
        promotion=_promotional_words(bundle, article_id),
        promoted=promotional(found),
        said=said(found, outlets),
        judged=tuple(_judged(found)),
    )


def _judged(found: Found) -> Iterator[tuple[str, str]]:
    for name in ("certainty", "channel", "promotion"):
        judge = found[name].value.get("judge") if name in found else None
        if judge:
            yield str(judge["model"]), str(judge["reason"])


def row_of(bundle: Bundle, section: Section) -> Row:
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
    """What a public page may carry of an article's text. What it tells of the text's changes is a part of that."""
    if licence(bundle, shown.source_id) is Licence.FULL:
        return paragraphs
    article = bundle.articles.get(shown.id)
    return excerpt(paragraphs, EXCERPT - told(bundle, article) if article else EXCERPT)


def _around(bundle: Bundle, entry: Entry, shown: EntryArticle) -> int:
    """Context that each quote from an article may have, so that all of them together keep to its excerpt."""
    if licence(bundle, shown.source_id) is Licence.FULL:
        return 2 * EXCERPT
    spans = [one.end - one.start for one in _citations(entry) if one.article == shown.id]
    return max(0, EXCERPT - sum(spans)) // max(1, len(spans))


def _citations(entry: Entry) -> list[Citation]:
    return [citation for sentence in entry.sentences for citation in sentence.citations]


def _promotional_words(bundle: Bundle, article_id: str) -> tuple[str, ...]:
    """The words that made an article count as promotion; empty when it does not."""
    found = bundle.annotations.get(article_id, {})
    if not promotional(found):
        return ()
    words = (_word(bundle.articles.get(article_id), span) for span in found["promotion"].value.get("spans", ()))
    return tuple(dict.fromkeys(word for word in words if word))[:EVIDENCE]


def _word(article: Article | None, span: Mapping[str, Any]) -> str:
    places = {"title": article.title, "text": article.text, "summary": article.summary} if article else {}
    return places.get(span["where"], "")[span["start"] : span["end"]]


def title_of(text: str) -> str:
    """For the ``title`` element, where a browser shows a few dozen characters anyway."""
    return cut(text, 100)
