"""The ledger of a story as its page shows it: claims by status, who holds each, its history, what stands against it. Pure.

What a licence allows to quote is decided here for the story page and the article page alike.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from ribao.render.bundle import Bundle
from ribao.render.charts import history
from ribao.render.place import article_path
from ribao.render.text import EXCERPT, cut
from ribao.support.i18n import N_
from ribao.support.i18n import gettext as _
from ribao.types.attribution import SourceType, Status
from ribao.types.claim import Claim, ClaimChange, Holder
from ribao.types.edition import Entry, EntryArticle
from ribao.types.source import Licence

QUOTED = 3 * EXCERPT  # characters of an article that are quoted as evidence, besides its excerpt
SHOWN_AT_ONCE = 5  # claims of one status; the others are folded
ORDER = (Status.CONFIRMED, Status.REPORTED, Status.UNVERIFIED, Status.DENIED, Status.FORECAST)
STATUS_WORDS = {
    Status.CONFIRMED: N_("Confirmed by those concerned"),
    Status.REPORTED: N_("Reported by a named source"),
    Status.UNVERIFIED: N_("Unverified"),
    Status.DENIED: N_("Denied"),
    Status.FORECAST: N_("Forecast"),
}
SHORT_WORDS = {
    Status.CONFIRMED: N_("confirmed"),
    Status.REPORTED: N_("reported"),
    Status.UNVERIFIED: N_("unverified"),
    Status.DENIED: N_("denied"),
    Status.FORECAST: N_("forecast"),
}
ICONS = {
    Status.CONFIRMED: "●",
    Status.REPORTED: "◐",
    Status.UNVERIFIED: "○",
    Status.DENIED: "✕",
    Status.FORECAST: "◇",
}
SOURCE_WORDS = {
    SourceType.OFFICIAL: N_("official source"),
    SourceType.PERSON: N_("named person"),
    SourceType.MEDIA: N_("media"),
    SourceType.RESEARCH: N_("research firm or analyst"),
    SourceType.ANONYMOUS: N_("anonymous source"),
    SourceType.DOCUMENT: N_("document"),
    SourceType.SOCIAL: N_("social media"),
}
GONE_WORDS = {
    "corrected": N_("The article has since been corrected and no longer says this."),
    "vanished": N_("The article's page has since vanished."),
}
CERTAINTY_WORDS = {  # of an article's headline
    "official": N_("Official: those concerned say so themselves"),
    "reported": N_("Reported: somebody with a name stands behind it"),
    "rumor": N_("Rumour: nobody with a name stands behind it"),
    "denied": N_("Denied by those concerned"),
    "opinion": N_("Opinion, forecast or review"),
    "none": N_("No news that could be true or false"),
}
_PLACES = {"title": "h", "text": "s", "summary": "y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A holder. ``article`` is None when this edition does not list it. ``quote`` is empty where none may be shown.

    ``path``: the sentence on the article's page, with its fragment; empty without such a page.
    """

    holder: Holder
    article: EntryArticle | None
    outlet: str
    quote: str
    path: str

    @property
    def gone(self) -> str:
        return gone_words(self.holder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A step of a claim's history, with the address of what it rests on (empty when this edition does not list it)."""

    at: datetime
    status: Status
    speaker: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A claim that cannot also be true. ``number``: where it stands in this ledger; None when it is not in it."""

    kind: str
    ours: str
    theirs: str
    number: int | None
    other: Claim | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two that cannot both be true. ``number``: of its claim in this ledger; None when it is not in it."""

    words: str
    number: int | None
    status: Status | None
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """``kind``: as in :class:`ribao.types.claim.Contradiction`. ``number`` counts from 1."""

    number: int
    kind: str
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim, with its number in the story (from 1, as the edition lists them)."""

    number: int
    claim: Claim
    holders: tuple[Held, ...]
    history: tuple[Turn, ...]
    against: tuple[Against, ...]
    drawn: Markup  # the history, where it has more than one step

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who carries it in words of its own, each once."""
        return tuple(dict.fromkeys(held.outlet for held in self.holders))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    status: Status
    told: tuple[Told, ...]


def groups(bundle: Bundle, entry: Entry) -> tuple[Group, ...]:
    """The claims of a story by status, the surest first; no group is empty."""
    told = _all_told(bundle, entry)
    found = ((status, tuple(one for one in told if one.claim.status is status)) for status in ORDER)
    return tuple(Group(status=status, told=those) for status, those in found if those)


def disputes(ledger: Iterable[Group]) -> tuple[Dispute, ...]:
    """What in the ledger cannot both be true, each pair once, in the order of the claims."""
    by_number = {told.number: told for group in ledger for told in group.told}
    found: dict[tuple[object, ...], tuple[str, Side, Side]] = {}
    for number in sorted(by_number):
        for one in by_number[number].against:
            pair = (one.kind, *sorted([(number, one.ours), (one.number or 0, one.theirs)]))
            mine, theirs = by_number[number], by_number.get(one.number or 0)
            found.setdefault(pair, (one.kind, _side(one.ours, mine), _side(one.theirs, theirs)))
    return tuple(
        Dispute(number=number, kind=kind, sides=(one, other))
        for number, (kind, one, other) in enumerate(found.values(), 1)
    )


def _side(words: str, told: Told | None) -> Side:
    if told is None:
        return Side(words=words, number=None, status=None, outlets=())
    return Side(words=words, number=told.number, status=told.claim.status, outlets=told.outlets)


def _drawn(claim: Claim, until: datetime) -> Markup:
    if len(claim.history) < 2:
        return Markup("")
    words = " → ".join(short_status(change.status) for change in claim.history)
    return history([(change.at, change.status) for change in claim.history], until, words)


def tally(claims: Iterable[Claim]) -> tuple[tuple[Status, int], ...]:
    """How many claims have each status, the surest first; a status that none has is left out."""
    counts = Counter(claim.status for claim in claims)
    return tuple((status, counts[status]) for status in ORDER if counts[status])


def _all_told(bundle: Bundle, entry: Entry) -> list[Told]:
    rows = {row.id: row for row in entry.articles}
    numbers = {claim.id: number for number, claim in enumerate(entry.claims, 1)}
    quoted = quotable(bundle, entry)
    return [
        Told(
            number=number,
            claim=claim,
            holders=tuple(_held(bundle, holder, rows, quoted) for holder in claim.holders),
            history=tuple(_turn(change, claim, rows) for change in claim.history),
            against=tuple(_against(entry, claim, numbers)),
            drawn=_drawn(claim, bundle.edition.as_of),
        )
        for number, claim in enumerate(entry.claims, 1)
    ]


def _held(bundle: Bundle, holder: Holder, rows: Mapping[str, EntryArticle], quoted: frozenset[str]) -> Held:
    row = rows.get(holder.article_id)
    source = bundle.sources.get(holder.source_id)
    return Held(
        holder=holder,
        article=row,
        outlet=row.source if row else source.title if source else holder.source_id,
        quote=shown_quote(bundle, holder) if place_id(holder) in quoted else "",
        path=_path(holder, row) if place_id(holder) in quoted else _page(row),
    )


def _page(row: EntryArticle | None) -> str:
    return article_path(row.id) if row else ""


def _path(holder: Holder, row: EntryArticle | None) -> str:
    return f"{article_path(row.id)}#{fragment(holder, row)}" if row else ""


def _turn(change: ClaimChange, claim: Claim, rows: Mapping[str, EntryArticle]) -> Turn:
    row = rows.get(change.article_id)
    return Turn(at=change.at, status=change.status, speaker=change.speaker, path=_page(row))


def _against(entry: Entry, claim: Claim, numbers: Mapping[str, int]) -> Iterator[Against]:
    by_id = {other.id: other for other in entry.claims}
    for one in claim.contradicts:
        number, other = numbers.get(one.claim_id), by_id.get(one.claim_id)
        yield Against(kind=one.kind, ours=one.ours, theirs=one.theirs, number=number, other=other)


# -- where a holder's sentence stands, and whether it may be quoted --------------------------------------------------


def fragment(holder: Holder, row: EntryArticle) -> str:
    """Of the sentence on its article's page. One of another reading than the page shows stands apart there."""
    place = f"{_PLACES.get(holder.where, 'x')}{holder.span[0]}"
    return place if holder.revision == row.revision else f"r{holder.revision}{place}"


def place_id(holder: Holder) -> str:
    """The same for two holders of one sentence."""
    return f"{holder.article_id} {holder.revision} {holder.where} {holder.span[0]}"


def quotable(bundle: Bundle, entry: Entry) -> frozenset[str]:
    """Places of the holders whose sentences may be quoted: per article at most QUOTED characters, a title not counted,
    unless its source's licence allows more.
    """
    left: dict[str, int] = {}
    found: set[str] = set()
    for holder in (holder for claim in entry.claims for holder in claim.holders):
        place = place_id(holder)
        if place in found:
            continue
        free = holder.where == "title" or licence(bundle, holder.source_id) is Licence.FULL
        length = 0 if free else min(len(holder.quote), EXCERPT)
        if length <= left.setdefault(holder.article_id, QUOTED):
            left[holder.article_id] -= length
            found.add(place)
    return frozenset(found)


def shown_quote(bundle: Bundle, holder: Holder) -> str:
    """The sentence; of an endless one as much as an excerpt may have."""
    return holder.quote if licence(bundle, holder.source_id) is Licence.FULL else cut(holder.quote, EXCERPT)


def licence(bundle: Bundle, source_id: str) -> Licence:
    source = bundle.sources.get(source_id)
    return source.licence if source else Licence.EXCERPT


# -- in words --------------------------------------------------------------------------------------------------------


def status_words(status: Status) -> str:
    return _(STATUS_WORDS[status])


def short_status(status: Status) -> str:
    return _(SHORT_WORDS[status])


def icon(status: Status) -> str:
    return ICONS[status]


def source_words(kind: SourceType) -> str:
    return _(SOURCE_WORDS[kind])


def gone_words(holder: Holder) -> str:
    """What has become of the article since; empty where it stands as it did."""
    return _(GONE_WORDS[holder.gone]) if holder.gone in GONE_WORDS else ""


def speaker_words(speaker: str) -> str:
    """Nobody named is told as such."""
    return speaker or _("someone not named")
