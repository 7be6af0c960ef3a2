"""Fitting: linear models that tell each class from all others, by squared hinge loss (the L2-SVM of Fan et al. 2008).

Words that the labelled items never hold still get a weight: the archive tells which signs come together (its leading
singular vectors, latent semantic analysis), and a model over these directions is itself linear in the signs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``width``: directions; ``trust``: how much these count; ``cost``: of an error, against the size of weights."""

    width: int = 64
    trust: float = 2.0
    cost: float = 0.3
    seed: int = 1


def directions(labelled: csr_array, archive: csr_array, plan: Plan) -> Weights:
    """float64 (signs, width): multiplied with signs, where an item lies among all; mean length ``trust``."""
    every = csr_array(vstack([labelled, archive]))
    held = np.bincount(every.indices, minlength=every.shape[1])
    rarity = np.log(every.shape[0] / np.maximum(held, 1))
    weighed = csr_array(every @ diags_array(rarity))
    lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1))
    level = csr_array(diags_array(1 / np.maximum(lengths, 1e-9)) @ weighed)
    start = np.random.default_rng(plan.seed).standard_normal(min(level.shape))
    width = min(plan.width, min(level.shape) - 1)
    from scipy.sparse.linalg import svds  # half a second to import: only who trains waits for it

    _, _, right = svds(level.astype(np.float64), k=width, v0=start, tol=1e-3)
    turned: Weights = right.T * rarity[:, None]
    mean = float(np.linalg.norm(labelled @ turned, axis=1).mean())
    return turned * (plan.trust / max(mean, 1e-9))


def fit(
    signs: csr_array, turned: Weights, truth: Sequence[str], classes: Sequence[str], plan: Plan
) -> tuple[Weights, Weights]:
    """Weights (signs, classes) and biases (classes,), of the signs alone: the directions are folded into them."""
    placed = np.asarray(signs @ turned)
    columns, biases = [], []
    for name in classes:
        target = np.where(np.array(truth) == name, 1.0, -1.0)
        own, along, bias = _one_against_all(signs, placed, target, plan.cost)
        columns.append(own + turned @ along)
        biases.append(bias)
    return np.stack(columns, axis=1), np.array(biases)


def _one_against_all(signs: csr_array, placed: Weights, target: Weights, cost: float) -> tuple[Weights, Weights, float]:
    count, width = signs.shape[1], placed.shape[1]
    across = csr_array(signs.T)

    def loss(flat: Weights) -> tuple[float, Weights]:
        margins = target * (signs @ flat[:count] + placed @ flat[count:-1] + flat[-1])
        short = np.maximum(0.0, 1.0 - margins)
        pull = -2.0 * cost * short * target
        slope = np.concatenate([across @ pull, placed.T @ pull, [pull.sum()]]) + flat
        return 0.5 * float(flat @ flat) + cost * float(short @ short), slope

    from scipy.optimize import minimize

    found = minimize(loss, np.zeros(count + width + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return found.x[:count], found.x[count:-1], float(found.x[-1])
