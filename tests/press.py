"""A small press on loopback for tests of the whole program: feeds with full pages behind them, over real HTTP.

Its words are made up; nothing else in the project knows them.
"""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

AT = datetime.fromisoformat("2026-05-08T06:30:00+08:00")
_THINGS = ("折叠屏手机", "降噪耳机", "轻薄笔记本", "扫地机器人", "智能手表", "平板电脑", "固态硬盘", "语音助手")
_ACTS = ("发布", "降价", "延期上市", "开始内测", "停止维护", "召回", "获得认证", "公布财报")


@dataclass(slots=True)
class Press:
    """``paths``: path → (content type, body, status). Change it while it runs; requests are counted in ``asked``."""

    paths: dict[str, tuple[str, bytes, int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    base: str = ""

    def opml(self) -> str:
        return f"{self.base}/opml.xml"


def headline(outlet: int, n: int) -> str:
    return f"云岚{n + 1}号{_THINGS[n % 8]}{_ACTS[(n + outlet) % 8]}，第{outlet + 1}社编号{outlet * 100 + n}"


def paragraphs(outlet: int, n: int) -> list[str]:
    thing, act = _THINGS[n % 8], _ACTS[(n + outlet) % 8]
    return [
        f"第{outlet + 1}通讯社消息，云岚公司今天宣布，旗下{thing}{act}，涉及型号为YL-{outlet}{n:02d}，相关安排从五月{n % 28 + 1}日起执行。",
        f"公司产品负责人在说明会上介绍，这次调整影响大约{(n + 3) * 1200}名用户，客服热线和线下门店都会同步更新说明，用户不需要额外操作。",
        f"分析人士认为，{thing}的市场竞争在今年第二季度明显加剧，云岚的份额约为{10 + n}%，后续动作还要看供应链的恢复情况。",
    ]


def page(base: str, outlet: int, n: int, when: datetime) -> bytes:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs(outlet, n))
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(headline(outlet, n))}</title></head>'
        f"<body><nav><a href='/'>首页</a></nav><article><h1>{escape(headline(outlet, n))}</h1>"
        f'<div class="info"><time datetime="{when.isoformat()}">{when:%Y-%m-%d %H:%M}</time> 来源：第{outlet + 1}通讯社 责任编辑：林某{outlet}</div>'
        f"{body}</article></body></html>"
    ).encode()


def feed(base: str, outlet: int, entries: int) -> bytes:
    rows = []
    for n in range(entries):
        when = AT - timedelta(minutes=20 + 17 * n + outlet)
        rows.append(
            f"<item><title>{escape(headline(outlet, n))}</title><link>{base}/o{outlet}/{n}.html</link>"
            f"<guid isPermaLink='false'>o{outlet}-{n}</guid><pubDate>{format_datetime(when)}</pubDate>"
            f"<description>{escape(paragraphs(outlet, n)[0][:40])}</description></item>"
        )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>第{outlet + 1}通讯社</title>'
        f"<link>{base}/o{outlet}/</link><description>测试</description>{''.join(rows)}</channel></rss>"
    ).encode()


def fill(press: Press, outlets: int, entries: int) -> None:
    outlines = []
    for outlet in range(outlets):
        press.paths[f"/o{outlet}/feed.xml"] = ("application/rss+xml", feed(press.base, outlet, entries), 200)
        outlines.append(f'<outline type="rss" text="第{outlet + 1}通讯社" xmlUrl="{press.base}/o{outlet}/feed.xml"/>')
        for n in range(entries):
            when = AT - timedelta(minutes=20 + 17 * n + outlet)
            press.paths[f"/o{outlet}/{n}.html"] = ("text/html; charset=utf-8", page(press.base, outlet, n, when), 200)
    body = f'<?xml version="1.0"?><opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'
    press.paths["/opml.xml"] = ("text/x-opml", body.encode(), 200)
    press.paths["/robots.txt"] = ("text/plain", b"User-agent: *\nAllow: /\n", 200)


@contextmanager
def running(outlets: int = 3, entries: int = 12) -> Iterator[Press]:
    press = Press()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(press))
    server.daemon_threads = True
    press.base = f"http://127.0.0.1:{server.server_address[1]}"
    fill(press, outlets, entries)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield press
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(press: Press) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            press.asked.append(path)
            kind, body, status = press.paths.get(path, ("text/plain", b"not found", 404))
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def environment(base: Mapping[str, str]) -> dict[str, str]:
    """The environment of a ``ribao`` that may read the press."""
    return {**base, "RIBAO_FETCH__ALLOW_PRIVATE": '["127.0.0.0/8"]', "LANG": "zh_CN.UTF-8"}
