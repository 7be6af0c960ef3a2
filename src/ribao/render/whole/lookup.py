"""The index with which a page searches without a server: a few small files, of which one search loads some.

A story is found by its headline and digest and by the headlines and excerpts of its reports, all of which its pages
show anyway. ``index-XX.json`` maps tokens (:mod:`ribao.support.searching.tokens`) to stories, for tokens that begin with
a character of that number modulo 64; ``stories-N.json`` holds what the answer shows of 64 of them. Stories are numbered
from the oldest on, so that most of what lies on a host already stays as it is.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ribao.render.bundle import Bundle
from ribao.render.place import story_path
from ribao.render.text import EXCERPT, cut, inert, language_of
from ribao.render.whole.tree import Made, base_of
from ribao.support.folding import traditional
from ribao.support.searching.tokens import tokens
from ribao.types.edition import Entry

FOLDER = "search/"
SHARDS = 64  # files of tokens; of stories, as many in one file
SHOWN = 120  # characters of a digest that an answer shows
LONGEST = 300  # characters of a headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story as the newest edition tells it. ``path``: its page; ``head`` and ``body``: what it is found by."""

    path: str
    headline: str
    lang: str
    day: str
    excerpt: str
    reports: int
    head: str
    body: str


def stories_of(bundle: Bundle) -> Iterator[tuple[str, Story]]:
    """By id, each once, in the edition's order."""
    entries = {entry.story: entry for section in bundle.edition.sections for entry in section.entries}
    for story_id, entry in entries.items():
        yield story_id, _story(bundle, entry)


def _story(bundle: Bundle, entry: Entry) -> Story:
    told = [sentence.text for sentence in entry.sentences]
    return Story(
        path=base_of(bundle) + story_path(entry.story),
        headline=_line(entry.headline),
        lang=language_of(entry.headline, entry.articles[0].language if entry.articles else ""),
        day=bundle.edition.date.isoformat(),
        excerpt=cut(_line(told[0]), SHOWN) if told else "",
        reports=len(entry.articles),
        head="\n".join([entry.headline, *(row.title for row in entry.articles)]),
        body="\n".join([*told, *_excerpts(bundle, entry)]),
    )


def _excerpts(bundle: Bundle, entry: Entry) -> Iterator[str]:
    """A repost says nothing new."""
    for row in entry.articles:
        article = None if row.repost_of else bundle.articles.get(row.id)
        if article is not None:
            yield (article.text or article.summary)[:EXCERPT]


def lookup_files(stories: Sequence[Story]) -> Iterator[Made]:
    """``stories``: the oldest first."""
    for number, shard in enumerate(_shards(stories)):
        yield f"{FOLDER}index-{number:02x}.json", _json(shard)
    for first in range(0, len(stories), SHARDS):
        rows = [_row(story) for story in stories[first : first + SHARDS]]
        yield f"{FOLDER}stories-{first // SHARDS}.json", _json(rows)
    yield FOLDER + "simplified.json", _json("".join(map(str.__add__, *traditional())))


def _shards(stories: Sequence[Story]) -> list[dict[str, list[int]]]:
    """Token → stories: twice its number, one more where a headline has it; each less the one before it."""
    found: dict[str, list[int]] = {}
    for number, story in enumerate(stories):
        head = set(tokens(inert(story.head)).split())
        for token in head | set(tokens(inert(story.body)).split()):
            found.setdefault(token, []).append(2 * number + (token in head))
    shards: list[dict[str, list[int]]] = [{} for _ in range(SHARDS)]
    for token in sorted(found):
        shards[ord(token[0]) % SHARDS][token] = _steps(found[token])
    return shards


def _steps(numbers: Sequence[int]) -> list[int]:
    return [numbers[0], *(after - before for before, after in pairwise(numbers))]


def _row(story: Story) -> list[Any]:
    return [story.path, story.headline, story.lang, story.day, story.excerpt, story.reports]


def _line(text: str) -> str:
    return cut(" ".join(inert(text).split()), LONGEST)


def _json(value: Mapping[str, Any] | Sequence[Any] | str) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
