"""``ribao lab train-labels``: the model of channels and certainty, trained on labelled items and an archive."""

import json
import platform
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ribao.annotate.train.corpus import CERTAINTIES, Labelled
from ribao.annotate.train.fitting import Plan
from ribao.commands.lab_files import writing
from ribao.commands.lab_items import Items
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.types.article import Article
from ribao.types.channel import CHANNELS, OTHER

_CLASSES = (*CHANNELS, OTHER)
_LICENCE = "Apache-2.0; holds hashes and weights of words, no headline can be read back from it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for. ``items`` and ``labels`` belong together, one by one. ``most``: headlines of the archive."""

    items: Sequence[Path]
    labels: Sequence[Path]
    archive: Sequence[Path] = ()
    skip: Sequence[str] = ()
    most: int = 32_000
    out: Path = Path("labels.npz")
    plan: Plan = field(default_factory=Plan)


def train_labels(order: Order) -> int:
    from ribao.annotate import learned
    from ribao.annotate.train.corpus import corpus
    from ribao.annotate.train.training import train

    labelled = list(_labelled(order))
    archive = _archive(order, {one.article.title for one in labelled})
    try:
        trained = train(corpus(labelled, archive, print), _CLASSES, order.plan, print)
    except ValueError as error:
        raise Problem(_("Nothing can be learned from this."), str(error), _("Give more labelled items.")) from None
    out = order.out if order.out.suffix == ".npz" else order.out.with_name(order.out.name + ".npz")
    days = sorted({one.published_at.date().isoformat() for one in archive})
    dated = {"archive_days": {"first": days[0], "last": days[-1], "count": len(days)}} if days else {}
    recipe = {**trained.recipe, **dated, "versions": _versions(), "licence": _LICENCE}
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        learned.save(out, trained.arrays, recipe)
    print(_("{path}: {bytes} bytes, recipe beside it.").format(path=out, bytes=out.stat().st_size))
    return 0


def _labelled(order: Order) -> Iterator[Labelled]:
    if len(order.items) != len(order.labels) or not order.items:
        raise Problem(
            _("Each --items needs its --labels."),
            _("{items} files of items, {labels} of labels").format(items=len(order.items), labels=len(order.labels)),
            _("Give them in the same order: --items DAY.jsonl --labels DAY.json"),
        )
    for items, labels in zip(order.items, order.labels, strict=True):
        told = _labels(labels)
        for article in Items(path=items).articles():
            if article.id in told and not _left_out(article, order.skip):
                yield _one(article, told[article.id], labels)


def _labels(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from None
    if not isinstance(told, dict):
        raise _unreadable(path, _("it is no table of ids"))
    return told


def _one(article: Article, label: Any, path: Path) -> Labelled:
    try:
        channels, certainty = tuple(label["channels"]), label["certainty"]
    except (KeyError, TypeError) as error:
        raise _unreadable(path, f"{article.id}: {error}") from None
    if not channels or any(name not in _CLASSES for name in channels) or certainty not in CERTAINTIES:
        raise _unreadable(path, f"{article.id}: {channels}, {certainty}")
    return Labelled(article=article, channels=channels, certainty=certainty)


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(
        _("{path} cannot be read as labels.").format(path=path),
        why,
        _("docs/howto/own-channels tells the form of each file."),
    )


def _archive(order: Order, known: set[str]) -> list[Article]:
    """Headlines without labels, each once, a sample of equal shares of the sources: one source may not drown all."""
    by_source: dict[str, dict[str, Article]] = {}
    for path in order.archive:
        for article in Items(path=path).articles():
            if article.title not in known and not _left_out(article, order.skip):
                by_source.setdefault(article.source_id, {}).setdefault(article.title, article)
    draw = random.Random(order.plan.seed)
    piles = [draw.sample(pile, len(pile)) for pile in (list(by_source[name].values()) for name in sorted(by_source))]
    chosen: list[Article] = []
    for at in range(max(map(len, piles), default=0)):
        chosen += [pile[at] for pile in piles if at < len(pile)]
        if len(chosen) >= order.most:
            break
    return chosen[: order.most]


def _left_out(article: Article, skip: Sequence[str]) -> bool:
    return article.published_at.date().isoformat().startswith(tuple(skip))


def _versions() -> dict[str, Any]:
    found = {"python": platform.python_version()}
    for name in ("ribao", "numpy", "scipy", "rjieba"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
