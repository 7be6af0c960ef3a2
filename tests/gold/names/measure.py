"""Precision, recall and F1 of names on the invented sentences: kind and form must both be right."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ribao.annotate.names import decide

_KINDS = {"P": "person", "O": "organisation", "R": "product", "L": "place"}
Name = tuple[str, str, str]  # kind, form as it stands, id or empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    precision: float
    recall: float
    f1: float
    wrong_ids: int


def gold() -> list[tuple[str, list[Name]]]:
    """Sentences and their names."""
    text = Path(__file__).with_name("texts.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(text, _names(names)) for text, names in zip(lines[::2], lines[1::2], strict=True)]


def _names(line: str) -> list[Name]:
    found = []
    for one in line.split(" ; ") if line != "-" else []:
        form, _, id_ = one[2:].partition("#")
        found.append((_KINDS[one[0]], form, id_))
    return found


def found(text: str, title: str = "") -> list[Name]:
    """What the maker finds, each form once."""
    names = decide(title, text)["names"]
    every = [
        (one["kind"], text[start:end], one["id"])
        for one in names
        for where, start, end in one["spans"]
        if where == "text"
    ]
    return list(dict.fromkeys(every))


def scores() -> Scores:
    counts: Counter[str] = Counter()
    for text, expected in gold():
        got = found(text, _before(text))
        right = {(kind, form) for kind, form, _ in expected} & {(kind, form) for kind, form, _ in got}
        counts.update(right=len(right), expected=len(set(expected)), got=len({(k, f) for k, f, _ in got}))
        ids = {(kind, form): id_ for kind, form, id_ in got}
        counts["ids"] += sum(bool(id_) and ids.get((kind, form), id_) != id_ for kind, form, id_ in expected)
    precision, recall = counts["right"] / counts["got"], counts["right"] / counts["expected"]
    return Scores(
        precision=precision, recall=recall, f1=2 * precision * recall / (precision + recall), wrong_ids=counts["ids"]
    )


def _before(text: str) -> str:
    """A sentence is read behind the one before it, so that short forms have their full ones."""
    texts = [one for one, _ in gold()]
    at = texts.index(text)
    return texts[at - 1] if at else ""
