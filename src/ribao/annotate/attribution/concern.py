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

    @property
    def of_house(self) -> bool | None:
        """Whether the speaker speaks of the own house; None: nothing tells."""
        return {"own": True, "self": True, "act": True, "other": False, "world": False}.get(self.subject)


def concern(read: Reading, one: Candidate, context: Context, name: str) -> Concern:
    """``name``: of the speaker in full, as it was resolved; empty where the source's own words give it."""
    house = _house(read, one, context, fold(name))
    names = aliases(house)
    content = read.folded[slice(*one.content)]
    match = _OPENING.match(content)
    start = match.end() if match else 0
    near = content[start : start + _AROUND]
    lists = concerns()
    own, world = lists.own.search(near), lists.world.search(near)
    places = {
        "own": _first(near, names),
        "self": own.start() if own else None,
        "other": _other(near, names, house, context),
        "world": world.start() if world else None,
        "this": 0 if lists.this.match(near) else None,
    }
    return Concern(
        subject="act" if lists.act.match(near) else _subject(places),
        headline=_headline(_folded(context.title), names, house),
        house=house,
        own=places["own"] is not None or own is not None,
        other=places["other"] is not None,
        world=world is not None,
    )


def _subject(places: dict[str, int | None]) -> str:
    """Who is named first, near the start."""
    near = ((at, who) for who, at in places.items() if at is not None and at < _SUBJECT)
    return min(near, default=(0, "none"), key=lambda one: one[0])[1]


@lru_cache(maxsize=64)
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
        called = aliases(_folded(mention.name))
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
    known = ((one, _folded(one.name)) for one in reversed(context.people))
    found = [one for one, name in known if name.endswith(word) or word.endswith(name)]
    return next((one for one in found if one.speaks_for), found[0] if found else None)


_folded = lru_cache(maxsize=1024)(fold)


@lru_cache(maxsize=1024)
def aliases(house: str) -> tuple[str, ...]:
    """By what a house is called: its Latin words, the first characters of its Chinese ones, without title and kind."""
    lists = concerns()
    bare = lists.common.sub(" ", sources().title.sub(" ", house))
    latin = [word for word in _LATIN.findall(bare) if word not in lists.plain]
    han = [run for run in _HAN.findall(bare) if run not in lists.plain]
    return tuple(dict.fromkeys([*latin, *(run[:3] if run[:2] in lists.plain else run[:2] for run in han)]))
