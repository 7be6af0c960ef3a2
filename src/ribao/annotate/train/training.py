"""Training as a whole: fit, judge by cross-validation over days, calibrate, make small."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.annotate.train.corpus import CERTAINTIES, Corpus
from ribao.annotate.train.fitting import Plan, Weights, directions, fit

FOLDS = 5
FLOOR = 15  # items of a class from which it counts in a mean over classes


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    arrays: Mapping[str, NDArray[Any]]
    recipe: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fitted:
    weights: Weights
    biases: Weights
    told: dict[str, Any]


def train(data: Corpus, classes: Sequence[str], plan: Plan, tell: Callable[[str], None]) -> Trained:
    """``classes``: of the channels. Raises ValueError where there is nothing to learn from."""
    if len({one.channels[0] for one in data.items}) < 2 or len({one.certainty for one in data.items}) < 2:
        raise ValueError("labels of at least two channels and two certainties are needed")
    turned = directions(data.labelled, data.archive, plan)
    channels = [one.channels[:2] for one in data.items] * 2
    certainties = [(one.certainty,) for one in data.items] * 2
    fitted = {
        "channel": _task(data, turned, channels, classes, plan, tell, "channel"),
        "certainty": _task(data, turned, certainties, CERTAINTIES, plan, tell, "certainty"),
    }
    weights = np.concatenate([one.weights for one in fitted.values()], axis=1)
    return Trained(arrays=_quantised(data.known, weights), recipe=_recipe(data, fitted, plan))


def _task(
    data: Corpus,
    turned: Weights,
    truth: Sequence[tuple[str, ...]],
    classes: Sequence[str],
    plan: Plan,
    tell: Callable[[str], None],
    name: str,
) -> _Fitted:
    mains = [one[0] for one in truth]
    scores = _crossed(data, turned, mains, classes, plan)
    found, half = [classes[at] for at in scores.argmax(axis=1)], len(data.items)
    quality, homeless = measured(truth[:half], found[:half]), measured(truth[half:], found[half:])
    for what, one in (("", quality), (" without their sites", homeless)):
        tell(f"{name}{what}: accuracy {one['accuracy']}, macro F1 {one['macro_f1']} in cross-validation over days")
    weights, biases = fit(data.labelled, turned, mains, classes, plan)
    told = {
        "classes": list(classes), "sharpness": _sharpness(scores, mains, classes),
        "bias": [round(float(one), 4) for one in biases], "cross_validation": quality, "without_sites": homeless,
    }  # fmt: skip
    return _Fitted(weights=weights, biases=biases, told=told)


def _crossed(data: Corpus, turned: Weights, mains: Sequence[str], classes: Sequence[str], plan: Plan) -> Weights:
    """Scores (items, classes), each by a model that saw nothing of the item's day."""
    fold = np.array([int(sha256(one.day.encode()).hexdigest(), 16) % FOLDS for one in data.items * 2])
    scores = np.zeros((len(mains), len(classes)))
    for number in range(FOLDS):
        seen, kept = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(seen) and len(kept):
            weights, biases = fit(data.labelled[seen], turned, [mains[at] for at in seen.tolist()], classes, plan)
            scores[kept] = data.labelled[kept] @ weights + biases
    return scores


def _sharpness(scores: Weights, mains: Sequence[str], classes: Sequence[str]) -> float:
    """What makes shares of the scores honest: the likelihood of what was held out is largest (Guo et al. 2017)."""
    target = np.array([list(classes).index(main) for main in mains])

    def surprise(sharpness: float) -> float:
        raw = scores * sharpness
        top = raw.max(axis=1, keepdims=True)
        total = np.log(np.exp(raw - top).sum(axis=1)) + top[:, 0]
        return float((total - raw[np.arange(len(target)), target]).mean())

    from scipy.optimize import minimize_scalar

    return round(float(minimize_scalar(surprise, bounds=(0.2, 10), method="bounded").x), 3)


def measured(truth: Sequence[tuple[str, ...]], found: Sequence[str]) -> dict[str, Any]:
    """A class is right when it is among the true ones; macro F1 over the classes with FLOOR items and more."""
    gold = [guess if guess in one else one[0] for one, guess in zip(truth, found, strict=True)]
    hits = Counter(one for one, guess in zip(gold, found, strict=True) if one == guess)
    real, told = Counter(gold), Counter(found)
    f1 = {name: round(2 * hits[name] / (real[name] + told[name]), 4) for name in sorted(real)}
    kept = [value for name, value in f1.items() if real[name] >= FLOOR]
    return {
        "accuracy": round(hits.total() / max(len(found), 1), 4),
        "macro_f1": round(sum(kept) / max(len(kept), 1), 4),
        "f1": f1,
    }


def _quantised(known: NDArray[np.uint32], weights: Weights) -> dict[str, NDArray[Any]]:
    """A byte a weight with a scale for each row; rows that change nothing are left out."""
    loud = np.abs(weights).max(axis=1)
    kept = loud > np.quantile(loud, 0.02) if len(loud) else loud > 0
    scales = (loud[kept] / 127).astype(np.float16)
    level = weights[kept] / np.maximum(scales.astype(np.float64), 1e-7)[:, None]
    return {"known": known[kept], "rows": np.clip(np.rint(level), -127, 127).astype(np.int8), "scales": scales}


def _recipe(data: Corpus, fitted: Mapping[str, _Fitted], plan: Plan) -> dict[str, Any]:
    days = sorted(one.day for one in data.items)
    return {
        "what": "channels and certainty of headlines: linear, one class against all others, over hashed signs",
        "labelled": len(data.items),
        "labelled_days": {"first": days[0], "last": days[-1], "count": len(set(days))},
        "archive": int(data.archive.shape[0]),
        "signs": len(data.known),
        "plan": asdict(plan),
        "tasks": {name: one.told for name, one in fitted.items()},
    }
