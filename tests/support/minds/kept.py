"""A store's memory of answers, reduced to its two calls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Kept:
    rows: dict[tuple[str, str], bytes] = field(default_factory=dict)
    times: list[datetime] = field(default_factory=list)

    def put_answers(self, kind: str, answers: Mapping[str, bytes], at: datetime) -> None:
        self.rows |= {(kind, key): raw for key, raw in answers.items()}
        self.times.append(at)

    def answers(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        return {key: self.rows[kind, key] for key in keys if (kind, key) in self.rows}
