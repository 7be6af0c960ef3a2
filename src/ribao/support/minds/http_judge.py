"""Verdicts from an OpenAI-compatible chat, one pair a request: a batch in one prompt saves little, and its members
sway each other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ribao.support.i18n import gettext as _
from ribao.support.minds import choosing
from ribao.support.minds.chat import Chat
from ribao.support.minds.port import Choice, Doubt, Pair, Verdict
from ribao.support.minds.prompt import question, sides
from ribao.support.minds.text import MOST_REASON, tidy
from ribao.support.minds.trouble import OF_ONE_ANSWER, Fault, Refused

Asked = TypeVar("Asked", Pair, Doubt)
Answer = TypeVar("Answer", Verdict, Choice)


class Written(BaseModel):
    """What the model wrote, strictly: "yes" is no boolean, 95 no confidence. Fields beyond these are passed over."""

    model_config = ConfigDict(strict=True, frozen=True)

    same: bool
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    reason: str


@dataclass(slots=True, kw_only=True)
class HttpJudge:
    chat: Chat
    at_once: int = 4

    @property
    def model(self) -> str:
        return self.chat.model

    async def same(self, pairs: Sequence[Pair]) -> tuple[Verdict | None, ...]:
        return await self._all(self._ask, pairs)

    async def choose(self, doubts: Sequence[Doubt]) -> tuple[Choice | None, ...]:
        return await self._all(self._pick, doubts)

    async def _all(
        self, ask: Callable[[Asked], Awaitable[Answer | None]], asked: Sequence[Asked]
    ) -> tuple[Answer | None, ...]:
        """``at_once`` at a time; one answer for each, in their order."""
        room = asyncio.Semaphore(self.at_once)

        async def answered(one: Asked) -> Answer | None:
            async with room:
                return await ask(one)

        return tuple(await asyncio.gather(*map(answered, asked)))

    async def _ask(self, pair: Pair) -> Verdict | None:
        if not all(headline for headline, _day in sides(pair)):
            return None  # an empty headline tells no story
        answer = await self.chat.ask(question(pair))
        return self._taken(answer if isinstance(answer, Refused) else read(answer, self.model))

    async def _pick(self, doubt: Doubt) -> Choice | None:
        if not tidy(doubt.text) or not doubt.choices:
            return None
        answer = await self.chat.ask(choosing.question(doubt))
        return self._taken(answer if isinstance(answer, Refused) else choosing.read(answer, doubt, self.model))

    def _taken(self, found: Answer | Refused) -> Answer | None:
        """The wire hears whether the server is of use."""
        if not isinstance(found, Refused):
            self.chat.wire.useful()
            return found
        if found.fault in OF_ONE_ANSWER:
            self.chat.wire.useless(found)
        elif found.fault is Fault.DECLINED:
            self.chat.wire.say(found)
        return None


def read(written: dict[str, Any], model: str) -> Verdict | Refused:
    try:
        row = Written.model_validate(written)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        detail = _("{field} is missing or not what was asked for").format(field=place)
        return Refused(fault=Fault.UNREADABLE, detail=detail)
    return Verdict(same=row.same, confidence=row.confidence, reason=tidy(row.reason, MOST_REASON), model=model)
