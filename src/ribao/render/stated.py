"""What is stated of a product: a row a property, a cell a value, and who states each, sentence by sentence. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ribao.annotate.specifications import PROPERTIES
from ribao.edit.marks import attributions
from ribao.render.bundle import ThingFacts
from ribao.render.place import article_path
from ribao.render.quoting import Quoter
from ribao.render.text import language_of
from ribao.support.folding import fold
from ribao.types.article import Article
from ribao.types.attribution import Attribution, Status
from ribao.types.source import Source, Tier
from ribao.types.thing import Specification

MAKER = "specifications"
# how much stands behind a value, most first
ORDER = (Status.CONFIRMED, Status.REPORTED, Status.FORECAST, Status.UNVERIFIED, Status.DENIED)
MOST_VALUES = 8  # of one property, on the page
MOST_BACKING = 6  # sentences behind one value


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """One sentence that states a value. ``maker``: it stands on a maker's own pages. ``path``: the article's page."""

    specification: Specification
    maker: bool
    outlet: str
    path: str
    url: str
    lang: str
    before: str
    quoted: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """``status`` is the best of those behind it. ``sources`` counts who state it, ``more`` the sentences not shown."""

    text: str
    status: Status
    maker: bool
    sources: int
    backing: tuple[Backing, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``name``: one of the properties; its values differ, the surest first."""

    name: str
    values: tuple[Value, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A specification in its article; ``begin``: where its words begin in the sentence that is quoted."""

    one: Specification
    article: Article
    begin: int


def rows(facts: ThingFacts) -> tuple[Row, ...]:
    """In the order of the properties; those of which nothing is stated are left out."""
    found: dict[str, dict[str, list[Statement]]] = {}
    for said in statements(facts):
        found.setdefault(said.one.name, {}).setdefault(fold(said.one.value), []).append(said)
    quoter = Quoter(facts.sources)
    return tuple(_row(facts, name, found[name].values(), quoter) for name in PROPERTIES if name in found)


def statements(facts: ThingFacts) -> list[Statement]:
    """All that its articles state of it, newest article first."""
    found: list[Statement] = []
    for mention in facts.mentions:
        article = facts.articles.get(mention.article_id)
        made = facts.annotations.get(mention.article_id, {})
        note = made.get(MAKER)
        if article is None or note is None or note.revision != article.revision:
            continue
        said = attributions(made)
        source = facts.sources.get(article.source_id)
        for row in note.value.get("specifications", ()):
            with suppress(KeyError, TypeError, ValueError):  # what a newer version wrote and nobody can read
                if row["thing"] in facts.own and row["name"] in PROPERTIES:
                    found.append(_statement(facts.thing.id, row, article, said, source))
    return found


def _statement(
    thing_id: str, row: Mapping[str, Any], article: Article, said: Sequence[Attribution], source: Source | None
) -> Statement:
    start, end = row["span"]
    first, last = row["sentence"]
    one = Specification(
        thing_id=thing_id,
        name=row["name"],
        value=with_unit(row["value"], row["unit"]),
        status=status_of(row["where"], (start, end), said, source),
        article_id=article.id,
        revision=article.revision,
        at=article.published_at,
        where=row["where"],
        span=(start, end),
        quote={"title": article.title, "text": article.text, "summary": article.summary}[row["where"]][first:last],
    )
    return Statement(one=one, article=article, begin=start - first)


def with_unit(value: str, unit: str) -> str:
    """6000 mAh, $799."""
    return f"{unit}{value}" if unit in ("$", "€") else f"{value} {unit}".rstrip()


def status_of(where: str, span: tuple[int, int], said: Sequence[Attribution], source: Source | None) -> Status:
    """That of the innermost attribution whose content, else whose sentence, holds the words; else a plain report.

    What a maker states on its own pages is confirmed, unless it is told there as somebody else's word.
    """
    inside = [one for one in said if one.where == where and _holds(one.content, span)]
    around = inside or [one for one in said if one.where == where and _holds(one.sentence, span)]
    chosen = min(around, key=lambda one: one.content[1] - one.content[0], default=None)
    if chosen is not None and (chosen.negated or chosen.status is Status.DENIED):
        return Status.DENIED
    status = chosen.status if chosen is not None else Status.REPORTED
    official = source is not None and source.tier is Tier.OFFICIAL
    return Status.CONFIRMED if official and status is Status.REPORTED else status


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _row(facts: ThingFacts, name: str, groups: Iterable[Sequence[Statement]], quoter: Quoter) -> Row:
    values = sorted((_value(facts, group, quoter) for group in groups), key=_order)
    return Row(name=name, values=tuple(values[:MOST_VALUES]), more=max(0, len(values) - MOST_VALUES))


def _order(value: Value) -> tuple[int, int, str]:
    return (ORDER.index(value.status), -value.sources, value.text)


def _value(facts: ThingFacts, group: Sequence[Statement], quoter: Quoter) -> Value:
    """``group``: newest first. One sentence an article; the surest first, then the oldest."""
    surest = sorted(group, key=lambda said: (ORDER.index(said.one.status), said.one.at, said.article.id))
    once = list({said.article.id: said for said in reversed(surest)}.values())
    ranked = sorted(once, key=surest.index)
    backing = tuple(_backing(facts, said, quoter) for said in ranked[:MOST_BACKING])
    best = ranked[0].one.status
    return Value(
        text=group[0].one.value,
        status=best,
        maker=best is Status.CONFIRMED and any(one.maker for one in backing if one.specification.status is best),
        sources=len({said.article.source_id for said in ranked}),
        backing=backing,
        more=len(ranked) - len(backing),
    )


def _backing(facts: ThingFacts, said: Statement, quoter: Quoter) -> Backing:
    one, article = said.one, said.article
    source = facts.sources.get(article.source_id)
    telling = facts.tellings.get(article.id)
    end = said.begin + one.span[1] - one.span[0]
    before, quoted, after = quoter.around(article.source_id, article.id, one.quote, said.begin, end)
    return Backing(
        specification=one,
        maker=source is not None and source.tier is Tier.OFFICIAL,
        outlet=article.source_name or (source.title if source else article.source_id),
        path=telling.base + article_path(article.id) if telling else "",
        url=article.url,
        lang=language_of(one.quote, article.language),
        before=before,
        quoted=quoted,
        after=after,
    )
