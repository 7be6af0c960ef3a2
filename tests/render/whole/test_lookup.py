"""The index of an export's search: everything that the pages show is found, and nothing else stands in it."""

import json
from dataclasses import replace

from ribao.render.whole.lookup import SHARDS, lookup_files, stories_of
from ribao.support.folding import fold
from ribao.support.searching.tokens import tokens
from tests.render import invented


def index() -> dict[str, bytes]:
    return dict(lookup_files([story for _, story in stories_of(invented.bundle())]))


def found(made: dict[str, bytes], token: str) -> set[int]:
    """Numbers of the stories that have it."""
    shard = json.loads(made[f"search/index-{ord(token[0]) % SHARDS:02x}.json"])
    at, numbers = 0, set()
    for step in shard.get(token, ()):
        at += step
        numbers.add(at // 2)
    return numbers


def row(made: dict[str, bytes], number: int) -> list[object]:
    rows: list[list[object]] = json.loads(made[f"search/stories-{number // SHARDS}.json"])
    return rows[number % SHARDS]


def test_every_story_is_found_by_every_pair_and_word_of_its_headline() -> None:
    made, bundle = index(), invented.bundle()
    for section in bundle.edition.sections:
        for entry in section.entries:
            for token in tokens(entry.headline).split():
                paths = [row(made, number)[0] for number in found(made, token)]
                assert f"d/{bundle.edition.date}/s/{entry.story}.html" in paths, token


def test_what_stands_behind_an_excerpt_is_not_in_it() -> None:
    bundle = invented.bundle()
    long = {id_: replace(one, paragraphs=("开" * 300 + "秘密",)) for id_, one in bundle.articles.items()}
    made = dict(lookup_files([story for _, story in stories_of(replace(bundle, articles=long))]))
    assert found(made, "开开")
    assert not found(made, "秘密")


def test_the_table_says_of_each_character_what_the_program_reads_it_as() -> None:
    table = json.loads(index()["search/simplified.json"])
    pairs = dict(zip(table[::2], table[1::2], strict=True))
    assert pairs["摺"] == "折"
    assert all(fold(one) == plain for one, plain in pairs.items())
