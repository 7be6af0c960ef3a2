"""What makes the index fast and small changes nothing of what it finds: batches, hashing, restoring, three-byte terms."""

import random
from dataclasses import replace

import numpy as np
import pytest

from ribao.annotate.words import tokens
from ribao.cluster import index as index_module
from ribao.cluster.buckets import BUCKETS, bucket
from ribao.cluster.grams import Grams, grams_of
from ribao.cluster.growing import Small, Texts
from ribao.cluster.heads import Heads
from ribao.cluster.index import Index, Item
from ribao.cluster.lexicon import load
from ribao.cluster.marks import marks_of
from ribao.cluster.model import Model, words_alone
from ribao.cluster.table import Table
from ribao.support.folding import fold
from tests.cluster.made import HOUR, START

WORDS = tuple(load().concepts)[:400]


def _titles(count: int, seed: int) -> list[str]:
    """Headlines of events told one to six times, some word for word."""
    chance, found = random.Random(seed), []
    while len(found) < count:
        core = chance.choices(WORDS, [1 / (rank + 3) for rank in range(len(WORDS))], k=6)
        found += [_telling(core, chance) for _ in range(chance.randint(1, 6))]
    return found[:count]


def _telling(core: list[str], chance: random.Random) -> str:
    return "".join(word for word in core if chance.random() < 0.8) + chance.choice(("", "", "：官方回应"))


def _trained(titles: list[str]) -> Model:
    """Words alone, with a vector for every gram and a background: candidates are found in every way there is."""
    known = np.unique([bucket(gram) for title in titles for gram in grams_of(fold(title), tokens(title))])
    rows = np.random.default_rng(5).integers(-127, 127, (len(known), 32)).astype(np.int8)
    terms = np.concatenate([_marks(title, "", words_alone()).words for title in titles])
    share = np.full(BUCKETS, 0.001, np.float32)
    share[terms] = 0.01
    vectors = Grams(known=known.astype(np.uint32), rows=rows, scales=np.ones(len(known), np.float32))
    return replace(words_alone(), grams=vectors, background=share)


def _marks(title: str, lead: str, model: Model):  # type: ignore[no-untyped-def]
    return marks_of(title, tokens(title), tokens(lead), model.lexicon, model.grams)


def _stream(count: int, seed: int) -> tuple[Model, list[Item]]:
    """With summaries, round-ups, reposts, a clock that jumps."""
    titles, chance = _titles(count, seed), random.Random(seed)
    model, made = _trained(titles), []
    for at, title in enumerate(titles):
        lead = chance.choice(titles) * 3 if chance.random() < 0.3 else ""
        jump = chance.choice((0.0, 0.0, 0.0, -30.0, 200.0)) if chance.random() < 0.1 else 0.0
        made.append(
            Item(
                id=f"第{at}篇",
                marks=_marks(title, lead, model),
                time=START + (at * 0.2 + jump) * HOUR,
                source=f"s{at % 5}",
                alone=chance.random() < 0.03,
                copy_of=f"第{chance.randrange(count)}篇" if chance.random() < 0.03 else None,
            )
        )
    return model, made


def _told(model: Model, made: list[Item], size: int) -> tuple[list[str], list[list[str]], list[list[str]]]:
    """First articles of the stories on arrival; stories on arrival; and after a consolidation."""
    index, firsts = Index(model), []
    for start in range(0, len(made), size):
        firsts += index.add(made[start : start + size])
    arrived = index.groups()
    index.consolidate()
    return firsts, arrived, index.groups()


@pytest.mark.parametrize("exact", [20_000, 25, 0])
@pytest.mark.slow
def test_one_by_one_or_in_batches_gives_the_same_stories(exact: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("THOROUGH", "BRIEF"):
        monkeypatch.setattr(index_module, name, replace(getattr(index_module, name), exact=exact))
    model, made = _stream(100, seed=exact + 1)
    whole = _told(model, made, len(made))
    assert any(len(group) > 2 for group in whole[1])
    assert _told(model, made, 1) == whole
    assert _told(model, made, 37) == whole


def test_two_builds_give_the_same_stories() -> None:
    model, made = _stream(150, seed=8)
    assert _told(model, made, 50) == _told(model, made, 50)


def test_a_restored_index_consolidates_to_the_same_stories() -> None:
    model, made = _stream(150, seed=9)
    fresh, again = Index(model), Index(model)
    fresh.add(made)
    stories = {one: group[0] for group in fresh.groups() for one in group}
    again.restore(made, stories)
    assert again.groups() == fresh.groups()
    fresh.consolidate()
    again.consolidate()
    assert again.groups() == fresh.groups()


def test_an_article_takes_some_hundred_bytes() -> None:
    model, made = _stream(200, seed=10)
    small, large = Index(model), Index(model)
    small.add(made[:100])
    large.add(made)
    assert 100 * 100 < large.bytes - small.bytes < 900 * 100


def test_a_repeated_headline_is_found_by_its_id_as_any_other() -> None:
    model, made = _stream(3, seed=11)
    index = Index(model)
    index.add([made[0], replace(made[0], id="again"), *made[1:]])
    assert index.row("again") == index.row(made[0].id) == 0
    assert index.articles(0)[:2] == [made[0].id, "again"]
    assert len(index) == 4
    with pytest.raises(KeyError):
        index.row("nobody")


def test_ids_of_one_hash_are_told_apart() -> None:
    table = Table(1)
    heads = Heads(table)
    one, other = "plumless", "buckeroo"  # of one CRC-32
    table.extend([one], [_marks("甲乙丙丁", "", words_alone())], [START], ["s"])
    heads.extend([one], np.zeros(0, np.int64))
    assert heads.rows_of([one, other]) == {one: 0}
    heads.stand_for([(other, 0)])
    assert heads.rows_of([one, other, "third"]) == {one: 0, other: 0}


def test_terms_keep_their_value_in_three_bytes() -> None:
    small, values = Small(), np.array([0, 1, 255, 256, 65_536, BUCKETS - 1], np.uint32)
    small.extend(values)
    small.extend([])
    assert small.view.tolist() == values.tolist()
    assert small.take(np.array([5, 0])).tolist() == [BUCKETS - 1, 0]


def test_texts_come_back_one_by_one_and_all() -> None:
    texts = Texts()
    texts.extend(["a", "第二篇"])
    texts.extend(["", "z"])
    assert list(texts) == ["a", "第二篇", "", "z"]
    assert (texts[1], len(texts)) == ("第二篇", 4)
