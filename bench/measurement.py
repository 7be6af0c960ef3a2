"""One measurement, as ``make bench`` prints it: a figure of ours, a peer's or limit's in the same run, their ratio."""

import json
import os
import platform
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """``ratio`` is written so that larger is better, and ``aim`` is what the design asks of it (a text)."""

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None
    aim: str = ""

    def line(self) -> str:
        row = {
            **asdict(self),
            "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        }
        return json.dumps(row, ensure_ascii=False)
