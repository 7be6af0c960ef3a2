"""Vectors from an OpenAI-compatible ``POST {url}/embeddings`` (llama.cpp, vLLM, Ollama, DashScope and others)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ribao.support.i18n import gettext as _
from ribao.support.minds.port import Vectors, stacked, unit
from ribao.support.minds.text import tidy
from ribao.support.minds.trouble import Fault, Refused
from ribao.support.minds.wire import Json, Wire

MOST_DIMENSIONS = 16_384

Row = NDArray[np.float32] | None


@dataclass(slots=True, kw_only=True)
class HttpEmbedder:
    """``dimension`` is that of the first good row, and every other one must have it; 0: none has come yet."""

    wire: Wire
    model: str
    batch: int = 32
    extra: Mapping[str, Any] = field(default_factory=dict)
    dimension: int = 0

    async def embed(self, texts: Sequence[str]) -> Vectors:
        rows: list[Row] = [None] * len(texts)
        clean = [tidy(text) for text in texts]
        asked = [index for index, text in enumerate(clean) if text]
        for start in range(0, len(asked), self.batch):
            part = asked[start : start + self.batch]
            for index, row in zip(part, await self._ask([clean[index] for index in part]), strict=True):
                rows[index] = row
        return stacked(self.model, rows)

    async def _ask(self, texts: Sequence[str]) -> list[Row]:
        """One request. When it is refused as a request, its halves are tried: one odd text must not cost the others."""
        body = {"model": self.model, "input": list(texts), "encoding_format": "float", **self.extra}
        answer = await self.wire.post("/embeddings", body)
        if not isinstance(answer, Refused):
            return self._read(answer, len(texts))
        if answer.fault in (Fault.REQUEST, Fault.DECLINED) and len(texts) > 1:
            half = len(texts) // 2
            return [*await self._ask(texts[:half]), *await self._ask(texts[half:])]
        if answer.fault in (Fault.REQUEST, Fault.TOO_LARGE, Fault.NOT_JSON):
            self.wire.useless(answer)
        return [None] * len(texts)

    def _read(self, answer: Json, count: int) -> list[Row]:
        items = _in_order(answer.get("data"), count)
        if items is None:
            return self._useless(_("it did not give one vector a text"), count)
        found = [_numbers(item) for item in items]
        if all(row is None for row in found):
            return self._useless(_("none of its vectors is a row of ordinary numbers"), count)
        first = next(len(row) for row in found if row is not None)
        self.dimension = self.dimension or first
        rows = [row if row is not None and len(row) == self.dimension else None for row in found]
        if all(row is None for row in rows):
            sizes = _("its vectors have {new} numbers where they had {old}; another model needs another name")
            return self._useless(sizes.format(new=first, old=self.dimension), count)
        if any(row is None for row in rows):
            self.wire.say(Refused(fault=Fault.UNREADABLE, detail=_("some of its vectors are broken")))
        self.wire.useful()
        return rows

    def _useless(self, detail: str, count: int) -> list[Row]:
        self.wire.useless(Refused(fault=Fault.UNREADABLE, detail=detail))
        return [None] * count


def _in_order(data: object, count: int) -> list[object] | None:
    """The ``embedding`` of each item by its ``index`` (servers may answer in any order); None unless one for each."""
    if not isinstance(data, list) or len(data) != count or not all(isinstance(item, dict) for item in data):
        return None
    places = [item.get("index") for item in data]
    if all(place is None for place in places):
        places = list(range(count))
    if any(type(place) is not int for place in places) or sorted(places) != list(range(count)):
        return None
    by_place = dict(zip(places, data, strict=True))
    return [by_place[place].get("embedding") for place in range(count)]


def _numbers(value: object) -> Row:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_DIMENSIONS:
        return None
    if any(type(number) not in (float, int) for number in value):
        return None
    try:
        return unit(np.array(value, np.float64))
    except (OverflowError, ValueError):
        return None
