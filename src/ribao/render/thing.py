"""The page of a person, organisation or product, worked out from what was gathered before any HTML is written. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ribao.annotate.lexicon import whole
from ribao.render.bundle import Bundle, Telling, ThingFacts
from ribao.render.claims import gone_words
from ribao.render.place import article_path, story_path
from ribao.render.quoting import Quoter
from ribao.render.text import inert, language_of
from ribao.support.folding import fold
from ribao.types.claim import Claim, Holder
from ribao.types.story import Story
from ribao.types.thing import Mention, Thing, ThingKind

PAGED = (ThingKind.PERSON, ThingKind.ORGANISATION, ThingKind.PRODUCT)  # kinds that are linked and listed
MOST_STORIES = 100
MOST_CLAIMS = 60
MOST_HOLDERS = 8
MOST_ALIASES = 12
MOST_LINKED = 12  # things under one article or story


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story on the timeline. ``path``: its page, from the site's root; empty where no edition tells it.

    ``voices``: independent sources; 0 when they were not looked at, then ``reports`` counts its articles.
    """

    headline: str
    lang: str
    at: datetime
    voices: int
    reports: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One who stands behind a claim, and the very sentence. ``path`` as in :class:`Told`, of the article's page."""

    holder: Holder
    outlet: str
    path: str
    url: str
    quote: str
    lang: str

    @property
    def gone(self) -> str:
        return gone_words(self.holder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    claim: Claim
    lang: str
    path: str  # where it stands in the ledger of its story
    said: tuple[Said, ...]
    more: int  # holders that are not shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A thing that leads to its page."""

    id: str
    kind: ThingKind
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingPage:
    thing: Thing
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    reports: int
    stories: tuple[Told, ...]
    more: int  # stories that are not shown
    claims: tuple[Stated, ...]


def thing_page(facts: ThingFacts) -> ThingPage:
    timeline = _timeline(facts)
    return ThingPage(
        thing=facts.thing,
        aliases=facts.thing.aliases[:MOST_ALIASES],
        roles=_roles(facts.mentions),
        reports=len(facts.mentions),
        stories=tuple(timeline[:MOST_STORIES]),
        more=max(0, len(timeline) - MOST_STORIES),
        claims=_claims(facts),
    )


def _roles(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The newest first: a person changes posts."""
    return tuple(dict.fromkeys(one.role for one in mentions if one.role))[:3]


def _timeline(facts: ThingFacts) -> list[Told]:
    mine = (facts.stories.get(mention.article_id) for mention in facts.mentions)
    stories = {story.id: story for story in mine if story}
    ordered = sorted(stories.values(), key=lambda story: (story.first_seen, story.id), reverse=True)
    return [told for story in ordered for told in [_told(facts, story)] if told]


def _told(facts: ThingFacts, story: Story) -> Told | None:
    ids = [member.article_id for member in story.members]
    telling = next((facts.tellings[one] for one in ids if one in facts.tellings), None)
    article = next((facts.articles[one] for one in ids if one in facts.articles), None)
    if telling is None and article is None:
        return None
    headline = telling.entry.headline if telling else inert(article.title if article else "")
    return Told(
        headline=headline,
        lang=language_of(headline, article.language if article else ""),
        at=story.first_seen,
        voices=len(story.voices),
        reports=len(ids),
        path=telling.base + story_path(telling.entry.story) if telling else "",
    )


# -- claims ----------------------------------------------------------------------------------------------------------


def _claims(facts: ThingFacts) -> tuple[Stated, ...]:
    """About the thing, or said by it; those of the newest news first, each once."""
    found: dict[str, tuple[Claim, Telling]] = {}
    mine = (facts.tellings.get(mention.article_id) for mention in facts.mentions)
    for telling in {id(one.entry): one for one in mine if one}.values():
        for claim in telling.entry.claims:
            if concerns(claim, facts.thing):
                found.setdefault(claim.id, (claim, telling))
    newest = sorted(found.values(), key=lambda row: (_last(row[0]), row[0].id), reverse=True)[:MOST_CLAIMS]
    quoter = Quoter(facts.sources)
    return tuple(_stated(facts, claim, telling, quoter) for claim, telling in newest)


def _last(claim: Claim) -> float:
    return max((change.at.timestamp() for change in claim.history), default=0.0)


def concerns(claim: Claim, thing: Thing) -> bool:
    """Whether the statement names it, or it is one of those who say so."""
    names = [fold(name) for name in (thing.name, *thing.aliases) if len(name.strip()) > 1]
    if any(fold(holder.speaker) in names for holder in claim.holders):
        return True
    statement = fold(claim.statement)
    return any(_names(statement, name) for name in names)


def _names(text: str, name: str) -> bool:
    at = text.find(name)
    while at >= 0:
        if whole(text, at, at + len(name)):
            return True
        at = text.find(name, at + 1)
    return False


def _stated(facts: ThingFacts, claim: Claim, telling: Telling, quoter: Quoter) -> Stated:
    shown = claim.holders[:MOST_HOLDERS]
    return Stated(
        claim=claim,
        lang=language_of(claim.statement, claim.language),
        path=f"{telling.base}{story_path(telling.entry.story)}#c{telling.entry.claims.index(claim) + 1}",
        said=tuple(_said(facts, holder, telling, quoter) for holder in shown),
        more=len(claim.holders) - len(shown),
    )


def _said(facts: ThingFacts, holder: Holder, telling: Telling, quoter: Quoter) -> Said:
    row = next((one for one in telling.entry.articles if one.id == holder.article_id), None)
    source = facts.sources.get(holder.source_id)
    return Said(
        holder=holder,
        outlet=row.source if row else source.title if source else holder.source_id,
        path=telling.base + article_path(holder.article_id) if row else "",
        url=row.url if row else "",
        quote=quoter.whole(holder.source_id, holder.article_id, holder.quote),
        lang=language_of(holder.quote, row.language if row else ""),
    )


# -- links -----------------------------------------------------------------------------------------------------------


def things_of(bundle: Bundle, article_ids: Iterable[str], most: int = MOST_LINKED) -> tuple[Linked, ...]:
    """What an article, or a story's articles, name: first what most of them name, then what they name most.

    Only persons, organisations and products that have a page (in an export: one of this edition).
    """
    weights: dict[str, tuple[int, int, int]] = {}
    found: dict[str, Linked] = {}
    for mention in (one for article in article_ids for one in bundle.mentions.get(article, ())):
        thing = mention.thing
        if thing.kind in PAGED and (bundle.things is None or thing.id in bundle.things):
            articles, titles, times = weights.get(thing.id, (0, 0, 0))
            weights[thing.id] = (articles + 1, titles + mention.in_title, times + mention.times)
            known = found.get(thing.id)
            role = known.role if known and known.role else mention.role
            found[thing.id] = Linked(id=thing.id, kind=thing.kind, name=thing.name, role=role)
    ranked = sorted(found, key=lambda one: (*(-weight for weight in weights[one]), one))
    return tuple(found[one] for one in ranked[:most])
