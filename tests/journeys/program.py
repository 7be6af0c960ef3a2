"""The program as a user starts it: real processes, waited for and stopped."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tests import press

T = TypeVar("T")
PATIENCE = 90.0  # seconds; two tests may share one core


def environment(folder: Path, lang: str = "zh_CN.UTF-8") -> dict[str, str]:
    return press.environment(os.environ) | {"LANG": lang, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "none")}


def ribao(
    *arguments: str,
    cwd: Path,
    expect: int = 0,
    lang: str = "zh_CN.UTF-8",
    more: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """``more``: further environment variables. ``before``: called in the new process before the program starts."""
    done = subprocess.run(
        [sys.executable, "-m", "ribao", *arguments],
        cwd=cwd,
        env={**environment(cwd, lang), **(more or {})},
        preexec_fn=before,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == expect, done.stdout + done.stderr
    return done


class Running:
    """A ``ribao run`` or ``ribao serve`` under way. What it says goes to files, so that no pipe fills up."""

    def __init__(self, cwd: Path, arguments: tuple[str, ...]) -> None:
        self.out, self.err = cwd / "out.txt", cwd / "err.txt"
        with self.out.open("w") as out, self.err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ribao", *arguments], cwd=cwd, env=environment(cwd), stdout=out, stderr=err
            )

    @property
    def said(self) -> str:
        return self.out.read_text(encoding="utf-8") + self.err.read_text(encoding="utf-8")

    def address(self) -> str:
        found = self.wait_for(lambda: re.search(r"http://127\.0\.0\.1:\d+/", self.out.read_text(encoding="utf-8")))
        return found.group()

    def get(self, path: str = "") -> str:
        with urllib.request.urlopen(self.address() + path, timeout=20) as answer:
            text: str = answer.read().decode("utf-8")
        return text

    def wait_for(self, met: Callable[[], T | None]) -> T:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.said
            if found := met():
                return found
            time.sleep(0.1)
        raise AssertionError(f"waited in vain:\n{self.said}")

    def page_with(self, words: str, path: str = "") -> str:
        def found() -> str | None:
            text = text_of(self, path)
            return text if words in text else None

        return self.wait_for(found)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=10)


def text_of(running: Running, path: str) -> str:
    try:
        return running.get(path)
    except OSError:
        return ""


@contextmanager
def running(cwd: Path, *arguments: str) -> Iterator[Running]:
    program = Running(cwd, arguments)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
            program.process.wait()
