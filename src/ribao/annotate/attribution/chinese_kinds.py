"""Kinds of sources: what kind of speaker a name is, by the words in it and the one that ends it."""

from functools import lru_cache

from ribao.annotate.attribution.chinese_words import KINDS, heads, sources
from ribao.support.folding import fold
from ribao.types.attribution import SourceType

_TYPES = {
    "anonymous": SourceType.ANONYMOUS, "social": SourceType.SOCIAL, "media": SourceType.MEDIA,
    "research": SourceType.RESEARCH, "document": SourceType.DOCUMENT, "official": SourceType.OFFICIAL,
}  # fmt: skip


@lru_cache(maxsize=2048)
def known(text: str) -> bool:
    """Whether anything in the word lists speaks for ``text`` naming somebody."""
    folded = fold(text)
    kinds = sources().kinds.values()
    return bool(head_kind(folded)) or any(
        k.parts.search(folded) or k.latin.search(folded) or _starts_with(folded, k.names) for k in kinds
    )


def head_kind(text: str) -> str:
    """The kind whose head word ends ``text``, the longest word first; "" for none."""
    known = heads()
    for length in range(min(8, len(text)), 0, -1):
        kind = known.get(text[-length:])
        if kind:
            return kind
    return ""


@lru_cache(maxsize=2048)
def kind_of(text: str) -> SourceType:
    """The kind of source by the words of its name; an organisation where nothing tells."""
    folded = fold(text).strip(' “”《》「」"')
    kinds = sources().kinds
    for name in KINDS:
        if folded in kinds[name].names:
            return _TYPES[name]
    head = head_kind(folded)
    if head in ("official", "anonymous", "social", "document"):
        parts = next((n for n in ("social", "anonymous", "research") if kinds[n].parts.search(folded)), head)
        return _TYPES[parts if head != "official" or parts != "research" else head]
    for name in KINDS:
        entry = kinds[name]
        if entry.parts.search(folded) or entry.latin.search(folded) or _starts_with(folded, entry.names):
            return _TYPES[name]
    return _TYPES[head] if head else SourceType.OFFICIAL


def _starts_with(folded: str, names: frozenset[str]) -> bool:
    return any(folded[:length] in names for length in range(3, min(8, len(folded)) + 1))
