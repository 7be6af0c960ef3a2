"""The ledger of a story, with the words and vectors of the model of stories. Its book is written in a worker process.

``edit/`` knows only that two statements are alike, from 0 to 1; how alike is measured here. :class:`Clerk` gathers from
the store what a ledger is made of: also members of a story that are older than this edition's articles, and revisions
that were corrected since.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ribao.annotate import makers
from ribao.annotate.words import tokens
from ribao.cluster import model as models
from ribao.cluster.buckets import bucket
from ribao.cluster.grams import grams_of, unit
from ribao.cluster.lexicon import HAN
from ribao.cluster.marks import concepts_of, pairs_of
from ribao.cluster.model import Model
from ribao.edit.candidate import muted
from ribao.edit.desk import Desk
from ribao.edit.ledger.book import Book, book
from ribao.edit.ledger.material import Alike, Key, Material
from ribao.edit.marks import Found
from ribao.support.folding import fold
from ribao.support.i18n import gettext as _
from ribao.support.store.port import Store
from ribao.types.annotation import Annotation
from ribao.types.article import Article
from ribao.types.claim import Claim
from ribao.types.edition import Edition, Entry
from ribao.types.source import Source
from ribao.types.story import Member, Story

CHAPTERS = 5  # before the present one, whose articles are heard
MOST_LETTERS = 400  # of a statement that are compared
_PAIR = 0.5  # weight of two neighbouring characters beside a whole word

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``unseen``: revisions of the material that nobody examined yet. ``model``: the owner's own, where there may be one."""

    material: Material
    unseen: Sequence[Article] = ()
    model: Path | None = None


Ask = Callable[[Task], Book]  # writes a book, somewhere


def write(task: Task) -> Book:
    """The book of a story. Runs in a worker process, in the lab, in benches."""
    model = models.choose(task.model, lambda _told: None)  # stage 4 has told what there is to say of it
    return book(examined(task.material, task.unseen), alike_by(model))


def examined(material: Material, unseen: Sequence[Article]) -> Material:
    """With the annotations of those revisions."""
    found: dict[Key, Found] = dict(material.annotations)
    for article in unseen:
        source = material.sources.get(article.source_id)
        if source is not None:
            made = makers.annotate(article, source)
            found[article.id, article.revision] = {annotation.maker: annotation for annotation in made}
    return replace(material, annotations=found)


def by_revision(annotations: Mapping[str, Found]) -> dict[Key, Found]:
    """What is kept by article, by article and revision."""
    found: dict[Key, dict[str, Annotation]] = {}
    for id_, made in annotations.items():
        for maker, annotation in made.items():
            found.setdefault((id_, annotation.revision), {})[maker] = annotation
    return dict(found)


# -- what a ledger is made of ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Asks for the book of one story after the other. ``ask`` may raise what ends a worker: then there is no book."""

    store: Store
    desk: Desk
    shown: Mapping[str, Article]  # of the desk's articles those that are not muted
    now: datetime
    ask: Ask
    tell: Callable[[str], None]
    model: Path | None = None

    def claims(self, story: Story) -> tuple[Claim, ...]:
        task = self.task(story)
        try:
            return self.ask(task).claims
        except Exception as error:  # the death of its worker, or a fault of ours: the story is told without
            told = _("The ledger of a story could not be written, and is left out: {story} ({error})")
            self.tell(told.format(story=story.id, error=error))
            return ()

    def task(self, story: Story) -> Task:
        chapters = self._before(story)
        told = replace(
            story,
            members=tuple(member for one in (*chapters, story) for member in one.members),
            voices=tuple(voice for one in (*chapters, story) for voice in one.voices),
        )
        ids = [member.article_id for member in told.members]
        articles = {**self._older(ids), **{id_: self.shown[id_] for id_ in ids if id_ in self.shown}}
        revisions = {id_: self._revisions(article) for id_, article in sorted(articles.items())}
        annotations = self._annotations(list(articles))
        later = [one for many in revisions.values() for one in many if one.revision > 1]
        material = Material(
            story=told,
            earlier={member.article_id for one in chapters for member in one.members},
            revisions=revisions,
            annotations=annotations,
            sources={one.source_id: self.desk.sources[one.source_id] for one in articles.values()},
            read_at={(one.id, one.revision): at for one in later if (at := self._read_at(one)) is not None},
            language=self.desk.language,
        )
        replaced = [
            one for many in revisions.values() for one in many[:-1] if (one.id, one.revision) not in annotations
        ]
        return Task(material=material, unseen=replaced, model=self.model)

    def _before(self, story: Story) -> list[Story]:
        """The chapters that this one follows, oldest first: the rumour may be two days older than its confirmation."""
        found: list[Story] = []
        while story.follows and len(found) < CHAPTERS:
            before = self.store.story_now(story.follows)
            if before is None or before.id == story.id or before in found:
                break
            found.insert(0, before)
            story = before
        return found

    def _older(self, ids: Sequence[str]) -> dict[str, Article]:
        """Members that the desk does not hold, because they are older than its window: neither muted nor of later."""
        missing = [id_ for id_ in ids if id_ not in self.desk.articles]
        if not missing:
            return {}
        found = self.store.articles_by_id(missing)
        known = {id_: self._as_known(one) for id_, one in found.items() if one.source_id in self.desk.sources}
        told = {id_: one for id_, one in known.items() if one.published_at <= self.desk.as_of}
        hidden = muted(replace(self.desk, articles=told))
        return {id_: article for id_, article in told.items() if id_ not in hidden}

    def _as_known(self, article: Article) -> Article:
        """Of the moment: a look back does not know what was corrected since."""
        for one in reversed(self.store.revisions(article.id)) if article.revision > 1 else ():
            at = self._read_at(one)
            if one.revision == 1 or at is None or at <= self.now:
                return one
        return article

    def _read_at(self, article: Article) -> datetime | None:
        page = self.store.page(article.page_sha256)
        return page.fetched_at if page is not None else None

    def _revisions(self, article: Article) -> tuple[Article, ...]:
        """Up to the one at hand."""
        if article.revision <= 1:
            return (article,)
        earlier = (one for one in self.store.revisions(article.id) if one.revision < article.revision)
        return (*earlier, article)

    def _annotations(self, ids: Sequence[str]) -> dict[Key, Found]:
        known = {id_: self.desk.annotations[id_] for id_ in ids if id_ in self.desk.annotations}
        stored = self.store.annotations([id_ for id_ in ids if id_ not in known])
        return by_revision({**stored, **known})


def corrected(
    edition: Edition,
    changed: Collection[str],
    store: Store,
    sources: Mapping[str, Source],
    write_one: Ask,
    language: str,
) -> Edition:
    """With the ledgers of the entries that show a ``changed`` article (ids) written anew, of their own articles alone:
    what came in after the edition is not put into it. A ledger that cannot be written stays as it was.
    """

    def anew(entry: Entry) -> Entry:
        if not any(row.id in changed for row in entry.articles):
            return entry
        try:
            return replace(entry, claims=write_one(_again(entry, store, sources, language)).claims)
        except Exception:  # the correction itself must come out
            return entry

    sections = (replace(section, entries=tuple(map(anew, section.entries))) for section in edition.sections)
    return replace(edition, sections=tuple(sections))


def _again(entry: Entry, store: Store, sources: Mapping[str, Source], language: str) -> Task:
    revisions = {row.id: many for row in entry.articles if (many := store.revisions(row.id))}
    annotations = by_revision(store.annotations(list(revisions)))
    every = [one for many in revisions.values() for one in many]
    pages = {(one.id, one.revision): store.page(one.page_sha256) for one in every if one.revision > 1}
    known = store.story(entry.story)
    members = tuple(Member(article_id=row.id, repost_of=row.repost_of) for row in entry.articles)
    material = Material(
        story=Story(
            id=entry.story,
            members=members,
            first_seen=entry.first_seen,
            last_seen=entry.first_seen,
            voices=known.voices if known else (),
        ),
        revisions=revisions,
        annotations=annotations,
        sources=sources,
        read_at={key: page.fetched_at for key, page in pages.items() if page is not None},
        language=language,
    )
    return Task(material=material, unseen=[one for one in every if (one.id, one.revision) not in annotations])


def clerk(
    store: Store,
    desk: Desk,
    now: datetime,
    ask: Ask,
    tell: Callable[[str], None],
    model: Path | None,
) -> Clerk:
    hidden = muted(desk)
    shown = {
        id_: article
        for id_, article in desk.articles.items()
        if id_ not in hidden and article.source_id in desk.sources
    }
    return Clerk(store=store, desk=desk, shown=shown, now=now, ask=ask, tell=tell, model=model)


# -- how alike two statements are ------------------------------------------------------------------------------------


def alike_by(model: Model) -> Alike:
    """Likeness by shared rare words and pairs of characters, by concepts of both languages, and by vectors."""

    def alike(texts: Sequence[str]) -> Numbers:
        return _alike([fold(text[:MOST_LETTERS]) for text in texts], model)

    return alike


def _alike(folded: Sequence[str], model: Model) -> Numbers:
    if not folded:
        return np.zeros((0, 0), np.float32)
    words = [tokens(text) for text in folded]
    pairs = list(zip(folded, words, strict=True))
    letters = _cosines(
        [
            dict.fromkeys((f"c:{p}" for p in pairs_of(t)), _PAIR) | dict.fromkeys((f"w:{x}" for x in w), 1.0)
            for t, w in pairs
        ],
        model,
    )
    concepts = _cosines(
        [dict.fromkeys((f"k:{c}" for c in concepts_of(t, w, model.lexicon)), 1.0) for t, w in pairs], model
    )
    rows = unit(np.stack([model.grams.vector(grams_of(t, w)) for t, w in pairs]))
    vectors = np.clip(rows @ rows.T, 0.0, 1.0) if model.grams.width > 1 else letters
    chinese = np.array([bool(HAN.search(text)) for text in folded])
    same = chinese[:, None] == chinese[None, :]
    return np.where(same, _mean(letters, concepts, vectors), (concepts + vectors) / 2).astype(np.float32)


def _mean(letters: Numbers, concepts: Numbers, vectors: Numbers) -> Numbers:
    return ((np.maximum(letters, concepts) + vectors) / 2).astype(np.float32)


def _cosines(documents: Sequence[dict[str, float]], model: Model) -> Numbers:
    """float32 (n, n): of TF-IDF rows, rarity by the model's background of headlines."""
    columns: dict[str, int] = {}
    for terms in documents:
        for term in terms:
            columns.setdefault(term, len(columns))
    if not columns:
        return np.zeros((len(documents), len(documents)), np.float32)
    rarity = -np.log(model.background[np.array([bucket(term) for term in columns])])
    rows = np.zeros((len(documents), len(columns)), np.float32)
    for at, terms in enumerate(documents):
        for term, weight in terms.items():
            rows[at, columns[term]] = weight
    rows *= np.maximum(rarity, 0.1)
    lengths: Numbers = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows = (rows / np.maximum(lengths, 1e-6)[:, None]).astype(np.float32)
    found: Numbers = (rows @ rows.T).astype(np.float32)
    return found
