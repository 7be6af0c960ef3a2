"""A page that writes: who gets through its guard, and what it reads of a form."""

from collections.abc import Mapping

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from ribao.serve.owner import form, ours

HERE = {"host": "localhost:8600", "sec-fetch-site": "same-origin"}


def client(address: str = "127.0.0.1") -> TestClient:
    """A site of one page that answers with the form it was sent."""
    router = APIRouter(dependencies=[Depends(ours)])

    async def echo(request: Request) -> dict[str, list[str]]:
        return await form(request, limit=40, most_fields=3)

    router.add_api_route("/write", echo, methods=["POST"])
    app = FastAPI()
    app.include_router(router)
    return TestClient(app, client=(address, 5000))


@pytest.mark.parametrize("host", ["localhost", "localhost:8600", "127.0.0.1:1", "127.8.8.8", "[::1]:8600", "[::1]"])
def test_the_owner_is_believed_under_every_name_of_this_machine(host: str) -> None:
    assert client().post("/write", headers={**HERE, "host": host}).status_code == 200
    assert client("::1").post("/write", headers={**HERE, "host": host}).status_code == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.0.0.2", {}),
        ("not an address", {}),
        ("127.0.0.1", {"forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", {"via": "1.1 proxy"}),
        ("127.0.0.1", {"x-real-ip": "127.0.0.1"}),
        ("127.0.0.1", {"host": "localhost.evil.example"}),
        ("127.0.0.1", {"host": ""}),
        ("127.0.0.1", {"sec-fetch-site": "same-site"}),
    ],
)
def test_nobody_else_gets_through(address: str, headers: Mapping[str, str]) -> None:
    assert client(address).post("/write", headers={**HERE, **headers}, content=b"a=1").status_code == 403


def test_a_form_comes_with_its_repeated_and_its_emptied_fields() -> None:
    answer = client().post("/write", headers=HERE, content=b"n=%E7%94%B2&n=b&emptied=")
    assert answer.json() == {"n": ["甲", "b"], "emptied": [""]}


@pytest.mark.parametrize(("body", "status"), [(b"a=1&b=2&c=3&d=4", 400), (b"\xff=1", 400), (b"a" * 41, 413)])
def test_what_is_no_form_is_refused(body: bytes, status: int) -> None:
    assert client().post("/write", headers=HERE, content=body).status_code == status
