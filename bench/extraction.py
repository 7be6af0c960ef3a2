"""Reading pages: our whole extraction on two worker processes, and the extraction libraries alone in one process.

Generated pages, half Chinese and half English, with the menus, lists, comments and scripts that news pages carry
(about 700 elements, 70 kB). The peers: trafilatura with its metadata, the one library that also gives headline,
author and date; and, as the harder one, only the text by the library that is chosen for each page's language
(readability-lxml for Chinese, trafilatura for English). Wall seconds, the best of several rounds taken in turn.
Also: how much memory the pool takes (proportional set size of its processes, where the system tells).
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.measurement import Measurement

PRELOAD = ("ribao.warm",)
AIM = "at least 1.8 times the library alone in one process"
_ZH = "第{n}段：市民公园的樱花今天开了，园方说花期大约两周，周末会有乐队在湖边演出，欢迎大家乘地铁前来，{m}号线最近。"
_EN = "Paragraph {n}: the cherry trees in the park are in bloom, and on Saturday a band will play by the lake; line {m} is nearest."


def measure(options: argparse.Namespace) -> Iterator[Measurement]:
    pages = [_page(number, chinese=number % 2 == 0) for number in range(400 if options.full else 120)]
    ours, memory, metadata, text = asyncio.run(_rounds(pages, 4 if options.full else 3))
    for name, peer in (
        ("trafilatura with metadata, one process", metadata),
        ("the chosen library's text alone, one process", text),
    ):
        yield Measurement(
            name="extraction: two workers",
            value=round(len(pages) / ours, 1),
            unit="pages/s",
            peer=name,
            peer_value=round(len(pages) / peer, 1),
            ratio=round(peer / ours, 2),
            aim=AIM,
        )
    if memory:
        yield Measurement(name="extraction: memory of nursery and two workers", value=round(memory, 1), unit="MB (PSS)")


async def _rounds(pages: Sequence[bytes], rounds: int) -> tuple[float, float, float, float]:
    from ribao.support.farm.pool import WorkerPool

    ours, metadata, text = [], [], []
    async with WorkerPool(2, cpu_seconds=15, megabytes=1024, preload=PRELOAD) as pool:
        await _by_pool(pool, pages[:4])
        for _ in range(rounds):
            ours.append(await _timed(lambda: _by_pool(pool, pages)))
            metadata.append(_clocked(_with_metadata, pages))
            text.append(_clocked(_text_alone, pages))
        memory = sum(map(_pss, pool.pids))
    return min(ours), memory, min(metadata), min(text)


async def _by_pool(pool, pages: Sequence[bytes]) -> None:  # type: ignore[no-untyped-def]
    from ribao.acquire.extract import extract

    # as the reader does: each page is a call of its own, and the pool hands it to the next free worker
    calls = (
        pool.run(
            extract,
            page,
            content_type="text/html; charset=utf-8",
            url=f"https://news.example/{n}.html",
            wall_seconds=30,
        )
        for n, page in enumerate(pages)
    )
    found = await asyncio.gather(*calls)
    assert all(one.reason is None for one in found)


async def _timed(work: Callable) -> float:  # type: ignore[type-arg]
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


def _clocked(work: Callable[[bytes], object], pages: Sequence[bytes]) -> float:
    started = time.perf_counter()
    for page in pages:
        work(page)
    return time.perf_counter() - started


def _with_metadata(page: bytes) -> object:
    from trafilatura import bare_extraction

    return bare_extraction(page.decode(), with_metadata=True, include_comments=False)


def _text_alone(page: bytes) -> object:
    from readability import Document
    from trafilatura import bare_extraction

    html = page.decode()
    return Document(html).summary() if "zh-CN" in html[:60] else bare_extraction(html, include_comments=False)


def _page(number: int, *, chinese: bool) -> bytes:
    line = _ZH if chinese else _EN
    title = f"市民公园樱花盛开，第{number}天" if chinese else f"Cherry trees in bloom in the park, day {number}"
    links = "".join(
        f'<li class="item i{n}"><a href="/a/{number}/{n}.html" title="{n}"><span>{title} {n}</span></a></li>'
        for n in range(60)
    )
    body = "".join(
        f"<p>{line.format(n=n, m=number)}</p><figure><img src='/p/{n}.jpg' width=600></figure>" for n in range(16)
    )
    said = "".join(
        f"<div class='comment'><b>reader {n}</b><p>{line.format(n=n, m=n)}</p><i>{n}</i></div>" for n in range(25)
    )
    byline = (
        f"<div class=info><span>2026-03-06 08:{number % 60:02}</span> <span>来源：榆城日报</span> <span>作者：苏砚秋</span></div>"
        if chinese
        else f"<div class=info><span class=byline>By Ada Lovelace</span> <time>March 6, 2026 8:{number % 60:02} AM</time></div>"
    )
    script = "<script>" + "var data = {'a': [1, 2, 3], 'b': 'xyz'}; " * 250 + "</script>"
    return (
        f"<!DOCTYPE html><html lang={'zh-CN' if chinese else 'en'}><head><meta charset=utf-8><title>{title} - Yucheng</title>"
        f"<meta property='og:title' content='{title}'>{script}</head><body><div class=nav><ul>{links}</ul></div><h1>{title}</h1>{byline}"
        f"<div class='article-main'><div class=content-inner>{body}</div></div><div class=related><ul>{links}</ul></div>"
        f"<div class='comment-list'>{said}</div><div class=sidebar><ul>{links}</ul></div>{script}{script}</body></html>"
    ).encode()


def _pss(pid: int) -> float:
    """Proportional set size of a process in MB: shared pages count by share. 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
