"""When to stop asking: a server that fails three times in a run is left alone for the rest of it, so nothing waits.

What counts: a failure of the server (no connection, no answer in time, an error after its repetitions), in all, or
three answers in a row that cannot be used. One odd answer between good ones does not close the way for the others.
"""

from dataclasses import dataclass

MOST_FAILURES = 3
MOST_DECLINED = 50  # a server whose rules forbid this many requests is the wrong one for news


@dataclass(slots=True)
class Circuit:
    """One a run: make a new one for the next."""

    failures: int = 0
    useless_in_a_row: int = 0
    requests_declined: int = 0

    @property
    def is_open(self) -> bool:
        """Open as an electric circuit is: nothing flows."""
        failing = max(self.failures, self.useless_in_a_row) >= MOST_FAILURES
        return failing or self.requests_declined >= MOST_DECLINED

    def failed(self) -> None:
        self.failures += 1

    def declined(self) -> None:
        self.requests_declined += 1

    def useless(self) -> None:
        self.useless_in_a_row += 1

    def useful(self) -> None:
        self.useless_in_a_row = 0
