"""What an article changed from reading to reading, as its page shows it: short passages, within what its licence allows. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from ribao.render.bundle import Bundle, Kept
from ribao.render.claims import licence
from ribao.render.diff import Kind, Run, diff
from ribao.types.article import Article
from ribao.types.source import Licence

TOLD = 100  # characters of an article's changes on a public page; its excerpt has what is left of 200
AROUND = 12  # characters that are told beside a change
NEAR = 24  # characters between two changes up to which they are told in one passage
LEAST = 16  # characters of a change that are told if any are
MOST_PASSAGES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """From reading ``before`` (its number and when it was read) to the next. ``later``: after the edition's own.

    ``title``: empty when it stayed. ``held``: passages that are not told here in full. ``added``, ``gone``:
    characters of text put in and taken out in all.
    """

    before: int
    after: int
    was_at: datetime | None
    is_at: datetime | None
    title: tuple[Run, ...]
    passages: tuple[tuple[Run, ...], ...]
    held: int
    added: int
    gone: int
    later: bool

    @property
    def told(self) -> int:
        return sum(len(run.text) for passage in self.passages for run in passage)


def revisions(bundle: Bundle, article: Article, *, whole: bool = False) -> tuple[Revised, ...]:
    """Newest first. ``whole``: for who may read all of it; else all passages together keep to :data:`TOLD`."""
    readings = bundle.readings.get(article.id, ())
    free = whole or licence(bundle, article.source_id) is Licence.FULL
    left = 10**9 if free else TOLD
    found = []
    for older, newer in reversed(list(pairwise(readings))):
        made = _revised(older, newer, article.revision, left)
        left -= made.told
        if made.title or made.passages or made.held:
            found.append(made)
    return tuple(found)


def told(bundle: Bundle, article: Article) -> int:
    """Characters of the article that its public page gives to its changes."""
    if article.id not in bundle.readings or licence(bundle, article.source_id) is Licence.FULL:
        return 0
    return sum(one.told for one in revisions(bundle, article))


def _revised(older: Kept, newer: Kept, own: int, left: int) -> Revised:
    old, new = older.article, newer.article
    runs = diff(_text(old), _text(new))
    passages = list(_passages(runs))
    shown = list(_within(passages[:MOST_PASSAGES], left))
    return Revised(
        before=old.revision,
        after=new.revision,
        was_at=older.read_at,
        is_at=newer.read_at,
        title=diff(old.title, new.title) if old.title != new.title else (),
        passages=tuple(shown),
        held=len(passages) - sum(whole == told for whole, told in zip(passages, shown, strict=False)),
        added=sum(len(run.text) for run in runs if run.kind is Kind.NEW),
        gone=sum(len(run.text) for run in runs if run.kind is Kind.GONE),
        later=new.revision > own,
    )


def _text(article: Article) -> str:
    return article.text or article.summary


def _passages(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    """Each change, or several near each other, with a few characters of what stands around."""
    passage: list[Run] = []
    for at, run in enumerate(runs):
        between = passage and len(run.text) <= NEAR and "\n" not in run.text and at < len(runs) - 1
        if run.kind is not Kind.SAME or between:
            passage.append(run)
        else:
            if passage:
                yield (*passage, Run(Kind.SAME, _head(run.text)))
            passage = [Run(Kind.SAME, _tail(run.text))]
            if at == len(runs) - 1:
                return
    if any(run.kind is not Kind.SAME for run in passage):
        yield tuple(passage)


def _head(text: str) -> str:
    """Of the same paragraph."""
    text = text.split("\n", 1)[0]
    return text if len(text) <= AROUND else text[:AROUND] + "…"


def _tail(text: str) -> str:
    text = text.rsplit("\n", 1)[-1]
    return text if len(text) <= AROUND else "…" + text[-AROUND:]


def _within(passages: Sequence[tuple[Run, ...]], left: int) -> Iterator[tuple[Run, ...]]:
    """As many as there is room for, the last one cut; a change is not begun where there is no room for a part of it."""
    for passage in passages:
        length = sum(len(run.text) for run in passage)
        if length > left:
            if left >= LEAST + AROUND:
                yield tuple(_cut(passage, left))
            return
        yield passage
        left -= length


def _cut(passage: Sequence[Run], left: int) -> Iterator[Run]:
    """What is gone and what is new share the room, so that neither is told alone."""
    for run in passage:
        room = left if run.kind is Kind.SAME else max(LEAST, left // 2)
        text = run.text if len(run.text) <= min(room, left) else run.text[: max(0, min(room, left) - 1)] + "…"
        left -= len(text)
        if text:
            yield Run(run.kind, text)
        if left <= 1:
            return
