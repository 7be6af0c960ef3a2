"""The names that are known by heart: ``data/names_*.txt``, and finding them in a text, longest first.

A form is looked up in the folded text (Simplified, half-width, lower case); Latin ones need their first letter as
written in the file, and forms of up to four letters all of them ("US" is no "us"). A form marked "?" is ``weak``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ribao.annotate.names_words import data_lines, grammar
from ribao.support.folding import fold

_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_SLUG = re.compile(r"[\W_]+")
_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]|[^\x00-\x7f]")
_HEAD = 3  # characters by which forms are looked up
_EXACT = 4  # letters up to which a Latin form must stand as written


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: ``name`` stands for all ``forms``. ``sort``: the section ("company", "media"), or a product's maker.

    ``organisation`` of a person: the name after "@". ``kind`` is that of a thing, or "role" (首席执行官), or empty: a
    longer word that covers a name.
    """

    kind: str
    name: str
    forms: tuple[str, ...]
    sort: str = ""
    organisation: str = ""

    @property
    def id(self) -> str:
        return thing_id(self.kind, self.name)

    def shown(self, met: str) -> str:
        """The name in the script of ``met``: the first Chinese form for a Chinese one, else the name itself."""
        chinese = (form for form in self.forms if _HAN.search(form) and not form.endswith("?"))
        return next(chinese, self.name) if _HAN.search(met) else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    text: str
    entry: Entry
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    start: int
    end: int
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``forms``: folded form → readings. ``lengths``: first three characters (of a form of two: both; of each
    form the first two, maybe with none) → lengths of forms, longest first.
    """

    forms: Mapping[str, tuple[Form, ...]]
    lengths: Mapping[str, tuple[int, ...]]

    def scan(self, text: str, folded: str) -> Iterator[Found]:
        """Non-overlapping finds, in order. ``folded`` is ``fold(text)``."""
        end = 0
        for at in starts(text):
            if at < end or folded[at : at + 2] not in self.lengths:
                continue
            found = self._at(text, folded, at, self.candidates(folded, at))
            if found:
                end = found.end
                yield found

    def candidates(self, folded: str, at: int) -> tuple[int, ...]:
        """Lengths of the forms that may begin there, longest first."""
        short = self.lengths.get(folded[at : at + 2])
        return () if short is None else self.lengths.get(folded[at : at + _HEAD], ()) + short

    def _at(self, text: str, folded: str, at: int, lengths: tuple[int, ...]) -> Found | None:
        for length in lengths:
            for form in self.forms.get(folded[at : at + length], ()):
                if at + length <= len(text) and fits(text, at, at + length, form.text):
                    return Found(start=at, end=at + length, form=form)
        return None

    def entry(self, name: str) -> Entry | None:
        """The line that a whole name belongs to."""
        forms = self.forms.get(fold(name), ())
        return next((form.entry for form in forms if form.entry.kind), None)


@lru_cache(maxsize=20_000)
def thing_id(kind: str, name: str) -> str:
    """``organisation-sk-hynix``: a slug of kind and name, the same in each run."""
    return f"{kind}-{_NOT_SLUG.sub('-', fold(name)).strip('-') or 'x'}"


@lru_cache(maxsize=2)
def starts(text: str) -> tuple[int, ...]:
    """Where a name may begin: not within a run of Latin letters and digits. Asked for twice in a row."""
    return tuple([match.start() for match in _START.finditer(text)])


def fits(text: str, start: int, end: int, form: str) -> bool:
    """Whether the form stands there as a whole word, its capitals where they must be."""
    if start and _latin(text[start - 1]) and _latin(text[start]):
        return False
    if end < len(text) and _latin(text[end]) and _latin(text[end - 1]):
        return False
    if not form.isascii():
        return True
    if len(form) <= _EXACT:
        return text[start:end] == form
    return form[0] == text[start] or not form[0].isupper()


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


@cache
def table() -> Table:
    """All organisations, people and places; an earlier line wins where two share a form."""
    return table_of(_entries())


@cache
def organisations() -> Mapping[str, Entry]:
    """Canonical name → line."""
    return {entry.name: entry for entry in _entries() if entry.kind == "organisation"}


def table_of(entries: Iterable[Entry]) -> Table:
    forms: dict[str, list[Form]] = {}
    for entry in entries:
        for text in entry.forms:
            bare = text.rstrip("?")
            forms.setdefault(fold(bare), []).append(Form(text=bare, entry=entry, weak=text.endswith("?")))
    lengths: dict[str, set[int]] = {}
    for folded in forms:
        lengths.setdefault(folded[:2], set())  # most places are dismissed by two characters
        lengths.setdefault(folded[:_HEAD], set()).add(len(folded))
    return Table(
        forms={folded: tuple(found) for folded, found in forms.items()},
        lengths={head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()},
    )


@cache
def _entries() -> tuple[Entry, ...]:
    return (
        *_listed("organisation", "names_organisations.txt"),
        *_listed("person", "names_people.txt"),
        *_listed("place", "names_places.txt"),
        *_covers(),
        *_roles(),
    )


def _listed(kind: str, file: str) -> Iterator[Entry]:
    sort = ""
    for line in data_lines(file):
        if line.startswith("["):
            sort = line.strip("[]")
            continue
        names, _, organisation = line.partition(" @ ")
        name, _, others = names.partition("=")
        forms = (name.strip(), *(other.strip() for other in others.split(",") if other.strip()))
        yield Entry(kind=kind, name=forms[0].rstrip("?"), forms=forms, sort=sort, organisation=organisation.strip())


def _covers() -> Iterator[Entry]:
    for line in data_lines("names_not.txt"):
        words = line.split(",") if "," in line else line.split()
        yield from (Entry(kind="", name=word.strip(), forms=(word.strip(),)) for word in words)


def _roles() -> Iterator[Entry]:
    """Titles are found in the same pass. Short Latin ones in capitals or small letters, nothing between: CEO, ceo."""
    for role in (*grammar().roles_zh, *grammar().roles_en):
        short = role.isascii() and len(role) <= _EXACT
        forms = (role, role.upper(), role.capitalize()) if short else (role,)
        yield Entry(kind="role", name=role, forms=forms)
