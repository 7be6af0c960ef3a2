"""``ribao token``: the owner's token, for the page /-/enter."""

from collections.abc import Callable
from pathlib import Path

from ribao.app import house
from ribao.support.owner_key import OwnerKey


def show_token(config: Path | None, data: Path | None, say: Callable[[str], None], *, new: bool = False) -> int:
    """The token alone, so that it can be copied or piped; it is made when there is none."""
    key = OwnerKey(house(config, data).data)
    say(key.renew() if new else key.token())
    return 0
