"""Short forms of what the same text names in full: 库克 for 蒂姆·库克, "Cook", 雷总, 青石 for 青石科技有限公司, (IWC)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ribao.annotate.names_seen import Seen
from ribao.annotate.names_table import table
from ribao.annotate.names_words import grammar
from ribao.support.folding import fold

_DOT = re.compile(r"[·•‧・･]")
_ACRONYM = re.compile(r" ?[(（](?:下称|以下简称|简称)?[“\"「]?([A-Z][A-Za-z&]{1,7}|[\u4e00-\u9fff]{2,6})[”\"」]?[)）]")
_POLITE = ("总", "先生", "女士", "教授", "博士", "院士")
_MOST = 200  # full names whose short forms are looked for


def short_forms(text: str, folded: str, seen: list[Seen]) -> Iterator[Seen]:
    """Further places of what was seen. A form that two things share, or that the tables know, is nobody's."""
    forms: dict[str, Seen | None] = {}
    for one in _full(seen):
        for form in _forms(text, one):
            forms[form] = one if form not in forms or _same(forms[form], one) else None
    for form, whose in forms.items():
        if whose and _free(form, whose):
            yield from _places(text, folded, form, whose)


def _full(seen: list[Seen]) -> list[Seen]:
    unique = {(one.id, text_form(one)): one for one in seen if one.kind in ("person", "organisation")}
    return list(unique.values())[:_MOST]


def text_form(one: Seen) -> int:
    return one.end - one.start


def _same(known: Seen | None, one: Seen) -> bool:
    return known is not None and known.id == one.id


def _free(form: str, whose: Seen) -> bool:
    entry = table().entry(form)
    return entry is None or entry.id == whose.id


def _forms(text: str, one: Seen) -> Iterator[str]:
    written = text[one.start : one.end]
    if one.kind == "person":
        yield from _of_person(written)
        return
    yield from _of_organisation(written)
    short = _ACRONYM.match(text, one.end)
    if short:
        yield short.group(1)


def _of_person(written: str) -> Iterator[str]:
    yield written
    last = _DOT.split(written)[-1] if _DOT.search(written) else ""
    if len(last) >= 2:
        yield last
    if written.isascii() or " " in written:
        words = written.split()
        if len(words) > 1 and len(words[-1]) > 2:
            yield words[-1]
    elif not last and 2 <= len(written) <= 4:
        surname = written[:2] if fold(written[:2]) in grammar().double_surnames else written[:1]
        yield from (surname + polite for polite in _POLITE)


def _of_organisation(written: str) -> Iterator[str]:
    yield written
    folded = fold(written)
    for suffix in grammar().suffixes if folded.endswith(grammar().suffixes) else ():
        if folded.endswith(suffix) and len(written) - len(suffix) >= 2:
            yield written[: -len(suffix)]
            yield from _shorter(written[: -len(suffix)])
            return
    words = written.replace(",", "").split()
    if len(words) > 1 and words[-1] in grammar().en_suffixes and len(words[0]) > 2:
        yield " ".join(words[:-1])


def _shorter(rest: str) -> Iterator[str]:
    """青石科技 of 青石科技有限公司 is also 青石."""
    for suffix in grammar().weak_suffixes:
        if rest.endswith(suffix) and len(rest) - len(suffix) >= 2:
            yield rest[: -len(suffix)]


def _places(text: str, folded: str, form: str, whose: Seen) -> Iterator[Seen]:
    wanted, at = fold(form), 0
    while (at := folded.find(wanted, at)) >= 0:
        end = at + len(wanted)
        if _whole(text, at, end) and (not form.isascii() or text[at] == form[0]):
            yield replace(whose, start=at, end=end, weak=False)
        at = end


def _whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_letter(before) and _letter(text[start])) and not (_letter(after) and _letter(text[end - 1]))


def _letter(char: str) -> bool:
    return char.isascii() and char.isalnum()
