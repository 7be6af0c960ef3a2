"""How good attributions are: scores against labelled sentences, and cross-validation over texts.

An attribution is found when its content overlaps a labelled one's by half (Dice over characters), one to one, the best
first. Labelled ones that merely go on (basis "continuation") or have no content earn nothing and cost nothing.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ribao.annotate.attribution.discourse import of_sentences
from ribao.annotate.attribution.said import as_row
from ribao.annotate.attribution.training import dice, examples, trained
from ribao.annotate.attribution.weighing import of_tables, tried

FOLDS = 5
_ENOUGH = 0.5
Row = dict[str, Any]
Pair = tuple[Row, Row]  # labelled, found


def crossed(texts: Sequence[Row], folds: int = FOLDS) -> dict[str, float]:
    """Scores of every whole text, read with weights that were learned from the texts of the other folds.

    Texts that only statuses are learned from help in every fold and are not read.
    """
    whole = [text for text in texts if text.get("only") != "statuses"]
    helping = [text for text in texts if text.get("only") == "statuses"]
    told: list[Row] = []
    for fold in range(folds):
        rest = [text for number, text in enumerate(whole) if number % folds != fold]
        with tried(of_tables(*trained(examples([*rest, *helping])))):
            told += [read(text) for text in whole[fold::folds]]
    return scores([text for fold in range(folds) for text in whole[fold::folds]], told)


def read(text: Row) -> Row:
    """``text`` with what is found in its sentences."""
    sentences = [str(one["text"]) for one in text["sentences"]]
    found = of_sentences(str(text.get("title", "")), sentences)
    rows = [
        {"text": sentence, "attributions": [as_row(sentence, one) for one in said]}
        for sentence, said in zip(sentences, found, strict=True)
    ]
    return {**text, "sentences": rows}


def scores(wanted: Sequence[Row], found: Sequence[Row]) -> dict[str, float]:
    """F1 of attributions and of their sources; accuracy of source type and status over those found. All 0 to 1."""
    sentences = [pair for one, other in zip(wanted, found, strict=True) for pair in _sentences(one, other)]
    pairs = [pair for one, other in sentences for pair in paired(one, other)]
    total = sum(len(one) + len(other) for one, other in sentences)
    return {
        "attribution": _share(2 * len(pairs), total),
        "source": _share(2 * sum(_same_source(*pair) for pair in pairs), total),
        "source_type": _share(sum(one["source_type"] == other["source_type"] for one, other in pairs), len(pairs)),
        "status": _share(sum(one["status"] == other["status"] for one, other in pairs), len(pairs)),
    }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _sentences(wanted: Row, found: Row) -> Iterator[tuple[list[Row], list[Row]]]:
    """Per sentence what is to be found and what was, without what may be found but need not."""
    for one, other in zip(wanted["sentences"], found["sentences"], strict=True):
        needed = [row for row in one["attributions"] if not _may_be(row)]
        spare = [row for row in one["attributions"] if _may_be(row)]
        taken = [id(row) for _label, row in paired(needed, other["attributions"])]
        left = [row for row in other["attributions"] if id(row) not in taken]
        dropped = [id(row) for _label, row in paired(spare, left)]
        if needed or not spare:
            yield needed, [row for row in other["attributions"] if id(row) not in dropped]


def _may_be(row: Row) -> bool:
    return row.get("basis") == "continuation" or not row["content"]


def paired(wanted: Sequence[Row], found: Sequence[Row]) -> Iterator[Pair]:
    """One to one, the best overlap of content first; of layers with one content the innermost."""
    scored = sorted(
        (
            (dice(one["content"], other["content"]), number, at)
            for number, one in enumerate(wanted)
            for at, other in enumerate(found)
        ),
        reverse=True,
    )
    left, right = set[int](), set[int]()
    for overlap, number, at in scored:
        if overlap >= _ENOUGH and number not in left and at not in right:
            left.add(number)
            right.add(at)
            yield wanted[number], found[at]


def _same_source(one: Row, other: Row) -> bool:
    resolved = dice(one.get("resolved") or "", other["resolved"] or other["source"] or "")
    nobody = not (one["source"] or one.get("resolved") or other["source"])
    return nobody or max(dice(one["source"] or "", other["source"] or ""), resolved) >= _ENOUGH
