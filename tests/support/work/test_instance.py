"""One program a data folder, whatever becomes of it."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ribao.support.problem import Problem
from ribao.support.work.instance import FILE_NAME, Instance, InstanceLock, running

HOLDER = """
import os, sys, time
from pathlib import Path
from ribao.support.work.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1])).acquire("http://127.0.0.1:8600", "secret")
{then}
print("held", flush=True)
time.sleep(60)
"""
FORKED = "child = os.fork()\nif child == 0:\n    time.sleep(60)\n    os._exit(0)\nprint(child)"


def holder(folder: Path, then: str = "") -> "subprocess.Popen[str]":
    """Another program that holds the folder."""
    program = HOLDER.format(then=then)
    process = subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def test_the_running_instance_is_found_and_gone_after_release(tmp_path: Path) -> None:
    assert running(tmp_path) is None
    with InstanceLock(tmp_path).acquire("http://127.0.0.1:8600", "secret") as lock:
        assert lock.instance == Instance(pid=os.getpid(), address="http://127.0.0.1:8600", token="secret")
        assert running(tmp_path) == lock.instance
    assert running(tmp_path) is None


def test_a_folder_that_is_not_there_runs_nothing_and_is_made_by_acquiring(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    assert running(folder) is None
    assert not folder.exists()
    with InstanceLock(folder).acquire():
        assert running(folder) is not None


def test_the_file_says_pid_address_and_token_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    file.touch(mode=0o644)
    with InstanceLock(tmp_path).acquire("http://127.0.0.1:1", "secret"):
        assert json.loads(file.read_text()) == {"pid": os.getpid(), "address": "http://127.0.0.1:1", "token": "secret"}
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == ""


def test_a_token_is_made_that_nobody_guesses(tmp_path: Path) -> None:
    tokens = set()
    for _ in range(3):
        with InstanceLock(tmp_path).acquire() as lock:
            tokens.add(lock.instance.token)
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 32


def test_an_address_that_becomes_known_later_is_announced(tmp_path: Path) -> None:
    with InstanceLock(tmp_path).acquire("", "a" * 100) as lock:
        lock.announce("http://127.0.0.1:41234")
        assert running(tmp_path) == Instance(pid=os.getpid(), address="http://127.0.0.1:41234", token="a" * 100)
        lock.announce("", "b")  # a shorter text leaves no tail of the longer
        assert running(tmp_path) == Instance(pid=os.getpid(), address="", token="b")


def test_a_second_instance_is_refused_by_name(tmp_path: Path) -> None:
    process = holder(tmp_path)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(Problem) as told:
            InstanceLock(tmp_path).acquire("http://127.0.0.1:1", "mine")
        assert str(process.pid) in told.value.why
        assert "http://127.0.0.1:8600" in told.value.why
        assert told.value.remedy
        assert running(tmp_path) == Instance(pid=process.pid, address="http://127.0.0.1:8600", token="secret")
    finally:
        end(process)


def test_kill_9_frees_the_folder_though_the_file_stays(tmp_path: Path) -> None:
    process = holder(tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    end(process)
    assert str(process.pid) in (tmp_path / FILE_NAME).read_text()
    assert running(tmp_path) is None
    with InstanceLock(tmp_path).acquire():
        assert running(tmp_path) is not None


def let_go(folder: Path) -> bool:
    """On a busy machine a forked child may need a moment before it closes what it inherited."""
    deadline = time.monotonic() + 5
    while running(folder) is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    return running(folder) is None


def test_a_forked_worker_that_outlives_its_parent_does_not_hold_the_folder(tmp_path: Path) -> None:
    process = holder(tmp_path, FORKED)
    assert process.stdout is not None
    child = int(process.stdout.readline())
    try:
        process.stdout.readline()
        process.kill()
        process.wait()
        os.kill(child, 0)  # it is alive
        assert let_go(tmp_path)
    finally:
        os.kill(child, signal.SIGKILL)
        process.stdout.close()


def test_of_many_that_start_at_once_one_runs(tmp_path: Path) -> None:
    def start(_: int) -> InstanceLock | None:
        try:
            return InstanceLock(tmp_path).acquire("http://127.0.0.1:1")
        except Problem:
            return None

    with ThreadPoolExecutor(8) as pool:
        started = [lock for lock in pool.map(start, range(8)) if lock]
    assert len(started) == 1
    started[0].release()
    started[0].release()  # twice is harmless


def test_asking_who_runs_never_stops_one_from_starting(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        for _ in range(15):
            askers = [pool.submit(running, tmp_path) for _ in range(3)]
            with InstanceLock(tmp_path).acquire():
                pass
            for asker in askers:
                asker.result()


def test_rubbish_in_the_file_is_no_instance_and_does_not_hinder(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("{half a")
    assert running(tmp_path) is None
    with InstanceLock(tmp_path).acquire("http://127.0.0.1:1", "t") as lock:
        assert running(tmp_path) == lock.instance


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem) as told:
        InstanceLock(tmp_path / "file").acquire()
    assert str(tmp_path / "file") in told.value.why
