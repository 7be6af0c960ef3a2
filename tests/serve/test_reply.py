"""The shelf that keeps what was made."""

import pytest

from ribao.serve.reply import Shelf


def test_it_makes_once_and_forgets_what_was_not_used_for_longest() -> None:
    shelf: Shelf[str] = Shelf(10, len)
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name * 4

    def ask(name: str) -> str:
        return shelf.get(name, lambda: make(name))

    assert ask("a") == ask("a") == "aaaa"
    ask("b")
    ask("a")
    ask("c")  # 12 characters: b goes, it was not asked for since
    ask("a")
    ask("b")
    assert made == ["a", "b", "c", "b"]


def test_what_could_not_be_made_takes_no_room() -> None:
    shelf: Shelf[str] = Shelf(10, len)
    with pytest.raises(LookupError):
        shelf.get("x", lambda: (_ for _ in ()).throw(LookupError()))
    assert shelf.get("x", lambda: "now") == "now"


def test_one_large_thing_is_kept_all_the_same() -> None:
    shelf: Shelf[str] = Shelf(10, len)
    shelf.get("large", lambda: "x" * 100)
    assert shelf.get("large", lambda: "other") == "x" * 100
