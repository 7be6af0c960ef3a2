"""The source tree of a story: who took it from whom. Worked out from the reports as the edition has them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ribao.cluster.tree import Taken, Way, tree
from ribao.render.bundle import Bundle
from ribao.render.place import article_path
from ribao.render.text import inert
from ribao.support.folding import bare
from ribao.support.i18n import gettext as _
from ribao.types.edition import Entry, EntryArticle

MOST_COMPARED = 120  # reports whose texts are compared: of more, only the reposts that the edition knows are told
DEEPEST = 5  # what is further from the original is told at this depth, with the name of what it has it from
AT_ONCE = 6  # reports under one; the others are folded
MOST = 200  # of all; the rest is counted
LONGEST_PHRASE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A report; ``whence``: how it has it from the one above (or from an outlet that is not here), empty for its own.

    ``outlet``: whose page it stands on, which is not whose text it is. ``below``: those that have it from this one, in order of time. ``size``: all of them, further down too.
    """

    article: EntryArticle
    outlet: str
    path: str
    whence: str
    below: tuple["Branch", ...] = ()

    @property
    def size(self) -> int:
        return sum(1 + one.size for one in self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """``roots`` in order of time. ``left``: reports that are not told for want of room."""

    roots: tuple[Branch, ...]
    left: int = 0

    @property
    def originals(self) -> int:
        return len(self.roots)


def lineage(bundle: Bundle, entry: Entry) -> Lineage | None:
    """None where nobody took anything from anybody."""
    rows = sorted(entry.articles, key=lambda one: (one.published_at, one.id))
    taken = _taken(bundle, entry)
    if all(one.parent is None and not one.outlet for one in taken.values()):
        return None
    below: dict[str | None, list[EntryArticle]] = {}
    for row in rows:
        below.setdefault(taken[row.id].parent, []).append(row)
    shown = _first(below, MOST)
    names = {row.id: _carrier(bundle, row) for row in rows}
    roots = tuple(_branch(row, taken, below, names, shown, 0) for row in below.get(None, ()) if row.id in shown)
    return Lineage(roots=roots, left=len(rows) - len(shown))


def _carrier(bundle: Bundle, row: EntryArticle) -> str:
    source = bundle.sources.get(row.source_id)
    return source.title if source and source.title else row.source


def _taken(bundle: Bundle, entry: Entry) -> dict[str, Taken]:
    """By article id. Reposts that the edition knows of are told even where no text is left to compare."""
    ids = [row.id for row in entry.articles]
    compared = [id_ for id_ in ids if id_ in bundle.articles] if len(ids) <= MOST_COMPARED else []
    found = {one.article_id: one for one in tree(compared, bundle.articles, bundle.sources).taken}
    known = {row.id: _known(bundle, row, found.get(row.id), ids) for row in entry.articles}
    return {id_: Taken(article_id=id_) if _rings(id_, known) else one for id_, one in known.items()}


def _known(bundle: Bundle, row: EntryArticle, found: Taken | None, ids: Sequence[str]) -> Taken:
    own = found is not None and found.outlet and bare(found.outlet) == bare(_carrier(bundle, row))
    if found is not None and found.way is not None and not own:
        return found
    parent = row.repost_of if row.repost_of in ids and row.repost_of != row.id else None
    return Taken(article_id=row.id, parent=parent, way=Way.COPY if parent else None)


def _rings(id_: str, known: Mapping[str, Taken]) -> bool:
    """Whether its ancestors lead back to it: no report is its own source."""
    seen: set[str] = set()
    at = known[id_].parent
    while at is not None and at in known and at not in seen:
        if at == id_:
            return True
        seen.add(at)
        at = known[at].parent
    return False


def _first(below: Mapping[str | None, Sequence[EntryArticle]], most: int) -> set[str]:
    """Level by level, the originals first."""
    found: list[str] = []
    level = [row.id for row in below.get(None, ())]
    while level and len(found) < most:
        found += level[: most - len(found)]
        level = [row.id for id_ in level for row in below.get(id_, ())]
    return set(found)


def _branch(
    row: EntryArticle,
    taken: Mapping[str, Taken],
    below: Mapping[str | None, Sequence[EntryArticle]],
    names: Mapping[str, str],
    shown: set[str],
    depth: int,
) -> Branch:
    children = [one for one in below.get(row.id, ()) if one.id in shown]
    made = [_branch(one, taken, below, names, shown, depth + 1) for one in children]
    if depth + 1 >= DEEPEST:  # so many lists in each other are no longer read, nor parsed
        made = [one for child in made for one in _flat(child)]
    return Branch(
        article=row,
        outlet=names[row.id],
        path=article_path(row.id),
        whence=_whence(taken[row.id], names, named=depth >= DEEPEST),
        below=tuple(made),
    )


def _flat(branch: Branch) -> Iterator[Branch]:
    yield replace(branch, below=())
    for one in branch.below:
        yield from _flat(one)


def _whence(taken: Taken, names: Mapping[str, str], *, named: bool) -> str:
    """How it has what it tells; ``named``: with the name of the report that it has it from."""
    words = _way(taken)
    if named and taken.parent:
        words = _("%(how)s (from %(outlet)s)") % {"how": words, "outlet": inert(names.get(taken.parent, ""))}
    phrase = inert(taken.phrase)[:LONGEST_PHRASE]
    return words + (_(": “{phrase}”").format(phrase=phrase) if phrase else "")


def _way(taken: Taken) -> str:
    share = round(100 * taken.shared) if taken.shared is not None else None
    if taken.way is Way.COPY:
        return _("the same text, %(n)s%% of it") % {"n": share} if share is not None else _("the same text")
    if taken.way is Way.REWRITE:
        return _("retold in other words, %(n)s%% of it") % {"n": share} if share is not None else _("retold")
    if taken.way is Way.HEADLINE:
        return _("the same headline, no text of its own")
    if taken.way is Way.CREDIT and not taken.parent:
        return _("has it from %(outlet)s, which is not read here") % {"outlet": inert(taken.outlet)}
    return _("names it as its source") if taken.way is Way.CREDIT else ""
