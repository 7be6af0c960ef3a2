"""Keeping: the door through which the owner saves, and a thing as it is at the moment when it is saved."""

import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ribao.render.text import cut, inert, web_address
from ribao.serve.newsstand import Newsstand
from ribao.serve.reply import Shelf
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.store.port import EditionKey, Store
from ribao.types.article import Article
from ribao.types.claim import Claim
from ribao.types.collection import DEFAULT, MOST_NAME, MOST_NOTE, Collection, Kept, KeptKind
from ribao.types.edition import Edition, Entry, EntryArticle

MOST_HEADLINE = 300  # characters
MOST_STATEMENT = 200
READ = 12  # editions kept at hand
_BASE = re.compile(r"d/(\d{4}-\d{2}-\d{2})/(?:r(\d{1,6})/)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """``store``: where collections are kept. ``opened`` is False while invented news is shown: that is not to be saved.

    ``reading``: the site changes nothing; what is there can be read.
    """

    store: Store
    now: Callable[[], datetime]
    opened: Callable[[], bool] = lambda: True
    reading: bool = False

    @property
    def saves(self) -> bool:
        return self.opened() and not self.reading


# -- collections -----------------------------------------------------------------------------------------------------


def made_at_need(keep: Keep, name: str, into: str = "") -> Collection:
    """The collection to save into: that of the id ``into``, else that of the name, made now; for neither the default.

    Raises Problem for a name that cannot be one, LookupError when there is no such id.
    """
    if name.strip():
        made = Collection(id=secrets.token_hex(8), name=name_of(name), made_at=keep.now())
        return keep.store.add_collection(made)
    if into in ("", DEFAULT):
        return keep.store.add_collection(Collection(id=DEFAULT, name="", made_at=keep.now()))
    there = keep.store.collection(into)
    if there is None:
        raise LookupError(into)
    return there


def name_of(text: str) -> str:
    """Raises Problem for a name that cannot be one."""
    name = " ".join(inert(text).split())
    if not name:
        raise Problem(_("A collection needs a name."))
    if len(name) > MOST_NAME:
        raise Problem(_("A name has at most {n} characters; this one has {m}.").format(n=MOST_NAME, m=f"{len(name):,}"))
    return name


def note_of(text: str) -> str:
    """Raises Problem for one that is too long."""
    note = inert(text).replace("\r\n", "\n").strip()
    if len(note) > MOST_NOTE:
        told = _("A note has at most {n} characters; this one has {m}. Nothing was changed.")
        raise Problem(told.format(n=f"{MOST_NOTE:,}", m=f"{len(note):,}"), "", _("Go back, and shorten it."))
    return note


def put(store: Store, collection_id: str, kept: Kept) -> None:
    """Where it is there already, only its note joins what was noted. Raises Problem when they are too long together."""
    if store.keep(collection_id, [kept]) or not kept.note:
        return
    places = store.kept_in().get(kept.id, ())
    item = next((id_ for where, id_ in places if where == collection_id), kept.id)
    there = store.kept_one(collection_id, item)
    if there is not None and kept.note not in there.note:
        store.put_note(collection_id, item, note_of(f"{there.note}\n\n{kept.note}"))


def title_of(one: Collection) -> str:
    return one.name or (_("Saved") if one.id == DEFAULT else one.id)


# -- what editions tell ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry, and the folder of the edition's pages that tells it."""

    base: str
    entry: Entry


class Telling:
    """Which edition tells a story. Editions that were read are kept at hand."""

    def __init__(self, desk: Newsstand, language: Callable[[], str]) -> None:
        self.desk = desk
        self.language = language
        self.read: Shelf[Mapping[str, Entry]] = Shelf(READ, lambda _: 1)

    def key_of(self, base: str) -> EditionKey | None:
        """The edition whose pages lie in that folder."""
        found = _BASE.fullmatch(base)
        try:
            day = date.fromisoformat(found[1]) if found else None
        except ValueError:
            return None
        return self.desk.edition(day, int(found[2]) if found and found[2] else None) if day else None

    def at(self, base: str, story: str) -> Found | None:
        key = self.key_of(base)
        entry = self.entries(key).get(story) if key else None
        return Found(base=base, entry=entry) if entry else None

    def of_article(self, base: str, article: str) -> Found | None:
        """The entry of that edition which lists it."""
        key = self.key_of(base)
        found = (
            one for one in (self.entries(key) if key else {}).values() if any(a.id == article for a in one.articles)
        )
        return next((Found(base=base, entry=one) for one in found), None)

    def now(self, story: str) -> tuple[EditionKey, Found] | None:
        """The newest edition that tells the story, or the one that it is a part of now."""
        for one in dict.fromkeys([self.desk.living(story) or story, story]) if story else ():
            key = self.desk.holding(one) if one else None
            entry = self.entries(key).get(one) if key else None
            if key and entry:
                return key, Found(base=self.base_of(key), entry=entry)
        return None

    def base_of(self, key: EditionKey) -> str:
        """The folder in which its pages are found: the day's, as long as it is the newest of its day."""
        day = f"d/{key.date.isoformat()}/"
        return day if self.desk.edition(key.date) == key or not key.revision else f"{day}r{key.revision}/"

    def entries(self, key: EditionKey) -> Mapping[str, Entry]:
        return self.read.get(key, lambda: _entries(self._edition(key)))

    def _edition(self, key: EditionKey) -> Edition:
        stored = self.desk.store.edition(key.date, key.profile, key.revision)
        return stored or self.desk.bundle(key, self.language()).edition


def _entries(edition: Edition) -> dict[str, Entry]:
    return {entry.story: entry for section in edition.sections for entry in section.entries}


# -- things as they are now ------------------------------------------------------------------------------------------


def as_now(telling: Telling, kind: KeptKind, ref: str, story: str, base: str, at: datetime) -> Kept | None:
    """The thing, to be kept. ``base``: folder of the edition whose page shows it, ``story``: that of a claim.

    None when there is no such thing.
    """
    if kind is KeptKind.ARTICLE:
        return _article(telling, ref, base, at)
    told = ref if kind is KeptKind.STORY else story
    newest = telling.now(told)
    for found in filter(None, (telling.at(base, told), newest[1] if newest else None)):
        if kind is KeptKind.STORY:
            return _story(telling.desk.store, found, at)
        for claim in found.entry.claims:
            if claim.id == ref:
                return _claim(found, claim, at)
    return None


def _story(store: Store, found: Found, at: datetime) -> Kept:
    entry = found.entry
    lead = entry.articles[0] if entry.articles else None
    story = store.story_now(entry.story)
    members = [member.article_id for member in story.members] if story else []
    return Kept(
        kind=KeptKind.STORY,
        ref=entry.story,
        at=at,
        headline=_line(entry.headline),
        source=_outlet(lead) if lead else "",
        published_at=entry.first_seen,
        url=web_address(lead.url) if lead else "",
        language=lead.language if lead else "",
        story=entry.story,
        edition=found.base,
        articles=tuple(dict.fromkeys([*(one.id for one in entry.articles), *members])),
    )


def _claim(found: Found, claim: Claim, at: datetime) -> Kept:
    rows = {row.id: row for row in found.entry.articles}
    first = claim.holders[0] if claim.holders else None
    row = rows.get(first.article_id) if first else None
    heard = [article for one in claim.holders for article in (one.article_id, *one.copies)]
    return Kept(
        kind=KeptKind.CLAIM,
        ref=claim.id,
        at=at,
        headline=_line(found.entry.headline),
        source=_outlet(row) if row else "",
        published_at=first.at if first else None,
        url=web_address(row.url) if row else "",
        language=claim.language,
        statement=cut(inert(claim.statement), MOST_STATEMENT),
        status=claim.status.value,
        story=found.entry.story,
        edition=found.base,
        articles=tuple(dict.fromkeys([*heard, *(turn.article_id for turn in claim.history)])),
    )


def _article(telling: Telling, ref: str, base: str, at: datetime) -> Kept | None:
    store, found = telling.desk.store, telling.of_article(base, ref)
    row = next((one for one in found.entry.articles if one.id == ref), None) if found else None
    article = store.article(ref)
    if article is None and row is None:
        return None
    story = store.stories_of([ref]).get(ref)
    shown = article or row
    assert shown is not None
    return Kept(
        kind=KeptKind.ARTICLE,
        ref=ref,
        at=at,
        headline=_line(shown.title) or _("Untitled"),
        source=_outlet(row) if row else outlet_of(telling.desk, article),
        published_at=shown.published_at,
        url=web_address(shown.url),
        language=shown.language,
        story=story.id if story else found.entry.story if found else "",
        edition=base if found else "",
        articles=(ref,),
    )


def outlet_of(desk: Newsstand, article: Article | None) -> str:
    if article is None:
        return ""
    titles = (source.title for source, _ in desk.sources() if source.id == article.source_id)
    return _line(article.source_name or next(titles, article.source_id))


def _outlet(row: EntryArticle) -> str:
    return _line(row.source or row.source_id)


def _line(text: str) -> str:
    return cut(" ".join(inert(text).split()), MOST_HEADLINE)


def claim_in(claims: Iterable[Claim], kept: Kept) -> tuple[int, Claim] | None:
    """The claim that was kept and its number, from 1; the ids of claims are others where their story was merged."""
    numbered = list(enumerate(claims, 1))
    same = [one for one in numbered if one[1].id == kept.ref]
    alike = [one for one in numbered if cut(inert(one[1].statement), MOST_STATEMENT) == kept.statement]
    return next(iter(same or alike), None)
