"""The forest: grown by LightGBM, kept as flat arrays that numpy walks."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ribao.cluster.train.features import Pairs
from ribao.cluster.trees import Forest

ROUNDS = 220
_SETTINGS = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 24, "min_child_samples": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "deterministic": True, "force_row_wise": True,
    "num_threads": 1, "verbose": -1,
}  # fmt: skip
# one thread: its threads wait for each other at every split, which on a busy machine costs more than they gain


class NoLightGBM(ImportError):
    """LightGBM, which only training needs, is not installed."""


def need_lightgbm() -> Any:
    """The module. Raises NoLightGBM: best asked for before hours of work."""
    try:
        import lightgbm
    except (ImportError, OSError) as error:  # OSError: it is there, a library it wants is not
        raise NoLightGBM(str(error)) from error
    return lightgbm


def grow(days: Sequence[Pairs], seed: int, rounds: int = ROUNDS) -> Forest:
    """From the pairs of labelled days. Raises NoLightGBM."""
    return flatten(booster(days, seed, rounds).dump_model()["tree_info"])


def booster(days: Sequence[Pairs], seed: int, rounds: int = ROUNDS) -> Any:
    lightgbm = need_lightgbm()
    numbers, same, weights = (
        np.concatenate([getattr(day, name) for day in days]) for name in ("numbers", "same", "weights")
    )
    data = lightgbm.Dataset(numbers, same.astype(np.float32), weight=weights)
    return lightgbm.train({**_SETTINGS, "seed": seed}, data, rounds)


def flatten(trees: Sequence[dict[str, Any]]) -> Forest:
    """``trees``: the ``tree_info`` of LightGBM's dump."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots, depths = [], []
    for tree in trees:
        roots.append(len(nodes))
        depths.append(_append(nodes, tree["tree_structure"]))
    feature, threshold, left, right, value = (list(column) for column in zip(*nodes, strict=True))
    return Forest(
        feature=np.array(feature, np.int16), threshold=_floor(threshold), left=np.array(left, np.int32),
        right=np.array(right, np.int32), value=np.array(value, np.float32), roots=np.array(roots, np.int32),
        depth=max(depths, default=0),
    )  # fmt: skip


def _append(nodes: list[tuple[int, float, int, int, float]], node: dict[str, Any]) -> int:
    """Its depth: 0 for a leaf, which points to itself."""
    at = len(nodes)
    if "left_child" not in node:
        nodes.append((0, 0.0, at, at, float(node["leaf_value"])))
        return 0
    if node["decision_type"] != "<=":
        raise ValueError(f"a decision that the walker does not know: {node['decision_type']}")
    nodes.append((0, 0.0, at, at, 0.0))
    left = len(nodes)
    depth = _append(nodes, node["left_child"])
    right = len(nodes)
    depth = max(depth, _append(nodes, node["right_child"])) + 1
    nodes[at] = (int(node["split_feature"]), float(node["threshold"]), left, right, 0.0)
    return depth


def _floor(thresholds: Sequence[float]) -> Any:
    """The next float32 at or below: a float32 is at most the one just when it is at most the other."""
    exact = np.array(thresholds, np.float64)
    near = exact.astype(np.float32)
    return np.where(near > exact, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)
