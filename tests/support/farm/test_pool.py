"""The pool: each call ends in time, one bad call harms no other, and no process is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from ribao.support.farm.pool import WorkerDied, WorkerPool
from ribao.types.reason import Code
from tests.support.farm import tasks

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    async with WorkerPool(2, cpu_seconds=0.5, megabytes=512) as pool:
        yield pool


async def test_a_call_gives_its_result(pool: WorkerPool) -> None:
    assert await pool.run(tasks.double, 4, plus=1, wall_seconds=5) == 9


async def test_large_bodies_pass_both_ways(pool: WorkerPool) -> None:
    body = os.urandom(3_000_000)
    assert await pool.run(tasks.echo, body, wall_seconds=5) == body


async def test_an_exception_of_the_function_is_raised_here_and_the_worker_lives_on(pool: WorkerPool) -> None:
    await pool.run(tasks.pid, wall_seconds=5)
    before = pool.pids
    with pytest.raises(ValueError, match="no such page"):
        await pool.run(tasks.fail, "no such page", wall_seconds=5)
    assert pool.pids == before


async def test_what_cannot_be_sent_back_is_an_error_not_a_hang(pool: WorkerPool) -> None:
    with pytest.raises(Exception, match="pickle"):
        await pool.run(tasks.unpicklable, wall_seconds=5)


@pytest.mark.parametrize(
    ("function", "args", "words"),
    [
        (tasks.sleep, (60,), "no answer within"),
        (tasks.spin, (), "CPU time"),
        (tasks.crash, (), "signal 11"),
        (tasks.eat, (2000,), "memory"),
        (tasks.leave, (3,), "exit status 3"),
    ],
)
async def test_a_bad_call_ends_with_a_reason_and_the_next_one_works(
    pool: WorkerPool, function: object, args: tuple[object, ...], words: str
) -> None:
    started = time.monotonic()
    with pytest.raises(WorkerDied) as died:
        # half a second of CPU time may take long on a busy machine
        await pool.run(function, *args, wall_seconds=1.0 if function is tasks.sleep else 4.5)  # type: ignore[arg-type]
    assert time.monotonic() - started < 5
    assert died.value.reason.code is Code.WORKER_DIED
    assert words in died.value.reason.detail
    assert await pool.run(tasks.double, 1, wall_seconds=5) == 2


@pytest.mark.slow
async def test_the_others_go_on_while_one_hangs(pool: WorkerPool) -> None:
    hanging = asyncio.create_task(pool.run(tasks.sleep, 60, wall_seconds=1.5))
    assert [await pool.run(tasks.double, n, wall_seconds=5) for n in range(20)] == [2 * n for n in range(20)]
    with pytest.raises(WorkerDied):
        await hanging


async def test_more_calls_than_workers_wait_their_turn(pool: WorkerPool) -> None:
    results = await asyncio.gather(*(pool.run(tasks.double, n, wall_seconds=5) for n in range(100)))
    assert results == [2 * n for n in range(100)]
    assert len(pool.pids) <= 3  # the nursery and two workers


async def test_a_cancelled_call_ends_its_worker_and_frees_its_place(pool: WorkerPool) -> None:
    for _ in range(3):
        task = asyncio.create_task(pool.run(tasks.sleep, 60, wall_seconds=60))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await pool.run(tasks.double, 2, wall_seconds=5) == 4


async def test_a_killed_nursery_is_replaced(pool: WorkerPool) -> None:
    await pool.run(tasks.double, 1, wall_seconds=5)
    os.kill(pool.pids[0], signal.SIGKILL)
    with pytest.raises(WorkerDied):
        await pool.run(tasks.leave, 1, wall_seconds=5)
    # one call may still meet the gap; after it the new nursery serves
    for _ in range(3):
        try:
            assert await pool.run(tasks.double, 3, wall_seconds=5) == 6
            break
        except WorkerDied:
            continue
    else:
        pytest.fail("no worker came back")


async def test_closing_is_prompt_and_leaves_no_process() -> None:
    pool = WorkerPool(2, cpu_seconds=30, megabytes=512)
    tasks_ = [asyncio.create_task(pool.run(tasks.sleep, 60, wall_seconds=60)) for _ in range(2)]
    await asyncio.sleep(0.8)
    pids = pool.pids
    assert len(pids) == 3
    started = time.monotonic()
    await pool.aclose()
    assert time.monotonic() - started < 2
    assert not any(psutil.pid_exists(pid) for pid in pids)
    outcomes = await asyncio.gather(*tasks_, return_exceptions=True)
    assert all(isinstance(outcome, WorkerDied) for outcome in outcomes)
    with pytest.raises(RuntimeError):
        await pool.run(tasks.double, 1, wall_seconds=1)


@pytest.mark.slow
def test_workers_leave_when_the_program_is_killed() -> None:
    program = (
        "import asyncio\n"
        "from ribao.support.farm.pool import WorkerPool\n"
        "from tests.support.farm import tasks\n"
        "async def main():\n"
        "    pool = WorkerPool(2, cpu_seconds=30, megabytes=512)\n"
        "    await asyncio.gather(*(pool.run(tasks.sleep, 0.2, wall_seconds=5) for _ in range(2)))\n"
        "    print(*pool.pids, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        pids = [int(word) for word in running.stdout.readline().split()]
        assert len(pids) == 3
        running.kill()
        running.wait()
        until = time.monotonic() + 5
        while time.monotonic() < until and any(_alive(pid) for pid in pids):
            time.sleep(0.05)
        assert not any(_alive(pid) for pid in pids)


def _alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_idle_workers_can_be_sent_home_and_new_ones_come_when_needed() -> None:
    async with WorkerPool(2, cpu_seconds=5, megabytes=512) as pool:
        before = await pool.run(os.getpid, wall_seconds=10)
        await pool.rest()
        assert len(pool.pids) == 1  # the nursery
        assert await pool.run(os.getpid, wall_seconds=10) != before
