"""Contrast brings together what shares no word, and fine-tuning what is labelled."""

import numpy as np

from ribao.annotate.words import tokens
from ribao.cluster.train import contrast, labelled
from ribao.cluster.train.contrast import Positives
from ribao.cluster.train.descent import Numbers
from ribao.cluster.train.texts import Bag, Texts, vocabulary

TOLD = (
    ("老书店停业", "old bookshop closes"),
    ("大雨引发断电", "storm cuts power"),
    ("地铁新线开通", "subway line opens today"),
    ("医院扩建完工", "hospital extension finished"),
    ("芯片办法出台", "new rules for semiconductors"),
)


def likeness(weights: Numbers, one: Bag, other: Bag) -> float:
    first, second = weights[one].sum(axis=0), weights[other].sum(axis=0)
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def learned() -> tuple[list[Bag], Numbers, Numbers]:
    """Bags, pair behind pair; rows before and after."""
    texts, random, numbers = Texts(), np.random.default_rng(1), np.arange(len(TOLD))
    for pair in TOLD:
        for text in pair:
            texts.add(text, tokens(text))
    words = vocabulary(texts, 1000)
    bags = [words.bag(grams) for grams in texts.grams]
    before = contrast.start(words, 16, random)
    once = np.ones_like(numbers)
    pairs = Positives(one=numbers * 2, other=numbers * 2 + 1, group=numbers, piece=numbers * 0, times=once)
    return bags, before.copy(), contrast.train(before, bags, pairs, 40, random)


def test_two_languages_meet() -> None:
    bags, before, after = learned()
    for at in range(0, len(bags), 2):
        near = likeness(after, bags[at], bags[at + 1])
        others = [likeness(after, bags[at], bags[other]) for other in range(1, len(bags), 2) if other != at + 1]
        assert near > likeness(before, bags[at], bags[at + 1]) + 0.3
        assert near > max(others) + 0.3


def test_labels_join_what_they_say() -> None:
    bags, _, after = learned()
    day = labelled.Day(bags=tuple(bags[:6]), story=np.array([0, 1, 0, 2, 3, 4]))
    tuned = labelled.tune(after, [day], np.random.default_rng(1), epochs=60)
    assert likeness(tuned, bags[0], bags[2]) > likeness(after, bags[0], bags[2]) + 0.3
    assert likeness(tuned, bags[0], bags[1]) < likeness(after, bags[0], bags[1])


def test_nothing_labelled_nothing_tuned() -> None:
    bags, _, after = learned()
    alone = labelled.Day(bags=tuple(bags[:2]), story=np.array([0, 1]))
    assert labelled.tune(after, [alone], np.random.default_rng(1)).tobytes() == after.tobytes()
