"""Commands handed to a running server: who may, and what comes back."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ribao.serve.command import LARGEST, PATH, TOKEN_HEADER, commands
from ribao.support.problem import Problem
from ribao.support.progress import Progress

TOKEN = "a-long-token"
RIGHT = {TOKEN_HEADER: TOKEN}


async def execute(name: str, arguments: Mapping[str, Any], progress: Progress) -> int:
    if name == "refuse":
        raise Problem("什么", "为什么", "怎么办", exit_code=2)
    if name == "break":
        raise RuntimeError("odd")
    progress.start("读取", 2)
    progress.step("读取", 1, "甲")
    progress.finish("读取")
    progress.say(f"{name} {arguments['day']}")
    return 0


def client(address: str = "127.0.0.1") -> TestClient:
    app = FastAPI()
    app.include_router(commands(execute, TOKEN))
    return TestClient(app, base_url="http://127.0.0.1:8600", client=(address, 5000))


def lines(body: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body.splitlines()]


def test_a_command_tells_what_it_does_and_how_it_ended() -> None:
    answer = client().post(PATH, headers=RIGHT, json={"name": "daily", "arguments": {"day": "今天"}})
    assert lines(answer.text) == [
        {"progress": {"event": "start", "stage": "读取", "total": 2}},
        {"progress": {"event": "step", "stage": "读取", "done": 1, "note": "甲"}},
        {"progress": {"event": "finish", "stage": "读取"}},
        {"say": "daily 今天"},
        {"exit": 0},
    ]


def test_a_problem_comes_with_its_three_sentences_and_exit_code() -> None:
    told = lines(client().post(PATH, headers=RIGHT, json={"name": "refuse"}).text)
    assert told == [{"problem": {"what": "什么", "why": "为什么", "remedy": "怎么办"}}, {"exit": 2}]


def test_an_unforeseen_error_still_ends() -> None:
    told = lines(client().post(PATH, headers=RIGHT, json={"name": "break"}).text)
    assert told[-1] == {"exit": 1}
    assert told[0]["problem"]["why"] == "odd"


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("127.0.0.1", {}),
        ("127.0.0.1", {TOKEN_HEADER: "wrong"}),
        ("127.0.0.1", {TOKEN_HEADER: TOKEN + "x"}),
        ("192.168.1.9", RIGHT),
        ("not an address", RIGHT),
        ("127.0.0.1", {**RIGHT, "Origin": "https://evil.example"}),
        ("127.0.0.1", {**RIGHT, "Sec-Fetch-Site": "cross-site"}),
        ("127.0.0.1", {**RIGHT, "X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {**RIGHT, "Via": "1.1 proxy"}),
        ("127.0.0.1", {**RIGHT, "Host": "evil.example"}),  # a stranger's name that points here
    ],
)
def test_nobody_else_may(address: str, headers: dict[str, str]) -> None:
    answer = client(address).post(PATH, headers=headers, json={"name": "daily", "arguments": {"day": "x"}})
    assert answer.status_code == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"name": 1}', b'{"name": "daily", "role": "admin"}', b"\xff\xfe"])
def test_what_is_not_an_order_is_refused(body: bytes) -> None:
    assert client().post(PATH, headers=RIGHT, content=body).status_code == 400


def test_an_endless_order_is_refused() -> None:
    assert client().post(PATH, headers=RIGHT, content=b" " * (LARGEST + 1)).status_code == 413


def test_without_a_token_nothing_is_open() -> None:
    app = FastAPI()
    app.include_router(commands(execute, ""))
    answer = TestClient(app, base_url="http://127.0.0.1:8600", client=("127.0.0.1", 1)).post(
        PATH, headers={TOKEN_HEADER: ""}, json={"name": "daily"}
    )
    assert answer.status_code == 403
