"""``ribao lab train-promotion``: the weights of the kinds of evidence, learnt from labelled items. No chance is in it."""

import json
from collections.abc import Sequence
from pathlib import Path

from ribao.commands.lab_files import write, writing
from ribao.commands.lab_items import Items
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.types.article import Article

FEWEST = 20  # items of each side


def train_promotion(items: Sequence[Path], labels: Sequence[Path], out: Path, threshold: float) -> int:
    """``labels``: {id: {"promo": 0, 1 or 2}}, as ``ribao lab labels`` writes; 2 (unclear) is left out."""
    from ribao.annotate.promotion_training import across_days, row, train

    if len(items) != len(labels) or not items:
        raise Problem(_("Each --items needs its --labels."), "", _("Give them in the same order."))
    told = [pair for file, said in zip(items, labels, strict=True) for pair in _labelled(file, said)]
    truth = [promo for _article, promo in told]
    if min(sum(truth), len(truth) - sum(truth)) < FEWEST:
        raise Problem(_("Nothing can be learned from this."), "", _("Give more labelled items."))
    rows = [row(article.title, article.summary or article.text) for article, _promo in told]
    odds = across_days(rows, truth, [article.published_at.date() for article, _promo in told])
    _tell(odds, truth, threshold)
    note = f"{len(told)} labelled headlines with their summaries"
    doc = json.dumps(train(rows, truth, threshold, note), ensure_ascii=False, indent=1)
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    write(out, doc + "\n")
    return 0


def _labelled(items: Path, labels: Path) -> list[tuple[Article, bool]]:
    try:
        said = {id_: int(one["promo"]) for id_, one in json.loads(labels.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Problem(_("The labels cannot be read: {path}").format(path=labels), str(error)) from None
    found = ((article, said.get(article.id)) for article in Items(path=items).articles())
    return [(article, promo == 1) for article, promo in found if promo in (0, 1)]


def _tell(odds: Sequence[float], truth: Sequence[bool], threshold: float) -> None:
    """How well it does on days that it did not see."""
    import math

    least = math.log(threshold / (1 - threshold))
    said = [one >= least for one in odds]
    right = sum(a and b for a, b in zip(said, truth, strict=True))
    precision, recall = right / max(1, sum(said)), right / max(1, sum(truth))
    told = _("On days left out: precision {precision}, recall {recall}, of {n} items.")
    print(told.format(precision=f"{precision:.3f}", recall=f"{recall:.3f}", n=len(truth)))
