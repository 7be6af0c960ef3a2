"""Problem: an error for a person. What happened, why, what to do next; already in the reader's language."""


class Problem(Exception):
    """Raised where a command cannot go on. The CLI prints its three lines and exits with ``exit_code``.

    Exit codes: 1 nothing could be done, 2 usage or configuration.
    """

    def __init__(self, what: str, why: str = "", remedy: str = "", exit_code: int = 2) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.remedy = remedy
        self.exit_code = exit_code
