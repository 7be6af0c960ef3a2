"""The same thing under two ids: 云岬科技, and Yunjia in English news. Pure.

A name in another script says nothing by itself: who writes 云岬科技（Apple） shall not turn the page of one into that
of the other. It counts when several articles of several sources call the thing so.
"""

from collections.abc import Collection, Iterable, Mapping

from ribao.support.folding import bare
from ribao.types.thing import Mention, Thing, ThingKind

ARTICLES = 3  # that give both names
SOURCES = 2  # that they come from


def _han(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in text)


def foreign_names(thing: Thing) -> tuple[str, ...]:
    """Its aliases that are whole names in the other script: no surname alone, no two letters."""
    other = [form for form in thing.aliases if _han(form) != _han(thing.name)]
    return tuple(form for form in other if _whole(form, thing.kind))


def _whole(form: str, kind: ThingKind) -> bool:
    if kind is ThingKind.PERSON:
        return ("·" in form or len(form) in (3, 4)) if _han(form) else len(form.split()) >= 2
    return len(bare(form)) >= (2 if _han(form) else 3)


def same(
    thing: Thing, mentions: Iterable[Mention], others: Collection[Thing], sources: Mapping[str, str]
) -> tuple[Thing, ...]:
    """Those of ``others`` that are this thing. ``mentions``: of the thing. ``sources``: article id → source id."""
    said: dict[str, set[str]] = {}
    for mention in mentions:
        for form in foreign_names(mention.thing):
            said.setdefault(bare(form), set()).add(mention.article_id)
    sure = {form for form, articles in said.items() if _enough(articles, sources)}
    return tuple(
        other for other in others if other.id != thing.id and other.kind is thing.kind and bare(other.name) in sure
    )


def _enough(articles: Collection[str], sources: Mapping[str, str]) -> bool:
    told_by = {sources[article] for article in articles if article in sources}
    return len(articles) >= ARTICLES and len(told_by) >= SOURCES
