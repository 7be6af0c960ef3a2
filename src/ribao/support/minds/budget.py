"""A judge within a budget: at most so many pairs are asked about in one run, whatever comes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ribao.support.minds.port import Choice, Doubt, Judge, Pair, Verdict
from ribao.support.minds.trouble import Place, Tell, budget_spent


@dataclass(slots=True, kw_only=True)
class WithinBudget:
    """One a run. The first pairs of a call are asked, those beyond the budget get None; the owner is told once."""

    judge: Judge
    most_pairs: int
    tell: Tell
    place: Place
    most_doubts: int = 0
    asked: int = field(default=0)
    doubted: int = field(default=0)
    _told: bool = False

    @property
    def model(self) -> str:
        return self.judge.model

    async def same(self, pairs: Sequence[Pair]) -> tuple[Verdict | None, ...]:
        left = max(0, self.most_pairs - self.asked)
        some = pairs[:left]
        self.asked += len(some)
        verdicts = await self.judge.same(some) if some else ()
        if len(some) < len(pairs) and not self._told:
            self._told = True
            self.tell(budget_spent(self.place, self.most_pairs))
        return (*verdicts, *(None for _pair in pairs[left:]))

    async def choose(self, doubts: Sequence[Doubt]) -> tuple[Choice | None, ...]:
        """Doubts have a budget of their own: labels must not starve stories."""
        left = max(0, self.most_doubts - self.doubted)
        some = doubts[:left]
        self.doubted += len(some)
        choices = await self.judge.choose(some) if some else ()
        return (*choices, *(None for _doubt in doubts[left:]))
