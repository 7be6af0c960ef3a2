"""Training of :mod:`weighing`: logistic regression over the grammar's candidates, by numpy, same data same weights.

Labelled texts: one a line as JSON, {"doc", "title", "sentences": [{"text", "attributions": [...]}]}, fields as
``ribao lab attributions`` writes them. Of a text with {"only": "statuses"} nothing but the statuses is learned, where
they are no null: its other attributions are merely what is known from before.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ribao.annotate.attribution.chinese import kind_by_rule, mentions
from ribao.annotate.attribution.chinese_candidates import Candidate, quotation
from ribao.annotate.attribution.chinese_reading import Reading, assembled, found, reading
from ribao.annotate.attribution.chinese_resolving import resolved
from ribao.annotate.attribution.chinese_status import status_by_rule, weighed
from ribao.annotate.attribution.concern import concern
from ribao.annotate.attribution.features import acceptance, judgement
from ribao.annotate.attribution.said import Context, Said
from ribao.annotate.attribution.weighing import KINDS, RULE, STATUSES
from ribao.types.attribution import SourceType, Status

_OVERLAP = 0.5
_RARE = 2  # features seen less often are left out
_STEPS = 250
_DECAY = {"accept": 0.002, "kinds": 0.004, "statuses": 0.003}
Row = tuple[list[str], int, int]  # features, label, label by rule (-1: none)


@dataclass(slots=True, kw_only=True)
class Examples:
    accept: list[Row] = field(default_factory=list)
    kinds: list[Row] = field(default_factory=list)
    statuses: list[Row] = field(default_factory=list)


def examples(texts: Iterable[dict[str, Any]]) -> Examples:
    """What the three models learn from. Each text is read in order, its speakers remembered as labelled."""
    out = Examples()
    for text in texts:
        context = Context(title=text.get("title", ""))
        for sentence in text["sentences"]:
            gold = [one for one in sentence["attributions"] if one["content"]]
            read = reading(sentence["text"])
            _learn(out if text.get("only") != "statuses" else Examples(statuses=out.statuses), read, gold, context)
            context = context.after(
                sentence["text"], [_said(sentence["text"], one) for one in gold], mentions(sentence["text"])
            )
    return out


def _learn(out: Examples, read: Reading, gold: list[dict[str, Any]], context: Context) -> None:
    every = found(read)
    pairs = matched(read, every, [one for one in gold if one.get("basis", "cue") == "cue"])
    for number in range(len(every)):
        out.accept.append((acceptance(read, every, number), int(number in pairs), -1))
    for one in assembled(read, [every[number] for number in sorted(pairs)]):
        label = next(
            (pairs[number] for number in pairs if every[number].cue == one.cue and every[number].shape == one.shape),
            None,
        )
        if label is not None:
            kind = KINDS.index(SourceType(label["source_type"]))
            out.kinds.append((judgement(read, one, context), kind, KINDS.index(kind_by_rule(one))))
            _learn_status(out, read, one, label, context)
    for label in gold:
        start = read.sentence.find(label["content"])
        if label.get("basis") == "quote" and start >= 0:
            one = quotation((start, start + len(label["content"])))
            _learn_status(out, read, one, label, context, label.get("resolved") or label["source"] or "")


def _learn_status(
    out: Examples, read: Reading, one: Candidate, label: dict[str, Any], context: Context, name: str = ""
) -> None:
    kind = SourceType(label["source_type"])
    if label["status"] is None:
        return
    name = name or resolved(read, one, _told(one, kind), context).resolved
    about = concern(read, one, context, name)
    status = STATUSES.index(Status(label["status"]))
    rule = status_by_rule(kind, one, read.folded[slice(*one.content)], about.of_house)
    out.statuses.append((weighed(read, one, context, kind, about, rule), status, -1))


def _told(one: Candidate, kind: SourceType) -> Said:
    source = one.who.source if one.who else None
    return Said(source=source, cue=one.cue, content=one.content, source_type=kind, status=Status.REPORTED)


def matched(read: Reading, every: list[Candidate], wanted: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Candidate → label: the cue's place and what is said agree best, one to one."""
    scored = []
    for number, one in enumerate(every):
        for at, label in enumerate(wanted):
            score = _agreement(read, one, label)
            if score > _OVERLAP:
                scored.append((score, -number, at))
    used: set[int] = set()
    pairs: dict[int, dict[str, Any]] = {}
    for _score, number, at in sorted(scored, reverse=True):
        if -number not in pairs and at not in used:
            used.add(at)
            pairs[-number] = wanted[at]
    return pairs


def _agreement(read: Reading, one: Candidate, label: dict[str, Any]) -> float:
    at = read.sentence.find(label["content"])
    said = 0.0
    if at >= 0:
        said = 0.6 if abs(at - one.content[0]) <= 3 else 0.3 if abs(at - one.content[0]) < 12 else 0.0
    elif dice(label["content"], read.sentence[slice(*one.content)]) > _OVERLAP:
        said = 0.5
    cue = read.sentence[slice(*one.cue)]
    same = 0.4 if label["cue"] and (label["cue"] in cue or cue in label["cue"]) else 0.0
    source = read.sentence[slice(*one.who.source)] if one.who else ""
    return said + same + 0.3 * dice(label["source"] or "", source)


def dice(one: str, other: str) -> float:
    """Overlap of characters, 0 to 1."""
    if not one or not other:
        return 0.0
    return 2 * sum((Counter(one) & Counter(other)).values()) / (len(one) + len(other))


def _said(sentence: str, label: dict[str, Any]) -> Said:
    at = sentence.find(label["source"]) if label["source"] else -1
    return Said(
        source=(at, at + len(label["source"])) if at >= 0 else None,
        cue=None,
        content=(0, len(sentence)),
        source_type=SourceType(label["source_type"]),
        status=Status(label["status"] or Status.REPORTED),
        resolved=label.get("resolved") or "",
    )


def trained(learned: Examples) -> tuple[list[str], Any, Any, Any]:
    """Names of features, and the weights of the three models: float64 (n,), (n, 7), (n, 5)."""
    every = (learned.accept, learned.kinds, learned.statuses)
    seen = Counter(name for rows in every for features, _label, _rule in rows for name in set(features))
    names = sorted(name for name, times in seen.items() if times >= _RARE)
    two = _fitted(learned.accept, names, 2, _DECAY["accept"])
    kinds = _fitted(learned.kinds, names, len(KINDS), _DECAY["kinds"])
    statuses = _fitted(learned.statuses, names, len(STATUSES), _DECAY["statuses"], even=True)
    return names, two[:, 1] - two[:, 0], kinds, statuses


def _fitted(rows: Sequence[Row], names: list[str], classes: int, decay: float, even: bool = False) -> Any:
    """A row a name; nought for those that none of ``rows`` has."""
    import numpy as np

    seen = {name for features, _label, _rule in rows for name in features}
    mine = [at for at, name in enumerate(names) if name in seen]
    weights = np.zeros((len(names), classes))
    weights[mine] = _regressed(rows, [names[at] for at in mine], classes, decay, even)
    return weights


def _regressed(rows: Sequence[Row], names: list[str], classes: int, decay: float, even: bool) -> Any:
    """Softmax regression on top of the rules, by full-batch Adam: no chance in it."""
    import numpy as np

    place = {name: at for at, name in enumerate(names)}
    x, y = np.zeros((len(rows), len(names))), np.zeros((len(rows), classes))
    given = np.zeros((len(rows), classes))
    for number, (features, label, rule) in enumerate(rows):
        x[number, [place[name] for name in features if name in place]] = 1
        y[number, label] = 1
        if rule >= 0:
            given[number, rule] = RULE
    share = _shares(y) if even else np.full((len(rows), 1), 1 / max(1, len(rows)))
    weights = np.zeros((len(names), classes))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = x.T @ ((_odds(x @ weights + given) - y) * share) + decay * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = 0.05 * (1 - step / _STEPS) + 0.002
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def _shares(y: Any) -> Any:
    """What each row counts: classes that other sources may hold more of count nearer to alike."""
    import numpy as np

    often = np.maximum(1, y.sum(axis=0))
    share = y @ (1 / np.sqrt(often))
    return (share / share.sum())[:, None]


def _odds(scores: Any) -> Any:
    import numpy as np

    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)
