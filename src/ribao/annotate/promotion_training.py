"""Learning the weights of ``data/promotion_model.json`` from labelled articles. Deterministic: no chance is in it.

Logistic regression with an L2 penalty, by Newton's method; the inputs are few, so that it takes a second.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from ribao.annotate.promotion_evidence import LEAD, find, sums
from ribao.annotate.promotion_model import inputs
from ribao.types.article import Article, TextFrom

PENALTY = 0.5
ROUNDS = 30
FOLDS = 5
# By hand: what is below the opening of a text has no labels to learn from. Selling counts for less there than in the
# headline, because launch news ends with a price, and text about a firm quotes its praise.
REST = {
    "coupon": 0.7,
    "low price": 0.5,
    "sale": 0.4,
    "giveaway": 0.5,
    "hurry": 0.9,
    "where to buy": 1.3,
    "buying guide": 0.4,
    "praise": 0.9,
    "stock phrase": 0.5,
    "contact": 1.4,
    "sponsored": 0.8,
    "money": -0.5,
    "policy": -0.7,
    "review": -0.4,
}
# By hand, too: no kind of evidence may count for less than this, however few of the labelled items had it, nor any
# for more than MOST: a handful of items must not make a law.
LEAST = {
    "lead: sponsored": 0.8,
    "lead: giveaway": 0.5,
    "lead: hurry": 0.8,
    "lead: coupon": 2.0,
    "lead: where to buy": 2.5,
    "lead: contact": 2.0,
    "lead: praise": 1.8,
    "title: contact": 1.0,
    "title: hurry": 0.5,
    "title: giveaway": 0.5,
    "title: praise": 0.8,
}
MOST = 2.5


def as_article(title: str, summary: str, text: str = "") -> Article:
    """A labelled item as the makers see it."""
    never = datetime(2000, 1, 1, tzinfo=UTC)
    return Article(
        id="",
        source_id="",
        url="",
        title=title,
        published_at=never,
        dated="seen",
        seen_at=never,
        language="",
        page_sha256="",
        text_from=TextFrom.PAGE if text else TextFrom.SUMMARY,
        paragraphs=tuple(text.split("\n")) if text else (),
        summary=summary,
    )


def row(title: str, summary: str) -> dict[str, float]:
    """The inputs of one item; what is below the lead of a summary is no input."""
    found = find(as_article(title, summary[:LEAD]))
    return inputs(title, sums(found))


def train(rows: Sequence[dict[str, float]], labels: Sequence[bool], threshold: float, note: str) -> dict[str, Any]:
    """The document of a model. ``note`` says what it was learnt from."""
    names = sorted(rows[0])
    weights = _fit(rows, labels, names)
    return {
        "note": note,
        "items": len(rows),
        "promotion": int(sum(labels)),
        "penalty": PENALTY,
        "threshold": threshold,
        "bias": round(weights[-1], 3),
        "weights": {name: _within(name, weight) for name, weight in zip(names, weights, strict=False)},
        "rest": REST,
    }


def _within(name: str, weight: float) -> float:
    most = MOST if name.startswith(("title", "lead")) else weight
    return round(max(LEAST.get(name, weight), min(most, weight)), 3)


def across_days(rows: Sequence[dict[str, float]], labels: Sequence[bool], days: Sequence[date]) -> list[float]:
    """Log-odds of each item by a model that saw none of its day: whole days are left out together."""
    names = sorted(rows[0])
    order = {day: n % FOLDS for n, day in enumerate(sorted(set(days), key=lambda day: (day.day, day)))}
    result = [0.0] * len(rows)
    for fold in range(FOLDS):
        seen = [n for n, day in enumerate(days) if order[day] != fold]
        weights = _fit([rows[n] for n in seen], [labels[n] for n in seen], names)
        for n, day in enumerate(days):
            if order[day] == fold:
                result[n] = weights[-1] + sum(w * rows[n][name] for w, name in zip(weights, names, strict=False))
    return result


def _fit(rows: Sequence[dict[str, float]], labels: Sequence[bool], names: Sequence[str]) -> list[float]:
    """Weights in the order of ``names``, and the bias."""
    import numpy as np

    values = np.array([[*(row[name] for name in names), 1.0] for row in rows])
    wanted = np.array(labels, dtype=float)
    penalty = np.array([PENALTY] * len(names) + [0.001])
    weights = np.zeros(len(names) + 1)
    for _ in range(ROUNDS):
        guessed = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        spread = np.maximum(guessed * (1 - guessed), 1e-6)
        slope = values.T @ (guessed - wanted) + penalty * weights
        bend = (values * spread[:, None]).T @ values + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    return [float(weight) for weight in weights]
