"""Looking something up: what was typed, with the other names of what it names, and once more as it may have been meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ribao.support.searching.parsing import parse, phrase_of
from ribao.support.searching.spelling import nearest
from ribao.support.store.port import Store
from ribao.types.query import Hits, Phrase, Query, Term
from ribao.types.source import Source
from ribao.types.thing import Thing

LONGEST_NAME = 3  # terms that may be one name: Junyang Lin, 9to5 Mac
MOST_SOURCES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """``meant``: the words that were searched instead of ``words``, when nothing was found for them. ``things``: whom
    or what the words name.
    """

    words: str
    query: Query
    hits: Hits
    meant: str = ""
    things: tuple[Thing, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return tuple(phrase for term in self.query.terms for phrase in term.any_of)


def look_up(store: Store, known: Iterable[Source], words: str, **filters: Any) -> Looked:
    """``known``: the sources that may be named. ``filters``: fields of :class:`Query` that count beside what is typed; those that say nothing leave it as it is."""
    query = replace(parse(words), **{name: value for name, value in filters.items() if value not in ("", (), None)})
    query = replace(query, sources=_ids(query.sources, known))
    found = _named(store, words, query)
    if found.hits.hits or not query.terms:
        return found
    meant = respelt(store, query)
    if not meant:
        return found
    again = _named(store, words, replace(query, terms=parse(meant).terms))
    return replace(again, meant=meant) if again.hits.hits else found


def _named(store: Store, words: str, query: Query) -> Looked:
    terms, things = named(store, query.terms)
    widened = replace(query, terms=terms)
    return Looked(words=words, query=widened, hits=store.search(widened), things=things)


def named(store: Store, terms: Sequence[Term]) -> tuple[tuple[Term, ...], tuple[Thing, ...]]:
    """Terms that name somebody or something, one or several in a row, as one term of all its names."""
    made: list[Term] = []
    things: list[Thing] = []
    at = 0
    while at < len(terms):
        for length in range(min(LONGEST_NAME, len(terms) - at), 0, -1):
            known = _called(store, terms[at : at + length])
            if known:
                break
        things += known
        made.append(_any_name(terms[at : at + length], known))
        at += length
    return tuple(made), tuple({thing.id: thing for thing in things}.values())


def _called(store: Store, terms: Sequence[Term]) -> list[Thing]:
    """What is called so, with all its names. Terms with a choice in them are no part of a longer name."""
    if len(terms) > 1 and any(len(term.any_of) > 1 for term in terms):
        return []
    names = [" ".join(term.any_of[0].words for term in terms)] if len(terms) > 1 else _words(terms[0])
    found = [store.thing(thing.id) for thing in store.things_called(names)]
    return [thing for thing in found if thing is not None]


def _words(term: Term) -> list[str]:
    return [phrase.words for phrase in term.any_of]


def _any_name(terms: Sequence[Term], things: Sequence[Thing]) -> Term:
    typed = terms[0].any_of
    if len(terms) > 1:
        whole = phrase_of(" ".join(term.any_of[0].words for term in terms))
        typed = (whole,) if whole else typed
    names = [name for thing in things for name in (thing.name, *thing.aliases)]
    others = [phrase for name in names if (phrase := phrase_of(name, exact=True))]
    seen = {phrase.tokens for phrase in typed}
    more = {phrase.tokens: phrase for phrase in others if phrase.tokens not in seen}
    return Term(any_of=(*typed, *more.values()))


def respelt(store: Store, query: Query) -> str:
    """The terms with each Latin word that no article has as the nearest that articles have; empty when nothing changes."""
    changed = False
    told: list[str] = []
    for term in query.terms:
        words = term.any_of[0].words.split(" ")
        nearer = [nearest(word, store.words_like(word)) if word.isascii() and word.isalpha() else "" for word in words]
        changed |= any(nearer)
        told.append(" ".join(new or old for old, new in zip(words, nearer, strict=True)))
    return " ".join(told) if changed else ""


def _ids(typed: Sequence[str], sources: Iterable[Source]) -> tuple[str, ...]:
    """Sources by id, or by a part of their name. A name that none has stays: it finds nothing."""
    if not typed:
        return ()
    wanted = [name.casefold() for name in typed]
    ids = [one.id for one in sources if any(name == one.id or name in one.title.casefold() for name in wanted)]
    return tuple(ids[:MOST_SOURCES]) or tuple(typed)
