"""What both stores do alike with collections. Pure."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping

from ribao.types.collection import KeptKind, kept_id

Places = dict[str, tuple[tuple[str, str], ...]]


def folded(name: str) -> str:
    """Equal for two names that a reader takes for the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def names_of(
    refs: Iterable[str], targets: Mapping[str, str], leading: Callable[[set[str]], Mapping[str, Collection[str]]]
) -> dict[str, frozenset[str]]:
    """By the id of a story, all ids of the story that it is a part of now.

    ``targets``: where those lead that lead elsewhere; ``leading``: the ids that lead to living stories.
    """
    living = {ref: targets.get(ref, ref) for ref in refs}
    olds = leading(set(living.values()))
    return {ref: frozenset({ref, now, *olds.get(now, ())}) for ref, now in living.items()}


def places(rows: Iterable[tuple[str, str, Collection[str]]]) -> Places:
    """``rows``: id, collection id and, of a story that has several, all its ids. See :meth:`Store.kept_in`."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for id_, collection_id, names in rows:
        found.setdefault(id_, {})[collection_id, id_] = None
        for name in sorted(names):
            found.setdefault(kept_id(KeptKind.STORY, name), {})[collection_id, id_] = None
    return {id_: tuple(where) for id_, where in found.items()}
