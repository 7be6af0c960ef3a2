"""Whether the speaker is the concerned party: whose house speaks, and whom what is said is about.

The house of a person is what stands before the name (苹果首席执行官蒂姆·库克: 苹果), here or earlier in the text; an
organisation is its own house. What is said is about the house when it opens with its name, with 公司 or 我们, or with
a bare verb; about others when it opens with another firm, the market or the world.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ribao.annotate.attribution.chinese_candidates import Candidate
from ribao.annotate.attribution.chinese_reading import Reading
from ribao.annotate.attribution.chinese_words import concerns, sources
from ribao.annotate.attribution.said import Context, Mention
from ribao.support.folding import fold

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_LATIN = re.compile(r"[a-z][a-z0-9+&'-]+")
_OPENING = re.compile(
    r"(?:在|从|对|随着|由于|尽管|虽然|如果|目前|截至|作为|基于|通过|自|当|除|与|而|但|\d|今年|去年)[^,。]{0,15},"
)
_SUBJECT = 16  # characters in which the subject of what is said is looked for
_AROUND = 48  # and those in which anybody named is


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """``subject``: own, self, other, world, this, act, none. ``headline``: own, other, none. ``house``: is one known?"""

    subject: str
    headline: str
    house: str
    own: bool
    other: bool
    world: bool


def concern(read: Reading, one: Candidate, context: Context, name: str) -> Concern:
    """``name``: of the speaker in full, as it was resolved; empty where the source's own words give it."""
    house = _house(read, one, context, fold(name))
    names = aliases(house)
    content = read.folded[slice(*one.content)]
    match = _OPENING.match(content)
    start = match.end() if match else 0
    near, head = content[start : start + _AROUND], content[start : start + _SUBJECT]
    title = fold(context.title)
    lists = concerns()
    return Concern(
        subject=_subject(head, names, house, context),
        headline=_headline(title, names, house),
        house=house,
        own=_first(near, names) is not None or bool(lists.own.search(near)),
        other=_other(near, names, house, context) is not None,
        world=bool(lists.world.search(near)),
    )


def _subject(head: str, names: tuple[str, ...], house: str, context: Context) -> str:
    """Who is named first; 将…, 已… open with no subject, then it is the speaker."""
    lists = concerns()
    if lists.act.match(head):
        return "act"
    own, world, this = lists.own.search(head), lists.world.search(head), lists.this.match(head)
    places = [
        (_first(head, names), "own"),
        (own.start() if own else None, "self"),
        (_other(head, names, house, context), "other"),
        (world.start() if world else None, "world"),
        (0 if this else None, "this"),
    ]
    return min(((at, who) for at, who in places if at is not None), default=(0, "none"), key=lambda one: one[0])[1]


def _headline(title: str, names: tuple[str, ...], house: str) -> str:
    at = _first(title, names)
    if at is not None:
        return "opens" if at < 4 else "own"
    return "other" if any(match.group() not in house for match in sources().firm.finditer(title[:60])) else "none"


def _first(text: str, names: tuple[str, ...]) -> int | None:
    """Where one of the names stands first."""
    return min((at for at in (text.find(name) for name in names) if at >= 0), default=None)


def _other(text: str, names: tuple[str, ...], house: str, context: Context) -> int | None:
    """Where another firm stands first: a well-known one, or one that spoke before."""
    places = [match.start() for match in sources().firm.finditer(text) if match.group() not in house]
    for mention in (*context.organisations, *context.people):
        called = aliases(fold(mention.name))
        at = _first(text, called) if called and not set(called) & set(names) else None
        places += [at] if at is not None else []
    return min(places, default=None)


def _house(read: Reading, one: Candidate, context: Context, name: str) -> str:
    who = one.who
    word = name or (read.folded[slice(*who.source)] if who else "")
    if who and who.person:
        before = read.folded[who.phrase[0] : who.source[0]]
        return f"{before} {word}" if before.strip() else f"{_remembered(word, context)} {word}"
    if who and not who.pronoun and who.title:
        return read.folded[slice(*who.phrase)]
    known = _remembered(word, context)
    return f"{known} {word}" if known else word


def _remembered(word: str, context: Context) -> str:
    """The house that stood before the name of that person earlier."""
    found = person_named(word, context)
    return fold(found.speaks_for) if found else ""


def person_named(word: str, context: Context) -> Mention | None:
    """Whose name ends with ``word``, folded, one with a house before others, then the latest."""
    if len(word) < 2:
        return None
    found = [one for one in reversed(context.people) if fold(one.name).endswith(word) or word.endswith(fold(one.name))]
    return next((one for one in found if one.speaks_for), found[0] if found else None)


@lru_cache(maxsize=1024)
def aliases(house: str) -> tuple[str, ...]:
    """By what a house is called: its Latin words, the first characters of its Chinese ones, without title and kind."""
    lists = concerns()
    bare = lists.common.sub(" ", sources().title.sub(" ", house))
    latin = [word for word in _LATIN.findall(bare) if word not in lists.plain]
    han = [run for run in _HAN.findall(bare) if run not in lists.plain]
    return tuple(dict.fromkeys([*latin, *(run[:3] if run[:2] in lists.plain else run[:2] for run in han)]))
