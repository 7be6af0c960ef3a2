"""How many examples hypothesis tries: all of them in ``make test``, a quarter in the quick ``make check``."""

import os

THOROUGH = "TEST_THOROUGH" in os.environ


def many(examples: int) -> int:
    """For a test that takes long with as many as that."""
    return examples if THOROUGH else max(examples // 4, 10)
