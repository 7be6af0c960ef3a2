"""A story is put right while the daily runs: the command goes to it, and its pages show it at once."""

import asyncio
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ribao.app import house, opened
from ribao.cli.main import run
from ribao.commands.newsroom import Newsroom
from ribao.commands.opening import serve_beside
from ribao.commands.run import RunOptions, listening
from ribao.serve.board import Board
from ribao.support.clock import SystemClock
from ribao.support.progress import Silent
from ribao.support.work.instance import InstanceLock
from tests.commands.archive import FOLD, ID, QUAKE, edition_of, fill, settings


@contextmanager
def newsroom(folder: Path) -> Iterator[str]:
    """The program as ``ribao run`` wires it, without its rounds; gives its address."""
    home = listening(house(folder / "ribao.toml"), RunOptions(port=0))
    lock = InstanceLock(home.data).acquire("", "a-token")
    stopped, loop = asyncio.Event(), asyncio.new_event_loop()

    async def serving() -> None:
        async with opened(home, sources=home.sources, clock=SystemClock(), progress=Silent()) as parts:
            room = Newsroom(home, parts, Board(Silent()), None)
            served = asyncio.create_task(serve_beside(home, room.stand, lock, room.execute, asyncio.sleep(60)))
            await stopped.wait()
            served.cancel()
            await asyncio.wait([served])

    thread = threading.Thread(target=loop.run_until_complete, args=(serving(),))
    thread.start()
    try:
        yield address(lock)
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(20)
        loop.close()
        lock.release()


def address(lock: InstanceLock) -> str:
    for _ in range(2000):
        if lock.instance.address:
            return lock.instance.address
        threading.Event().wait(0.01)
    raise AssertionError("it never served")


def get(url: str) -> tuple[str, str]:
    """The page, and where it was found in the end."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode(), answer.url


@pytest.mark.slow
def test_a_command_is_handed_over_and_the_old_address_leads_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(tmp_path)
    fill(tmp_path / "data", edition_of("quake", "fold"))
    words = ["--config", str(tmp_path / "ribao.toml"), "--lang", "zh", "story"]
    with newsroom(tmp_path) as site:
        assert run([*words, "merge", QUAKE, FOLD]) == 0
        told = capsys.readouterr().out
        assert f"为 {QUAKE}" in told
        page, where = get(f"{site}zh/-/why/{FOLD}")
        assert where.endswith(f"/zh/-/why/{QUAKE}")
        assert "云岬折叠屏推迟到六月" in page
        assert run([*words, "split", QUAKE, ID["quake"], ID["hinge"]]) == 0
        capsys.readouterr()
        assert run([*words, "undo", "r0000000"]) == 2
        assert "没有 'r0000000' 这条裁定" in capsys.readouterr().err
        assert run([*words, "why", ID["hinge"]]) == 0
        assert "云岬" in capsys.readouterr().out
