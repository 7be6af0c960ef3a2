"""``ribao lab train``: the model of stories, trained on an archive of headlines."""

import platform
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ribao.cluster.model import Model
from ribao.cluster.train.corpus import BadLine, Item, read, read_labels, read_tellings
from ribao.cluster.train.prepare import Material
from ribao.cluster.train.training import Plan
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem

_ZONE = ZoneInfo("Asia/Shanghai")  # whose days the news of an archive is cut into
_LICENCE = "Apache-2.0; holds counts and sums over headlines, no headline can be read back from it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for. ``labels`` and ``stories`` belong together, one by one."""

    archive: Sequence[Path]
    labels: Sequence[Path] = ()
    stories: Sequence[Path] = ()
    tellings: Sequence[Path] = ()
    skip: Sequence[str] = ()
    out: Path = Path("stories.npz")
    plan: Plan = field(default_factory=Plan)
    keep_forest: bool = False


def train_stories(order: Order) -> int:
    from ribao.annotate.words import tokens
    from ribao.cluster import model
    from ribao.cluster.train.forest import NoLightGBM
    from ribao.cluster.train.training import train

    order = _checked(order)
    try:
        material = _material(order, _ZONE, print)
        trained = train(material, order.plan, tokens, print)
    except BadLine as error:
        raise Problem(
            _("{path} cannot be read (line {n}).").format(path=error.path, n=error.number)
            if error.number
            else _("{path} cannot be read.").format(path=error.path),
            error.why,
            _("docs/howto/train-stories tells the form of each file."),
        ) from None
    except NoLightGBM as error:
        raise Problem(
            _("LightGBM, which grows the forest, is not installed."), str(error), "pip install 'ribao[train]'"
        ) from None
    except ValueError as error:
        raise Problem(_("Nothing can be learned from this."), str(error), _("Give a larger archive.")) from None
    order.out.parent.mkdir(parents=True, exist_ok=True)
    model.save(order.out, trained.arrays, {**trained.recipe, "versions": _versions(), "licence": _LICENCE})
    print(_("{path}: {bytes} bytes, recipe beside it.").format(path=order.out, bytes=order.out.stat().st_size))
    return 0


def _checked(order: Order) -> Order:
    if len(order.labels) != len(order.stories):
        raise Problem(
            _("Each --labels needs its --stories."),
            _("{labels} files of labelled items, {stories} of stories").format(
                labels=len(order.labels), stories=len(order.stories)
            ),
            _("Give them in the same order: --labels DAY.jsonl --stories DAY.json"),
        )
    if not order.labels and not order.keep_forest:
        raise Problem(
            _("Without labelled days no forest can be grown."),
            _("Likeness would be by words alone, and what the vectors say would not be calibrated."),
            _("Give --labels and --stories, or --keep-forest to keep the forest of the shipped model."),
        )
    return replace(order, out=order.out if order.out.suffix == ".npz" else order.out.with_name(order.out.name + ".npz"))


def _material(order: Order, zone: tzinfo, say: Callable[[str], None]) -> Material:
    forest = None if order.labels else _shipped().forest
    labelled = [read_labels(items, stories, zone) for items, stories in zip(order.labels, order.stories, strict=True)]
    tellings = [told for path in order.tellings for told in read_tellings(path)]
    archive = list(_once(item for path in order.archive for item in read(path, zone, order.skip)))
    line = _("{items} items of the archive, {labelled} labelled days, {tellings} lines of tellings.")
    say(line.format(items=len(archive), labelled=len(labelled), tellings=len(tellings)))
    return Material(archive=archive, labelled=labelled, tellings=tellings, forest=forest)


def _once(items: Iterable[Item]) -> Iterable[Item]:
    """Of items with one id the last: an archive may hold corrections."""
    return {item.id: item for item in items}.values()


def _shipped() -> Model:
    from ribao.cluster.model import SHIPPED, load

    try:
        return load(SHIPPED)
    except (OSError, ValueError) as error:
        raise Problem(
            _("The shipped model, whose forest is to be kept, cannot be read."),
            str(error),
            _("Give --labels and --stories."),
        ) from None


def _versions() -> dict[str, Any]:
    return {"python": platform.python_version()} | {
        name: found for name in ("ribao", "numpy", "scipy", "lightgbm", "rjieba") if (found := _version(name))
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
