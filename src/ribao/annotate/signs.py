"""Signs: what the learned model looks at in an article, as named numbers. One rule for training and for running.

Signs of the headline: its words, pairs of words, runs of one to three Chinese characters, what opens and closes its
clauses, who stands before the colon, marks such as a price or a question, and what the readable lists say
(``data/*.toml``). Of the lead: words and lists. Of the address: its site and section. No sign names a source's id: another owner calls
the same site by another name.
"""

import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from ribao.annotate.lexicon import Hit, load
from ribao.annotate.words import spellings, stop_words
from ribao.support.folding import fold
from ribao.types.article import Article
from ribao.types.words import Words

TOPICS = ("products.toml", "series.toml", "industry.toml", "society.toml")
CUES = ("certainty.toml",)
LEAD = 400  # characters
# how much each kind of sign counts as a whole, whatever their number
TITLE, PLACE, SHAPE, LIST, SITE, IN_LEAD, LEAD_LIST = 2.0, 0.5, 0.5, 0.5, 0.5, 0.8, 0.5
_FULL, _UNIT = 8.0, 4.0  # of one label of a list: from here on more words add nothing; so much is 1

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9][a-z0-9.'’-]{0,40}")
_SPEAKER = re.compile(r"([^:：]{1,20})[:：]")
_CLAUSES = re.compile(r"[,，:：;；。!！?？\s]+")
_SECTION = re.compile(r"[a-z][a-z-]{1,19}")
_SHAPES = {
    name: re.compile(pattern)
    for name, pattern in {
        "question": r"[?？]",
        "exclamation": r"[!！]",
        "quotation": r"[“\"「‘]",
        "price": r"[$€£¥]\s?\d|\d\s?(?:元|美元|欧元)",
        "percent": r"%|％",
        "number": r"\d",
        "year": r"\(20\d\d\)",
        "model": r"[A-Za-z]{1,12}\s?\d{1,4}",
        "bar": r"[|｜丨]",
        "semicolon": r"[;；]",
        "chinese": r"[\u4e00-\u9fff]",
        "dots": r"…|\.\.\.",
        "work": r"《",
        "bracket": r"【",
    }.items()
}


@dataclass(slots=True)
class Signs:
    """``keys`` and ``values`` go together. ``shown``: (word, where) for a reader, of each; "" for what has no word."""

    keys: list[str] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)  # words of the lists, whole by themselves

    def add(self, found: Mapping[str, str], where: str, weight: float) -> None:
        """Signs of one kind, key → word, sharing ``weight``: their squares sum to its square."""
        if found:
            self.keys += found
            self.values += [weight / math.sqrt(len(found))] * len(found)
            self.shown += [(word, where) for word in found.values()]

    def add_list(self, hits: Iterable[Hit], prefix: str, where: str, weight: float) -> None:
        """What the lists say: one key a label, told by several words, each with its part."""
        kept = list(_once(hits))
        sums: dict[str, float] = {}
        for hit in kept:
            sums[hit.label] = sums.get(hit.label, 0.0) + hit.weight
        length = math.sqrt(sum((min(value, _FULL) / _UNIT) ** 2 for value in sums.values())) or 1.0
        self.listed.update(hit.word for hit in kept)
        for hit in kept:
            whole = sums[hit.label]
            self.keys.append(prefix + hit.label)
            self.values.append(weight * min(whole, _FULL) / _UNIT / length * hit.weight / whole)
            self.shown.append((hit.word, where))


@lru_cache(maxsize=2)  # the channel and the certainty of one article look at the same
def signs_of(article: Article, words: Words) -> Signs:
    """All signs of one article; linear in the text, of which only the head is read."""
    signs = Signs()
    title = fold(article.title[:LEAD])
    signs.add(_title(title, words.title), "title", TITLE)
    signs.add(_places(title), "title", PLACE)
    signs.add(_shapes(article.title[:LEAD]), "", SHAPE)
    signs.add_list(load(*TOPICS).find(title), "x", "title", LIST)
    signs.add_list(load(*CUES).find(title), "z", "title", LIST)
    signs.add(_site(article.url), "source", SITE)
    lead = (article.text or article.summary)[:LEAD]
    if lead:
        folded = fold(lead)
        signs.add(_lead(folded, words.lead), "lead", IN_LEAD)
        signs.add_list(load(*TOPICS).find(folded), "y", "lead", LEAD_LIST)
    return signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands in an article, to tell a sign by words that a reader finds there. ``texts``: where → folded text."""

    texts: Mapping[str, str]
    tokens: tuple[str, ...]
    silent: frozenset[str] = frozenset()  # words that are not worth telling

    def words(self, word: str, where: str, listed: Container[str] = ()) -> tuple[str, ...]:
        """The words of the text for what a sign shows: itself, its other spelling, the word around a run of
        characters, both words of a pair; none for what tells a reader nothing.
        """
        if not word or where == "source":
            return (word,) if word else ()
        one, _, other = word.partition(" ")
        if other and not word.isascii():
            return (*self.words(one, where, listed), *self.words(other, where, listed))
        text = self.texts.get(where, "")
        if word not in text:
            return next(((spelling,) for spelling in spellings(word) if spelling in text), ())
        if word in self.silent or (word.isascii() and len(word) < 2):
            return ()
        if word in self.tokens or word in listed or word.isascii():
            return (word,)
        return next(((token,) for token in self.tokens if word in token), (word,) if len(word) > 3 else ())


def said_in(article: Article, words: Words) -> Said:
    """For what an article is about; stop words say nothing of that."""
    return replace(said_of(article, words), silent=stop_words())


def said_of(article: Article, words: Words) -> Said:
    texts = {"title": fold(article.title[:LEAD]), "lead": fold((article.text or article.summary)[:LEAD])}
    return Said(texts=texts, tokens=(*words.title, *words.lead))


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        if hit.weight > 0 and (hit.word, hit.label) not in seen:
            seen.add((hit.word, hit.label))
            yield hit


def _title(folded: str, tokens: tuple[str, ...]) -> dict[str, str]:
    found = {"w" + token: token for token in tokens}
    found.update((f"b{one} {other}", f"{one} {other}") for one, other in pairwise(tokens))
    for match in _HAN.finditer(folded):
        run = match.group()
        for size in (1, 2, 3):
            for at in range(len(run) - size + 1):
                gram = run[at : at + size]
                found["g" + gram] = gram
    latin = _LATIN.findall(folded)
    found.update(("l" + word, word) for word in latin)
    found.update((f"m{one} {other}", f"{one} {other}") for one, other in pairwise(latin))
    return found


def _lead(folded: str, tokens: tuple[str, ...]) -> dict[str, str]:
    """The same keys as in the headline: a word learned there is known here."""
    found = {"w" + token: token for token in tokens}
    for match in _HAN.finditer(folded):
        run = match.group()
        for at in range(len(run) - 1):
            found["g" + run[at : at + 2]] = run[at : at + 2]
    found.update(("l" + word, word) for word in _LATIN.findall(folded))
    return found


def _places(folded: str) -> dict[str, str]:
    """Who speaks before the colon; how clauses begin and end."""
    text = folded.strip()
    found: dict[str, str] = {}
    if _HAN.match(text):
        found.update(("^" + text[:size], text[:size]) for size in (1, 2, 3))
    elif latin := _LATIN.match(text):
        found["^" + latin.group()] = latin.group()
    found["$" + text[-2:]] = text[-2:]
    if speaker := _SPEAKER.match(text):
        name = speaker.group(1)
        found |= {"colon": name, f"colon{len(name) // 4}": name, "c" + name[-2:]: name, "c" + name: name}
    for clause in _CLAUSES.split(text)[:40]:
        if _HAN.match(clause):
            found |= {"<" + clause[:2]: clause[:2], ">" + clause[-2:]: clause[-2:]}
    return found


def _shapes(title: str) -> dict[str, str]:
    found = {"shape " + name: "" for name, pattern in _SHAPES.items() if pattern.search(title)}
    found[f"length {min(len(title.strip()) // 6, 12)}"] = ""
    found[f"clauses {min(len(_CLAUSES.split(title)), 6)}"] = ""
    return found


def _site(url: str) -> dict[str, str]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").split(".")[-2:]
    except ValueError:
        return {}
    site = ".".join(host)
    sections = [part for part in parts.path.split("/")[:3] if _SECTION.fullmatch(part)]
    found = {"site " + site: site} if site else {}
    found.update(("section " + part, f"{site}/{part}") for part in sections)
    return found
