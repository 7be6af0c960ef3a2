"""Looking something up: what was typed, with the other names of what it names, and once more as it may have been meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ribao.support.searching.parsing import parse, phrase_of
from ribao.support.searching.spelling import SHORTEST, nearest
from ribao.support.store.port import Store
from ribao.types.query import Hits, Phrase, Query, Term
from ribao.types.source import Source
from ribao.types.thing import Thing

LONGEST_NAME = 3  # terms that may be one name: Junyang Lin, 9to5 Mac
MOST_NAMED = 8  # terms that are asked whether they name somebody
MOST_RESPELT = 3  # words that are asked how they may have been meant
LITTLE = 2  # articles: where so few are found, the words may have been meant otherwise
MOST_SOURCES = 50
MOST = 1000  # articles that are ranked: the newest ones
NAMED = ("person", "organisation", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """``meant``: the words that were searched instead of those typed, when nothing was found for them. ``rather``: other
    words that find more, when little was found. ``things``: whom or what the words name.
    """

    query: Query
    hits: Hits
    meant: str = ""
    rather: str = ""
    things: tuple[Thing, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(phrase for term in self.query.terms for phrase in term.any_of)


def look_up(store: Store, known: Iterable[Source], words: str, **filters: Any) -> Looked:
    """``known``: the sources that may be named. ``filters``: fields of :class:`Query` that count beside what is typed; those that say nothing leave it as it is."""
    query = replace(parse(words), **{name: value for name, value in filters.items() if value not in ("", (), None)})
    if query.empty:  # punctuation alone
        return Looked(query=query, hits=Hits(hits=()))
    query = replace(query, sources=_ids(query.sources, known))
    found = _named(store, query)
    few = len(found.hits.hits)
    meant = respelt(store, query) if query.terms and few <= LITTLE else ""
    if not meant:
        return found
    again = _named(store, replace(query, terms=parse(meant).terms))
    if len(again.hits.hits) <= few:
        return found
    return replace(found, rather=meant) if few else replace(again, meant=meant)


def _named(store: Store, query: Query) -> Looked:
    terms, things = named(store, query.terms)
    widened = replace(query, terms=terms)
    return Looked(query=widened, hits=store.search(widened, MOST), things=things)


def named(store: Store, terms: Sequence[Term]) -> tuple[tuple[Term, ...], tuple[Thing, ...]]:
    """Terms that name somebody or something, one or several in a row, as one term of all its names."""
    made: list[Term] = []
    things: list[Thing] = []
    at = 0
    while at < len(terms):
        known, names, length = _longest(store, terms[at : at + LONGEST_NAME]) if at < MOST_NAMED else ((), (), 1)
        things += known
        made.append(_any_name(terms[at : at + length], names))
        at += length
    return tuple(made), tuple({thing.id: thing for thing in things}.values())


def _longest(store: Store, terms: Sequence[Term]) -> tuple[Sequence[Thing], Sequence[str], int]:
    """The most terms from the first on that name something: the things, all their names, and how many terms."""
    for length in range(len(terms), 0, -1):
        called = _called(terms[:length])
        things = store.things_called(called) if called else ()
        names = [name for one in called for name in names_of(one)]
        # what is known by heart is named in very many articles: their forms need not be counted
        told = () if names else (store.thing(thing.id) for thing in things)
        names += [name for thing in told if thing is not None for name in (thing.name, *thing.aliases)]
        if names:
            return things, names, length
    return (), (), 1


def _called(terms: Sequence[Term]) -> list[str]:
    """What the terms name. Those with a choice in them, and those in quotation marks, are no part of a longer name."""
    if len(terms) == 1:
        return [phrase.words for phrase in terms[0].any_of]
    if any(len(term.any_of) > 1 or term.exact for term in terms):
        return []
    words = [term.any_of[0].words for term in terms]
    turned = [" ".join(reversed(words))] if len(words) == 2 else []  # Junyang Lin, Lin Junyang
    return [" ".join(words), *turned]


def names_of(name: str) -> tuple[str, ...]:
    """All names that are known by heart of whom or what is called so; empty when nobody is."""
    from ribao.annotate.names_table import table

    entry = table().entry(name)
    if entry is None or entry.kind not in NAMED:
        return ()
    forms = [form for form in entry.forms if not form.endswith("?")]
    latin = [form.split() for form in forms if form.isascii()] if entry.kind == "person" else []
    return (*forms, *(" ".join(reversed(words)) for words in latin if len(words) == 2))


def _any_name(terms: Sequence[Term], names: Iterable[str]) -> Term:
    first = terms[0]
    if first.exact:
        return first
    typed = first.any_of
    if len(terms) > 1:
        whole = phrase_of(" ".join(term.any_of[0].words for term in terms))
        typed = (whole,) if whole else typed
    others = [phrase for name in names if (phrase := phrase_of(name, exact=True))]
    seen = {phrase.tokens for phrase in typed}
    more = {phrase.tokens: phrase for phrase in others if phrase.tokens not in seen}
    return Term(any_of=(*typed, *more.values()))


def respelt(store: Store, query: Query) -> str:
    """The terms with Latin words that hardly any article has as the nearest that more have; empty when nothing changes."""
    left = MOST_RESPELT
    changed = False
    told: list[str] = []
    for term in query.terms:
        words = term.any_of[0].words.split(" ")
        for at, word in enumerate(words):
            if left and len(word) >= SHORTEST and word.isascii() and word.isalpha():
                left -= 1
                nearer = nearest(word, store.words_like(word))
                changed |= bool(nearer)
                words[at] = nearer or word
        told.append(f'"{" ".join(words)}"' if term.exact else " ".join(words))
    return " ".join(told) if changed else ""


def _ids(typed: Sequence[str], sources: Iterable[Source]) -> tuple[str, ...]:
    """Sources by id, or by a part of their name. A name that none has stays: it finds nothing."""
    if not typed:
        return ()
    wanted = [name.casefold() for name in typed]
    ids = [one.id for one in sources if any(name == one.id or name in one.title.casefold() for name in wanted)]
    return tuple(ids[:MOST_SOURCES]) or tuple(typed)
