"""Who reads what of an article: the owner at this machine all of it, everybody else an excerpt."""

import pytest
from starlette.testclient import TestClient

from ribao.serve.doors import Doors
from ribao.serve.site import make_site
from tests.render import ledger, running
from tests.render.test_story_page import LONG, OTHER
from tests.serve.stand import Stand

PATH = f"/d/2026-05-08/a/{ledger.FIRST}.html"


def page(address: str, **headers: str) -> str:
    stand = Stand(bundles=[running.with_text(running.bundle(), LONG, OTHER)])
    app = make_site(stand, doors=Doors(correct=lambda articles, promo: None))
    client = TestClient(app, base_url="http://127.0.0.1:8600", client=(address, 5000))
    answer = client.get(PATH, headers=headers)
    assert answer.status_code == 200
    return answer.text


def test_the_owner_at_this_machine_reads_the_whole_text_and_every_change() -> None:
    own = page("127.0.0.1")
    assert OTHER[-1] in own
    assert own.count("<ins>") > 60


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("198.51.100.7", {}),
        ("127.0.0.1", {"x-forwarded-for": "198.51.100.7"}),
        ("127.0.0.1", {"host": "daily.example"}),
    ],
)
def test_nobody_else_does(address: str, headers: dict[str, str]) -> None:
    public = page(address, **headers)
    assert OTHER[9] not in public
    assert LONG[9] not in public
    assert "处改动未全部展示" in public
