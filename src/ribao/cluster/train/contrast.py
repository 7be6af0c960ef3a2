"""Contrastive training: two tellings of one event near each other, far from all others of their batch.

The loss is InfoNCE (van den Oord et al. 2018) in both directions. A batch is made of pieces of single days, so that the
others are not only strangers but also the same day's news of the same matter: those teach most.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.cluster.train.descent import Adam, Numbers, backward, batch_of, forward
from ribao.cluster.train.texts import Bag, Vocabulary

BATCH, CHUNK = 1024, 256
TEMPERATURE = 0.06
DROP = 0.15
_RATE = 0.16  # divided by the root of the width
_LOWEST = 0.05  # of the rate, at the end
_MASKED = np.float32(-1e4)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Positives:
    """Pairs of texts, all int64 (pairs,). ``group``: pairs of one group are no negatives of each other; ``piece``:
    pairs of one piece, such as a day, come in one batch; ``times``: how often a pair comes in an epoch.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    group: NDArray[np.int64]
    piece: NDArray[np.int64]
    times: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    number: int
    loss: float


def start(vocabulary: Vocabulary, width: int, random: np.random.Generator) -> Numbers:
    """Random rows, longer for rare grams: before any training the sum is a random projection of TF-IDF."""
    rows = random.standard_normal((len(vocabulary.known), width), np.float32) / np.float32(width**0.5)
    scaled: Numbers = rows * (vocabulary.idf / vocabulary.idf.mean())[:, None]
    return scaled


def train(
    weights: Numbers,
    bags: Sequence[Bag],
    pairs: Positives,
    epochs: int,
    random: np.random.Generator,
    told: Callable[[Epoch], None] = lambda _: None,
) -> Numbers:
    """``weights`` (v, d), trained in place. ``bags``: of each text, by its number; ``told`` hears of each epoch."""
    adam = Adam(weights)
    filled = np.array([len(bag) > 0 for bag in bags], np.bool_)
    usable = np.flatnonzero(filled[pairs.one] & filled[pairs.other])
    size = min(BATCH, int(pairs.times[usable].sum()))
    total, done = epochs * (int(pairs.times[usable].sum()) // max(size, 1)), 0
    for number in range(epochs):
        losses = []
        for chosen in _batches(pairs, usable, size, random):
            rate = _RATE / weights.shape[1] ** 0.5 * max(_LOWEST, 1 - done / total)
            losses.append(_step(adam, bags, pairs, chosen, rate, random))
            done += 1
        told(Epoch(number=number + 1, loss=float(np.mean(losses)) if losses else 0.0))
    return weights


def _batches(
    pairs: Positives, usable: NDArray[np.int64], size: int, random: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Pieces shuffled, cut into chunks, chunks shuffled; what is left over at the end waits for the next epoch."""
    drawn = random.permutation(np.repeat(usable, pairs.times[usable]))
    drawn = drawn[np.argsort(pairs.piece[drawn], kind="stable")]
    cuts = np.flatnonzero(np.diff(pairs.piece[drawn])) + 1
    chunks = [part[at : at + CHUNK] for part in np.split(drawn, cuts) for at in range(0, len(part), CHUNK)]
    order = random.permutation(len(chunks))
    flat = np.concatenate([drawn[:0], *(chunks[at] for at in order)])
    for at in range(0, len(flat) - size + 1, max(size, 1)):
        yield flat[at : at + size]


def _step(
    adam: Adam,
    bags: Sequence[Bag],
    pairs: Positives,
    chosen: NDArray[np.int64],
    rate: float,
    random: np.random.Generator,
) -> float:
    texts = [bags[at] for at in np.concatenate([pairs.one[chosen], pairs.other[chosen]]).tolist()]
    batch = batch_of(texts, DROP, random)
    unit, lengths = forward(adam.weights, batch)
    half = len(chosen)
    loss, one, other = info_nce(unit[:half], unit[half:], pairs.group[chosen], TEMPERATURE)
    adam.descend(batch.rows, backward(batch, unit, lengths, np.concatenate([one, other])), rate)
    return loss


def info_nce(
    one: Numbers, other: Numbers, group: NDArray[np.int64], temperature: float
) -> tuple[float, Numbers, Numbers]:
    """Of unit vectors (n, d) pair by pair: the loss, and its gradients on both sides."""
    count = len(one)
    near = (one @ other.T) / np.float32(temperature)
    near[(group[:, None] == group[None, :]) & ~np.eye(count, dtype=np.bool_)] = _MASKED
    across, down = _log_softmax(near), _log_softmax(near.T).T
    loss = -float((np.diag(across) + np.diag(down)).mean()) / 2
    slope: Numbers = ((np.exp(across) + np.exp(down)) / 2).astype(np.float32)
    slope[np.arange(count), np.arange(count)] -= 1
    slope /= np.float32(count * temperature)
    return loss, slope @ other, slope.T @ one


def _log_softmax(rows: Numbers) -> Numbers:
    shifted = rows - rows.max(axis=1, keepdims=True)
    found: Numbers = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return found
