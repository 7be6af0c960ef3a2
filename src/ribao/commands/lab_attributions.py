"""``ribao lab attributions``: who says what in the sentences of texts, by the pipeline's own maker; and its training."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ribao.annotate.attribution.discourse import of_sentences
from ribao.annotate.attribution.said import as_row
from ribao.commands.lab_files import write, writing
from ribao.commands.lab_items import rows
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.support.sentences import sentences
from ribao.support.store.tidying import tidy


def tell_attributions(texts: Path, output: Path) -> int:
    """Each text goes to ``output`` with ``attributions`` on each of its sentences."""
    told = [json.dumps(with_attributions(text), ensure_ascii=False) for text in _texts(texts)]
    write(output, "".join(line + "\n" for line in told))
    print(_("{count} texts read: {output}").format(count=len(told), output=output))
    return 0


def with_attributions(text: dict[str, Any]) -> dict[str, Any]:
    """``text`` with its sentences (its own, else those its ``text`` is cut into) and their attributions as strings."""
    given = [str(one.get("text", "")) for one in text.get("sentences") or []]
    words = str(text.get("text", ""))
    cut = given or [words[start:end] for start, end in sentences(words)]
    said = of_sentences(str(text.get("title", "")), cut)
    told = [
        {"text": sentence, "attributions": [as_row(sentence, one) for one in found]}
        for sentence, found in zip(cut, said, strict=True)
    ]
    return {**text, "sentences": told}


def train_weights(texts: Sequence[Path], out: Path, folds: int = 0) -> int:
    """Weights for Chinese from labelled texts, and beside them the file with their SHA-256.

    ``folds`` from 2 on: first how good weights are that were learned without the texts they read.
    """
    from ribao.annotate.attribution import training, weighing

    labelled = [text for path in texts for text in _texts(path)]
    learned = training.examples(labelled)
    if not learned.accept or not learned.kinds or not learned.statuses:
        raise Problem(
            _("There is nothing to learn from."),
            _("No sentence of the texts has attributions."),
            _("Give texts with labelled sentences."),
        )
    if folds > 1:
        _tell_crossed(labelled, folds)
    weights = training.trained(learned)
    with writing(out):
        weighing.write(out, *weights)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    write(out.with_suffix(".sha256"), f"{digest}  {out.name}\n")
    print(_("{count} candidates learned from: {output}").format(count=len(learned.accept), output=out))
    return 0


def _tell_crossed(texts: Sequence[dict[str, Any]], folds: int) -> None:
    from ribao.annotate.attribution.measuring import crossed

    reached = {name: f"{share:.3f}" for name, share in crossed(texts, folds).items()}
    told = _(
        "{folds}-fold cross-validation: attribution F1 {attribution}, source F1 {source}, "
        "source type {source_type}, status {status}"
    )
    print(told.format(folds=folds, **reached))


def _texts(path: Path) -> Iterator[dict[str, Any]]:
    """As tidy as the store keeps texts, so that they are read as the daily reads them."""
    for number, text in rows(path):
        if not isinstance(text, dict) or not isinstance(text.get("sentences") or [], list):
            raise _no_text(path, number)
        try:
            tidied = tidy(text)
        except (ValueError, RecursionError):  # a number such as NaN
            raise _no_text(path, number) from None
        yield tidied


def _no_text(path: Path, number: int) -> Problem:
    return Problem(
        _("{path}, line {n}: no text").format(path=path, n=number),
        _("Each line is one text: doc, title, text, sentences."),
        _("Mend the line."),
    )
