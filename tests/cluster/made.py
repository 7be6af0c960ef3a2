"""Invented articles as the index takes them, and a small trained model, for the tests of the clusterer."""

from collections.abc import Sequence

import numpy as np

from ribao.annotate.words import tokens
from ribao.cluster.buckets import bucket
from ribao.cluster.grams import Grams
from ribao.cluster.index import Item
from ribao.cluster.lexicon import load
from ribao.cluster.marks import Marks, marks_of
from ribao.cluster.model import words_alone

LIGHTHOUSE = (
    "青石港灯塔停用三十年后重新点亮",
    "停用三十年，青石港灯塔今晨重新点亮",
    "青石港灯塔重新点亮 下周向公众开放",
)
OTHERS = (
    "云雀科技任命乔一苇为首席财务官",
    "Heron recalls 12,000 robot lawnmowers over blade fault",
    "鹭岛大桥因大雾封闭两小时",
)
HOUR = 3600.0
START = 1_900_000_000.0  # seconds since 1970: in 2030


def grams(*near: Sequence[str], width: int = 8, seed: int = 3) -> Grams:
    """Vectors of grams; those of one tuple are the same."""
    chance = np.random.default_rng(seed)
    rows: dict[int, np.ndarray] = {}
    for together in near:
        row = chance.integers(-127, 127, width).astype(np.int8)
        rows |= {bucket(gram): row for gram in together}
    known = np.array(sorted(rows), dtype=np.uint32)
    made = np.stack([rows[int(one)] for one in known]) if len(known) else np.zeros((0, width), np.int8)
    return Grams(known=known, rows=made, scales=np.ones(len(known), np.float32))


def marks(title: str, lead: str = "", of: Grams | None = None) -> Marks:
    return marks_of(title, tokens(title), tokens(lead), load(), of or words_alone().grams)


def item(name: str, title: str, hours: float = 0, lead: str = "", source: str = "s", **more: object) -> Item:
    """``hours``: after START."""
    return Item(id=name, marks=marks(title, lead), time=START + hours * HOUR, source=source, **more)  # type: ignore[arg-type]


def items(*titles: str, every: float = 1) -> list[Item]:
    """Named a0, a1 ..., ``every`` so many hours."""
    return [item(f"a{at}", title, at * every) for at, title in enumerate(titles)]
