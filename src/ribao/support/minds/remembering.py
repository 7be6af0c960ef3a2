"""Answers are kept by what was asked, so that nothing is asked twice: not in this run, not in the next ones.

The key is the SHA-256 of (kind, model, text), for a judge of both headlines with their days, in either order. What is
kept names its model. Questions go out in portions, each kept when its answers have come: a run that is ended, or whose
server gives up half-way, loses no answer that it had. Unanswered questions are not kept; the next run asks them again.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from ribao.support.clock import Clock
from ribao.support.i18n import gettext as _
from ribao.support.minds import choosing, prompt
from ribao.support.minds.http_judge import Answer, Asked, read
from ribao.support.minds.port import Answers, Choice, Doubt, Embedder, Judge, Pair, Vectors, Verdict, stacked, unit
from ribao.support.minds.text import tidy
from ribao.support.minds.trouble import Fault, Refused
from ribao.support.portions import portions

EMBEDDING = "embedding"
VERDICT = f"verdict/{prompt.VERSION}"
CHOICE = f"choice/{choosing.VERSION}"
PORTION_TEXTS = 256
PORTION_PAIRS = 32

Row = NDArray[np.float32] | None


@dataclass(slots=True, kw_only=True)
class RememberingEmbedder:
    """Rows pass through 16 bits whether fresh or kept: two runs over the same texts see the same numbers.

    16 bits halve the room (2 kB for 1,024 numbers) and move a cosine by less than 0.001. Every row of one model name
    has one dimension, across runs; rows of another one are not taken, and ``refuse`` is told.
    """

    embedder: Embedder
    store: Answers
    clock: Clock
    refuse: Callable[[Refused], None]

    @property
    def model(self) -> str:
        return self.embedder.model

    async def embed(self, texts: Sequence[str]) -> Vectors:
        keys = [_key(EMBEDDING, self.model, tidy(text)) for text in texts]
        mark = _key(EMBEDDING, self.model, "", "dimension")
        kept = await asyncio.to_thread(self.store.answers, EMBEDDING, [*dict.fromkeys(keys), mark])
        dimension = _whole(kept.pop(mark, b""))
        known = ((key, unpacked(raw, self.model)) for key, raw in kept.items())
        rows = {key: row for key, row in known if row is not None and len(row) == dimension}
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows and tidy(text)}
        for portion in portions(list(unknown), PORTION_TEXTS):
            fresh = await self._ask({key: unknown[key] for key in portion}, dimension)
            dimension = dimension or next(map(len, fresh.values()), 0)
            await self._keep(fresh, mark, dimension)
            rows |= fresh
        return stacked(self.model, [rows.get(key) for key in keys])

    async def _ask(self, texts: Mapping[str, str], dimension: int) -> dict[str, NDArray[np.float32]]:
        vectors = await self.embedder.embed(list(texts.values()))
        if dimension and vectors.dimension not in (0, dimension):
            words = _("its vectors have {new} numbers where they had {old}; another model needs another name")
            detail = words.format(new=vectors.dimension, old=dimension)
            self.refuse(Refused(fault=Fault.UNREADABLE, detail=detail))
            return {}
        rows = ((key, vectors.row(index)) for index, key in enumerate(texts))
        return {key: rounded(row) for key, row in rows if row is not None}

    async def _keep(self, rows: Mapping[str, NDArray[np.float32]], mark: str, dimension: int) -> None:
        if rows:
            answers = {key: packed(row, self.model) for key, row in rows.items()} | {mark: str(dimension).encode()}
            await asyncio.to_thread(self.store.put_answers, EMBEDDING, answers, self.clock.now())


@dataclass(slots=True, kw_only=True)
class RememberingJudge:
    judge: Judge
    store: Answers
    clock: Clock

    @property
    def model(self) -> str:
        return self.judge.model

    async def same(self, pairs: Sequence[Pair]) -> tuple[Verdict | None, ...]:
        keys = [_key(VERDICT, self.model, *prompt.sides(pair)[0], *prompt.sides(pair)[1]) for pair in pairs]
        return await self._remembered(VERDICT, keys, pairs, lambda raw, _pair: verdict_from(raw), self.judge.same)

    async def choose(self, doubts: Sequence[Doubt]) -> tuple[Choice | None, ...]:
        keys = [_key(CHOICE, self.model, doubt.kind, tidy(doubt.text), *doubt.choices) for doubt in doubts]
        return await self._remembered(CHOICE, keys, doubts, choice_from, self.judge.choose)

    async def _remembered(
        self,
        kind: str,
        keys: Sequence[str],
        questions: Sequence[Asked],
        read_back: Callable[[bytes, Asked], Answer | None],
        ask: Callable[[Sequence[Asked]], Awaitable[tuple[Answer | None, ...]]],
    ) -> tuple[Answer | None, ...]:
        """One answer a question, in their order: what is kept under its key, else what ``ask`` gives, which is kept."""
        asked = dict(zip(keys, questions, strict=True))
        kept = await asyncio.to_thread(self.store.answers, kind, list(asked))
        found = {key: answer for key, raw in kept.items() if (answer := read_back(raw, asked[key])) is not None}
        unknown = [key for key in asked if key not in found]
        for portion in portions(unknown, PORTION_PAIRS):
            answers = await ask([asked[key] for key in portion])
            fresh = {key: answer for key, answer in zip(portion, answers, strict=True) if answer is not None}
            await self._keep(kind, fresh)
            found |= fresh
        return tuple(found.get(key) for key in keys)

    async def _keep(self, kind: str, found: Mapping[str, Answer]) -> None:
        if found:
            answers = {key: json.dumps(asdict(one), ensure_ascii=False).encode() for key, one in found.items()}
            await asyncio.to_thread(self.store.put_answers, kind, answers, self.clock.now())


def choice_from(raw: bytes, doubt: Doubt) -> Choice | None:
    """As kept; None for what cannot be read, which is then asked anew."""
    try:
        row = json.loads(raw)
        choice = choosing.read(row, doubt, str(row["model"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return choice if isinstance(choice, Choice) else None


def verdict_from(raw: bytes) -> Verdict | None:
    """As kept; None for what cannot be read, which is then asked anew."""
    try:
        row = json.loads(raw)
        verdict = read(row, str(row["model"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return verdict if isinstance(verdict, Verdict) else None


def packed(row: NDArray[np.float32], model: str) -> bytes:
    """A line that names the model, then 16-bit little-endian numbers."""
    return json.dumps({"model": model, "dimension": len(row)}).encode() + b"\n" + row.astype("<f2").tobytes()


def unpacked(raw: bytes, model: str) -> Row:
    """The row, of length 1; None for what cannot be read or is another model's."""
    head, _newline, numbers = raw.partition(b"\n")
    try:
        told = json.loads(head)
        if told["model"] != model or told["dimension"] * 2 != len(numbers):
            return None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return unit(np.frombuffer(numbers, "<f2"))


def rounded(row: NDArray[np.float32]) -> NDArray[np.float32]:
    """As it will come back from the store."""
    again = unit(row.astype("<f2"))
    return row if again is None else again


def _whole(raw: bytes) -> int:
    return int(raw) if raw.isdigit() and len(raw) < 9 else 0


def _key(kind: str, model: str, *asked: str) -> str:
    return hashlib.sha256(json.dumps([kind, model, *asked]).encode("ascii")).hexdigest()
