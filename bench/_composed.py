"""Marks of an invented headline, put together of the marks of its words: each word is cut and marked once."""

from collections.abc import Sequence
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bench._headlines import Headline
from ribao.annotate.words import tokens
from ribao.cluster.buckets import Buckets, buckets
from ribao.cluster.marks import MOST_LEAD, MOST_PAIRS, Marks, marks_of, pairs_of
from ribao.cluster.model import Model
from ribao.support.folding import fold

_FULL = 127.0  # the largest component of a vector


def put_together(head: Headline, model: Model) -> Marks:
    """Has the pairs of the whole headline; its vector is the mean of those of its words, which stand for its own."""
    own = [_piece(piece, model) for piece in head.pieces if piece]
    lead = [*own, *(_piece(piece, model) for piece in head.more)] if head.more else []
    chinese = any(one.chinese for one in own)
    return Marks(
        words=_union(own, "words"),
        pairs=buckets((f"c:{pair}" for pair in pairs_of(fold(head.title))), MOST_PAIRS),
        concepts=_union(own, "concepts"),
        lead=_union(lead[:MOST_LEAD], "words"),
        numbers=_union(own, "numbers"),
        subjects=_facts(own, "subjects"),
        quantities=_facts(own, "quantities"),
        vector=_mean([one.vector for one in own]),
        lead_vector=_mean([one.vector for one in lead]) if lead else np.zeros(0, np.int8),
        letters=len(head.title),
        chinese=chinese,
        lead_chinese=chinese and bool(lead),
        headline=crc32(head.title.encode()) | 1 << 32,
    )


@cache
def cut_once(piece: str) -> tuple[str, ...]:
    return tokens(piece)


@cache
def _piece(piece: str, model: Model) -> Marks:
    return marks_of(piece, cut_once(piece), (), model.lexicon, model.grams)


def _union(many: Sequence[Marks], name: str) -> Buckets:
    filled = [part for one in many if (part := getattr(one, name)).size]
    return np.array(sorted({value for part in filled for value in part.tolist()}), np.uint32)


def _facts(many: Sequence[Marks], name: str) -> NDArray[np.uint32]:
    filled = [part for one in many if (part := getattr(one, name)).size]
    return np.concatenate(filled) if filled else np.zeros((0, 2), np.uint32)


def _mean(many: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    total = np.add.reduce(many, axis=0, dtype=np.float32)
    top = float(np.abs(total).max())
    return np.rint(total * (_FULL / max(top, 1e-6))).astype(np.int8)
