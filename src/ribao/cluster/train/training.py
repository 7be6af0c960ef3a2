"""The whole training: an archive and labelled days in, arrays and a recipe out. Equal input and seed, equal outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ribao.cluster.train import artefact, contrast, crossfit, labelled
from ribao.cluster.train.contrast import Epoch
from ribao.cluster.train.descent import Numbers
from ribao.cluster.train.features import Pairs
from ribao.cluster.train.forest import ROUNDS, grow, need_lightgbm
from ribao.cluster.train.prepare import Known, Material, Say, prepare
from ribao.cluster.train.report import Figures, figures
from ribao.cluster.train.texts import Cut, Vocabulary, vocabulary
from ribao.cluster.trees import Forest
from ribao.support.i18n import gettext as _

LEAST, LINK = 0.4, 0.8  # of a forest's probabilities; a lower LEAST joins more, see what the report says
GRID = tuple((least, link) for link in (0.65, 0.8, 1.0) for least in (0.3, 0.4, 0.5))  # told beside those of the plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``width`` of a vector and grams in the ``vocabulary``; passes over the pairs (``epochs``) and over the labelled
    days (``tuning``); trees of the forest (``rounds``); ``least`` and ``link``: see :class:`ribao.cluster.model.Model`.
    """

    width: int = 64
    vocabulary: int = 80_000
    epochs: int = 4
    tuning: int = labelled.EPOCHS
    rounds: int = ROUNDS
    folds: int = 6
    least: float = LEAST
    link: float = LINK
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trained:
    arrays: artefact.Arrays
    recipe: Mapping[str, Any]


def train(material: Material, plan: Plan, cut: Cut, say: Say) -> Trained:
    """Raises NoLightGBM where days are labelled, and ValueError when nothing can be learned from the material."""
    if not material.archive:
        raise ValueError(_("the archive is empty"))
    if material.labelled:
        need_lightgbm()
    random = np.random.default_rng(plan.seed)
    known = prepare(material, cut, random, say)
    words = vocabulary(known.texts, plan.vocabulary)
    weights = _contrast(known, words, plan, random, say)
    forest, weights, measured = _supervise(material, known, words, weights, plan, cut, say)
    terms, counts = artefact.common(known.counts)
    return Trained(
        arrays=artefact.arrays_of(artefact.quantised(words, weights), terms, counts, forest),
        recipe=_recipe(material, plan, known) | {"depth": forest.depth, "measured": measured},
    )


def _contrast(known: Known, words: Vocabulary, plan: Plan, random: np.random.Generator, say: Say) -> Numbers:
    def told(epoch: Epoch) -> None:
        line = _("Epoch {number} of {epochs}: loss {loss:.3f}.")
        say(line.format(number=epoch.number, epochs=plan.epochs, loss=epoch.loss))

    bags = [words.bag(grams) for grams in known.texts.grams]
    weights = contrast.start(words, plan.width, random)
    return contrast.train(weights, bags, known.pairs.positives(), plan.epochs, random, told)


def _supervise(
    material: Material, known: Known, words: Vocabulary, weights: Numbers, plan: Plan, cut: Cut, say: Say
) -> tuple[Forest, Numbers, Mapping[str, Any]]:
    """The forest, the vectors that ship, and what was measured."""
    if not material.labelled:
        if material.forest is None:
            raise ValueError(_("without labelled days there is nothing to grow a forest from"))
        return material.forest, weights, {}
    days, folds = material.labelled, crossfit.folds_of(material.labelled, plan.folds)
    setting = crossfit.Setting(
        days=days, folds=folds, vocabulary=words, background=known.background, cut=cut, seed=plan.seed
    )

    def told(fold: int) -> None:
        say(_("Vectors tuned without fold {number} of {folds}.").format(number=fold + 1, folds=len(folds)))

    pairs, weights = crossfit.tuned(weights, setting, plan.tuning, told)
    measured = _measured(material, pairs, folds, plan, say) if len(folds) > 1 else {}
    return grow(pairs, plan.seed, plan.rounds), weights, measured


def _measured(
    material: Material, pairs: Sequence[Pairs], folds: Sequence[crossfit.Fold], plan: Plan, say: Say
) -> dict[str, Any]:
    """Figures of each fold and of all days, at the plan's thresholds and at others."""
    days, likeness = material.labelled, crossfit.held_out(pairs, folds, plan.seed, plan.rounds)

    def of(chosen: Sequence[int], least: float, link: float) -> Figures:
        picked = [(days[at], pairs[at], likeness[at]) for at in chosen]
        return figures([p[0] for p in picked], [p[1] for p in picked], [p[2] for p in picked], least, link)

    everything = range(len(days))
    folded = {_span(material, fold): of(fold, plan.least, plan.link) for fold in folds}
    folded[_("all days")] = total = of(everything, plan.least, plan.link)
    for name, one in folded.items():
        say(_line(name, one))
    others = {f"least {least}, link {link}": of(everything, least, link) for least, link in GRID}
    for name, one in others.items():
        say(_line(name, one))
    return {"held_out": total.as_dict(), "thresholds": {name: one.as_dict() for name, one in others.items()}}


def _span(material: Material, fold: crossfit.Fold) -> str:
    names = sorted(material.labelled[at].day for at in fold)
    return names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"


def _line(name: str, one: Figures) -> str:
    line = _(
        "{name}: pairs {ap:.3f} ({found:.0%} found); stories: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
    )
    return line.format(
        name=name, ap=one.pair_ap, found=one.found, precision=one.precision, recall=one.recall, f1=one.f1
    )


def _recipe(material: Material, plan: Plan, known: Known) -> dict[str, Any]:
    dates = sorted(item.day for item in material.archive)
    return {
        "plan": asdict(plan),
        "archive": {"items": len(dates), "days": len(set(dates)), "first_day": dates[0], "last_day": dates[-1]},
        "headlines": known.headlines,
        "pairs": dict(known.pairs.kinds),
        "tellings": len(material.tellings),
        "labelled_days": sorted(day.day for day in material.labelled),
        "least": plan.least,
        "link": plan.link,
    }
