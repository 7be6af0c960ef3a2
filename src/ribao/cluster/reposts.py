"""Reposts: the same text elsewhere, and which article is its original.

Texts are compared by the fingerprints of their sentences, folded (Traditional as Simplified, full-width as half-width),
so that a new headline, other paragraph breaks, a credit line or an app's advert at the end do not hide a copy.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ribao.support import folding
from ribao.support.folding import bare
from ribao.types.article import Article

_NOT_LETTERS = re.compile(r"[\W_]+")  # of folded text: what is left is its bare form
_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_ADDRESS_NOISE = re.compile(r"^[a-z]+://(?:www\.|m\.)?|#.*$|[?&](?:utm_[^&]*|from=[^&]*|spm=[^&]*)|/+$")
_SHORTEST_SENTENCE = 12  # letters; shorter ones are said everywhere
_SHORTEST_TEXT = 60  # letters that two texts must share at least
_OF_SHORTER = 0.8  # share of the shorter text that must stand in the other
_OF_LONGER = 0.5  # a long report that quotes a whole flash is not its copy
_COMMON = 20  # a sentence in more originals than this is boilerplate

Prints = dict[str, int]  # fingerprint → letters


def fold(articles: Iterable[Article], names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Article id → id of its original, for copies only. ``names``: source id → title, to believe a credit (来源).

    The original is the article whose source most copies credit, else the earliest; it never is itself a copy.
    """
    ordered = sorted(articles, key=lambda article: (article.published_at, article.id))
    groups = _groups(ordered)
    known = names or {}
    found: dict[str, str] = {}
    for group in groups:
        original = _original(group, known)
        found.update({article.id: original.id for article in group if article.id != original.id})
    return found


def _groups(ordered: Sequence[Article]) -> list[list[Article]]:
    """Articles with the same address or text, each group in order of time. Only groups of two and more."""
    groups: dict[str, list[Article]] = {}
    by_address: dict[str, str] = {}
    texts = _Texts()
    for article in ordered:
        address = same_address(article.url)
        prints = fingerprints(article.text)
        leader = by_address.get(address) if address else None
        leader = leader or texts.find(prints) or article.id
        groups.setdefault(leader, []).append(article)
        if address:
            by_address.setdefault(address, leader)
        if leader == article.id:
            texts.add(leader, prints)
    return [group for group in groups.values() if len(group) > 1]


class _Texts:
    """The texts seen so far, by their sentences."""

    def __init__(self) -> None:
        self._prints: dict[str, Prints] = {}
        self._holders: dict[str, list[str]] = defaultdict(list)

    def add(self, article_id: str, prints: Prints) -> None:
        self._prints[article_id] = prints
        for print_ in prints:
            if len(self._holders[print_]) <= _COMMON:
                self._holders[print_].append(article_id)

    def find(self, prints: Prints) -> str | None:
        """The text that shares most with these sentences, if it is the same text; the earlier one of equals."""
        shared: Counter[str] = Counter()
        for print_, letters in prints.items():
            holders = self._holders.get(print_, ())
            if len(holders) <= _COMMON:
                for holder in holders:
                    shared[holder] += letters
        for holder, letters in shared.most_common(5):
            if _same_text(letters, sum(prints.values()), sum(self._prints[holder].values())):
                return holder
        return None


def _same_text(shared: int, one: int, other: int) -> bool:
    return shared >= max(_SHORTEST_TEXT, _OF_SHORTER * min(one, other), _OF_LONGER * max(one, other))


def fingerprints(text: str) -> Prints:
    """Folded sentences of a text and their lengths in letters; short ones left out."""
    whole = (match.group() for match in _SENTENCE.finditer(folding.fold(text)))
    sentences = (_NOT_LETTERS.sub("", sentence) for sentence in whole if len(sentence) >= _SHORTEST_SENTENCE)
    return {sentence: len(sentence) for sentence in sentences if len(sentence) >= _SHORTEST_SENTENCE}


def same_address(url: str) -> str:
    """An address without what does not change the page; empty for a home page, which is nobody's article."""
    bare_url = _ADDRESS_NOISE.sub("", _ADDRESS_NOISE.sub("", url))
    return bare_url if "/" in bare_url else ""


def _original(group: Sequence[Article], names: Mapping[str, str]) -> Article:
    credits_ = Counter(bare(article.source_name) for article in group if article.source_name)

    def credited(article: Article) -> int:
        name = bare(names.get(article.source_id, ""))
        own = bare(article.source_name) == name  # its own name over its own text is no credit by another
        return credits_[name] - own if name else 0

    return max(reversed(group), key=credited) if any(map(credited, group)) else group[0]
