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
_THINGS = [
    "折叠手机",
    "降噪耳机",
    "轻薄笔记本",
    "扫地机器人",
    "运动手环",
    "墨水平板",
    "固态硬盘",
    "语音助手",
    "激光投影",
    "无线路由",
    "机械键盘",
    "电动牙刷",
    "跨海大桥",
    "山区小学",
    "地铁末班车",
    "社区医院",
    "图书馆",
    "气象雷达",
    "儿童剧团",
    "古镇灯会",
    "马拉松",
    "渔港码头",
    "果园冷库",
    "高速服务区",
    "显卡供电",
    "电视面板",
    "空气净化器",
    "助听器",
    "卫星电话",
    "充电桩",
    "二维码",
    "航班延误",
    "芯片封装",
    "机器翻译",
    "电子发票",
    "房屋租赁",
    "养老金",
    "羽毛球",
    "纪录片",
    "火锅底料",
    "咖啡豆",
    "地震预警",
    "智能门锁",
    "洗碗机",
    "游戏手柄",
    "车载导航",
    "云端硬盘",
    "隐私条款",
    "彩票站",
    "滑雪场",
    "博物馆",
    "候鸟迁徙",
    "油菜花",
    "共享单车",
    "外卖骑手",
    "国际象棋",
    "天文台",
    "海底电缆",
    "氢能公交",
    "数字藏品",
]
_ACTS = ("开售", "降价", "延期", "内测", "停产", "召回", "过审", "涨价", "换标", "开源", "起诉", "收购", "迁厂")


@dataclass(slots=True)
class Press:
    """``paths``: path → (content type, body, status). Change it while it runs; requests are counted in ``asked``."""

    paths: dict[str, tuple[str, bytes, int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    base: str = ""

    def opml(self) -> str:
        return f"{self.base}/opml.xml"


def invented(outlet: int, n: int, salt: str, length: int) -> str:
    """Characters that stand together nowhere else: each item tells an event of its own."""
    digest = hashlib.sha256(f"{outlet} {n} {salt}".encode()).digest()
    return "".join(chr(0x4E00 + int.from_bytes(digest[2 * k : 2 * k + 2]) % 5000) for k in range(length))


def headline(outlet: int, n: int) -> str:
    thing, act = _THINGS[(outlet * 12 + n) % len(_THINGS)], _ACTS[(outlet * 5 + n) % 13]
    return f"{invented(outlet, n, 'name', 3)}{thing}{act}：{invented(outlet, n, 'more', 5)}"


def paragraphs(outlet: int, n: int) -> list[str]:
    name, more, place = (invented(outlet, n, salt, 3) for salt in ("name", "more", "place"))
    thing, act = _THINGS[(outlet * 12 + n) % len(_THINGS)], _ACTS[(outlet * 5 + n) % 13]
    told = (
        f"{name}公司今天说明，旗下{thing}将{act}，{invented(outlet, n, 'a', 8)}在内的批次从五月{n % 28 + 1}日起按新的安排处理。",
        f"记者在{place}看到，{thing}一早就排起了队，有人说{invented(outlet, n, 'd', 6)}，也有人只是路过。",
        f"围绕{thing}{act}的争论持续了{n + 2}周，{more}周三出面回应，承认{invented(outlet, n, 'e', 7)}考虑不周。",
        f"{more}统计显示，{thing}去年卖出{(n + 5) * 731}件，比前年多{n + 4}成，{place}占了大头。",
        f"一份{n + 20}页的材料写道，{thing}{act}出自{name}的临时动议，{invented(outlet, n, 'f', 9)}没有到场。",
    )
    added = (
        f"{place}的经理介绍，{invented(outlet, n, 'b', 9)}牵涉大约{(n + 3) * 1200}名买家，门店与热线已经备好答复。",
        f"住在附近的{invented(outlet, n, 'g', 3)}摆摆手：日子照过，{invented(outlet, n, 'h', 8)}轮不到自己操心。",
        f"照{more}的说法，余下的{n + 7}项要到入秋才有着落，{invented(outlet, n, 'i', 6)}另行通知。",
    )
    return [
        told[(outlet + n) % 5],
        added[n % 3],
        f"看行情的人估计，{more}去年占{10 + n}%，{invented(outlet, n, 'c', 10)}能否守住要看供货。",
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
    server = _Server(("127.0.0.1", 0), _handler(press))
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


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # with the default of five, a caller beyond them waits a second to try again


def _handler(press: Press) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits for a delayed acknowledgement

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
