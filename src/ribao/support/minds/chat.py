"""A question to an OpenAI-compatible ``POST {url}/chat/completions``, answered by one JSON object of a given shape.

The judge stands on it, and whoever else will ask a model for something structured.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ribao.support.i18n import gettext as _
from ribao.support.minds.trouble import Fault, Refused
from ribao.support.minds.wire import Json, Wire

LAST_MANNER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``schema``: JSON Schema of the answer, an object; ``name`` names it to the server. ``system`` holds the rules."""

    name: str
    system: str
    user: str
    schema: Mapping[str, Any]
    most_tokens: int = 1024


@dataclass(slots=True, kw_only=True)
class Chat:
    """``manner``: how much a server has been found to take. 0: a schema; 1: no schema; 2: nothing beyond messages."""

    wire: Wire
    model: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    manner: int = 0

    async def ask(self, question: Question) -> Json | Refused:
        """The object that the model wrote. Whether it fits is for the caller, who calls ``wire.useful`` or ``useless``.

        A server that answers 400 is asked in a simpler manner, and so from then on if that helps.
        """
        for manner in range(self.manner, LAST_MANNER + 1):
            answer = await self.wire.post("/chat/completions", self._body(question, manner))
            if isinstance(answer, Refused) and answer.fault is Fault.REQUEST:
                continue
            if not isinstance(answer, Refused):
                self.manner = max(self.manner, manner)
                return _written(answer)
            break
        return answer

    def _body(self, question: Question, manner: int) -> Json:
        messages = [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}]
        body: Json = {"model": self.model, "messages": messages}
        if manner < LAST_MANNER:
            body |= {"temperature": 0, "max_tokens": question.most_tokens, "stream": False}
        if manner == 0:
            shape = {"name": question.name, "strict": True, "schema": dict(question.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        return body | dict(self.extra)


def _written(answer: Json) -> Json | Refused:
    try:
        choice = answer["choices"][0]
        text, finish = choice["message"]["content"], choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError):
        return Refused(fault=Fault.UNREADABLE, detail=_("there is no message in it"))
    if finish == "content_filter":
        return Refused(fault=Fault.DECLINED)
    objects = list(_objects(_without_thoughts(text))) if isinstance(text, str) else []
    if len(objects) == 1:
        return objects[0]
    if finish == "length":
        return Refused(
            fault=Fault.UNREADABLE,
            detail=_("it was cut off before its end; a model that thinks aloud needs that switched off, see extra"),
        )
    return Refused(fault=Fault.UNREADABLE, detail=_("it does not hold one JSON object"))


def _without_thoughts(text: str) -> str:
    """What a thinking model (Qwen3 and others) says when it is done. Thoughts without an end are no answer."""
    return text.rpartition("</think>")[2].partition("<think>")[0]


def _objects(text: str) -> Iterator[Json]:
    """The JSON objects in a text that may have words and ``` fences around them."""
    decoder = json.JSONDecoder()
    start = text.find("{")
    while start >= 0:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        yield value
        start = text.find("{", end)
