"""Source tree: who took a story from whom, and how many told it on their own.

One owner is one voice, and so is one original, however many carry it: thirty sites with one agency report know no more
than the agency. What counts as what is written in docs/technotes/reposts.en.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from ribao.cluster.credit import Credit, Names, credits_of, key
from ribao.cluster.reposts import Level, Match, by_time, find, original_of
from ribao.support.folding import bare
from ribao.types.article import Article
from ribao.types.source import Source, Tier

_SHORT_HEADLINE = 8  # letters; two editors may both write 青石港地震 of themselves


class Way(StrEnum):
    COPY = "copy"  # its text stands in the other
    REWRITE = "rewrite"  # its sentences do, in other words
    CREDIT = "credit"  # it says so itself
    HEADLINE = "headline"  # the same headline, and no text of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One article and whence it came. ``parent`` is an article of the story, or None: nobody here, or ``outlet`` alone.

    ``shared``: share of its text (a rewrite: of its sentences) that the parent has, 0 to 1; None where no text was
    compared. ``phrase``: how it credits the parent or the outlet, in its own words; empty when it does not.
    """

    article_id: str
    parent: str | None = None
    way: Way | None = None  # None: its own, as far as can be seen
    shared: float | None = None
    outlet: str = ""  # the outlet that it credits, when no article of it is in the story
    phrase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTree:
    """In order of time. Parents form a forest: no article is its own ancestor."""

    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Articles that tell what one source knows; ``name`` is its owner, or the outlet that they credit."""

    name: str
    articles: tuple[str, ...]


def names_of(sources: Mapping[str, Source]) -> Names:
    """What :func:`tree` and :func:`independent` make for themselves; who asks of many stories makes it once."""
    return Names({id_: source.title for id_, source in sources.items()})


def tree(
    members: Iterable[str], articles: Mapping[str, Article], sources: Mapping[str, Source], names: Names | None = None
) -> SourceTree:
    """Who took from whom, among ``members`` (article ids). Ids without an article are left out."""
    story = sorted((articles[id_] for id_ in set(members) if id_ in articles), key=by_time)
    names = names or names_of(sources)
    planted = {article.id: _credit(article, story, names) for article in story}
    found = {**planted, **_texts(story, names, sources, planted)}
    _headlines(story, found)
    return SourceTree(taken=_acyclic(story, found))


def independent(
    source_tree: SourceTree,
    articles: Mapping[str, Article],
    sources: Mapping[str, Source],
    names: Names | None = None,
) -> tuple[Voice, ...]:
    """The independent sources of a story, in order of time: ``len`` of it is their number.

    Articles are one voice when one was taken from the other, when both have one owner, or credit one outlet.
    """
    names = names or names_of(sources)
    voices, by_id = _Unions(), {taken.article_id: taken for taken in source_tree.taken}
    for taken in source_tree.taken:
        root = _root(by_id, taken)
        voices.join(taken.article_id, root.article_id)
        voices.join(root.article_id, _voice(root, articles, sources, names))
    groups: dict[str, list[str]] = {}
    for taken in source_tree.taken:
        groups.setdefault(voices.top(taken.article_id), []).append(taken.article_id)
    return tuple(
        Voice(name=_name([by_id[one] for one in group], articles, sources), articles=tuple(group))
        for group in groups.values()
    )


def owner_of(source: Source) -> str:
    """Who stands behind a source: its ``owner``, else the registrable domain of its site, else of its feed."""
    if source.owner:
        return bare(source.owner)
    return _domain(source.site) or _domain(source.url) or source.id


def _domain(url: str) -> str:
    """example.co.uk of https://news.example.co.uk/; the host where the public suffix list does not know it."""
    from tld import get_tld  # the list takes a moment to load

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    found = get_tld(f"http://{host}/", as_object=True, fail_silently=True, search_private=True) if host else None
    return str(getattr(found, "fld", "") or host) if found else host


def _credit(article: Article, story: list[Article], names: Names) -> Taken:
    """What an article says of itself: the first credit that names an article here, else the first of another outlet."""
    outlets: list[Credit] = []
    for credit in credits_of(article):
        ids = names.find(credit.name)
        if article.source_id in ids or key(credit.name) == key(names.title(article.source_id)):
            continue
        parent = next((one for one in story if one.source_id in ids and one.source_id != article.source_id), None)
        if parent:
            return Taken(article_id=article.id, parent=parent.id, way=Way.CREDIT, phrase=credit.phrase)
        outlets.append(credit)
    if not outlets:
        return Taken(article_id=article.id)
    return Taken(article_id=article.id, way=Way.CREDIT, outlet=outlets[0].name, phrase=outlets[0].phrase)


def _texts(
    story: list[Article], names: Names, sources: Mapping[str, Source], said: Mapping[str, Taken]
) -> dict[str, Taken]:
    """Copies under their original, rewrites under what they rewrite; a credit among them chooses the parent."""
    by_id = {article.id: article for article in story}
    matches = list(find(story))
    official = {id_ for id_, source in sources.items() if source.tier is Tier.OFFICIAL}
    found: dict[str, Taken] = {}
    leader: dict[str, str] = {}
    for group in _groups(matches, by_id):
        original = original_of(group, names, official)
        leader[group[0].id] = original.id
        ids = {article.id for article in group}
        for article in group:
            if article.id != original.id:
                found[article.id] = _copied(article.id, original.id, ids, said[article.id], matches)
    for match in matches:
        if match.level is Level.REWRITE:
            child, parent = leader.get(match.other, match.other), leader.get(match.one, match.one)
            found.setdefault(child, _rewritten(child, parent, match, said[child]))
    return found


def _groups(matches: list[Match], by_id: Mapping[str, Article]) -> list[list[Article]]:
    groups: dict[str, list[Article]] = {}
    for match in matches:
        if match.level is not Level.REWRITE:
            groups.setdefault(match.one, [by_id[match.one]]).append(by_id[match.other])
    return list(groups.values())


def _copied(child: str, original: str, group: set[str], said: Taken, matches: list[Match]) -> Taken:
    """Under the article that it credits, when that has the text too; else under the original."""
    parent = said.parent if said.parent in group else original
    shared = next((match.of_other for match in matches if match.other == child), None)
    if shared is None:  # it came first itself, and credits the original
        shared = next((match.of_one for match in matches if match.one == child), None)
    return Taken(article_id=child, parent=parent, way=Way.COPY, shared=shared, phrase=said.phrase)


def _rewritten(child: str, parent: str, match: Match, said: Taken) -> Taken:
    return Taken(
        article_id=child, parent=said.parent or parent, way=Way.REWRITE, shared=match.of_other, phrase=said.phrase
    )


def _headlines(story: list[Article], found: dict[str, Taken]) -> None:
    """A headline alone that another article has too is that article's: nobody asks a reporter for one line.

    Two short ones may be equal by chance; two texts under one headline are two reports.
    """
    first: dict[str, Article] = {}
    for article in sorted(story, key=lambda one: (not one.text, by_time(one))):
        title = bare(article.title)
        if len(title) < _SHORT_HEADLINE:
            continue
        parent = first.setdefault(title, article)
        if parent is not article and not article.text and found[article.id].way is None:
            found[article.id] = Taken(article_id=article.id, parent=parent.id, way=Way.HEADLINE)


def _acyclic(story: list[Article], found: Mapping[str, Taken]) -> tuple[Taken, ...]:
    """Two that credit each other: the edge that would close the ring is left out. What texts show goes first."""
    strength = [Way.COPY, Way.REWRITE, Way.CREDIT, Way.HEADLINE, None]
    parents: dict[str, str | None] = {}
    kept: dict[str, Taken] = {}
    for article in sorted(story, key=lambda one: strength.index(found[one.id].way)):
        taken = found[article.id]
        if taken.parent and _leads_to(taken.parent, article.id, parents):
            taken = Taken(article_id=article.id)
        parents[article.id] = taken.parent
        kept[article.id] = taken
    return tuple(kept[article.id] for article in story)


def _leads_to(start: str, goal: str, parents: Mapping[str, str | None]) -> bool:
    at: str | None = start
    while at is not None and at != goal:
        at = parents.get(at)
    return at == goal


def _root(by_id: Mapping[str, Taken], taken: Taken) -> Taken:
    while taken.parent is not None:
        taken = by_id[taken.parent]
    return taken


def _voice(root: Taken, articles: Mapping[str, Article], sources: Mapping[str, Source], names: Names) -> str:
    """Whose word it is in the end: the credited outlet's owner, else that of its own source."""
    if not root.outlet:
        source = sources.get(articles[root.article_id].source_id)
        return f"={owner_of(source)}" if source else f"={articles[root.article_id].source_id}"
    known = sorted(names.find(root.outlet))
    return f"={owner_of(sources[known[0]])}" if known else f"~{key(root.outlet)}"


def _name(group: list[Taken], articles: Mapping[str, Article], sources: Mapping[str, Source]) -> str:
    """The outlet that the roots credit, else the owner, or the title, of the first root's source."""
    roots = [taken for taken in group if taken.parent is None]
    own = [root for root in roots if not root.outlet]
    if not own:
        return roots[0].outlet
    source = sources.get(articles[own[0].article_id].source_id)
    return (source.owner or source.title) if source else articles[own[0].article_id].source_id


class _Unions:
    """Disjoint sets of names (Tarjan 1975); the first joined is the top."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def top(self, name: str) -> str:
        while (above := self._above.get(name, name)) != name:
            self._above[name] = self._above.get(above, above)
            name = above
        return name

    def join(self, one: str, other: str) -> None:
        self._above[self.top(other)] = self.top(one)
