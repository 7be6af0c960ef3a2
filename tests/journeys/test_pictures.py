"""A picture on its whole way: from an outlet's page through ``ribao daily`` and ``ribao serve`` to a reader."""

import re
import stat
import urllib.error
import urllib.request
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import pytest
from PIL import Image

from ribao.support.pictures.album import FOLDER
from ribao.support.pictures.signing import KEY_FILE
from tests import press
from tests.journeys.program import ribao, running
from tests.support.pictures.drawn import drawn

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def _illustrated(world: press.Press) -> None:
    """Each page declares a picture of its own; those of the second outlet cannot be had."""
    for path, (kind, body, status) in list(world.paths.items()):
        if path.endswith(".html"):
            picture = path.replace(".html", ".jpg")
            meta = f'<meta property="og:image" content="{world.base}{picture}"></head>'.encode()
            world.paths[path] = (kind, body.replace(b"</head>", meta), status)
            if not path.startswith("/o1/"):
                world.paths[picture] = ("image/jpeg", drawn(1280, 720, "JPEG"), 200)


def _fetched(address: str) -> tuple[int, str, bytes]:
    asked = urllib.request.Request(address, headers={"Accept": "image/webp"})
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


def test_a_reader_sees_the_picture_of_an_article_and_only_then_is_it_fetched(tmp_path: Path) -> None:
    with press.running(outlets=2, entries=4) as world:
        _illustrated(world)
        ribao("daily", "--at", press.AT.isoformat(), "--sources", world.opml(), "--data", "data", cwd=tmp_path)
        assert not [path for path in world.asked if path.endswith(".jpg")]
        with running(tmp_path, "serve", "--data", "data", "--port", "0") as program:
            front = program.get("d/2026-05-08/")
            pages = dict.fromkeys(re.findall(r"\bs/[\w-]+\.html", front))
            assert not [path for path in world.asked if path.endswith(".jpg")]
            answers = []
            for path in pages:
                found = re.search(r'<figure class="pic">\s*<img src="([^"]+)"', program.get(f"d/2026-05-08/{path}"))
                assert found
                answers.append(_fetched(urljoin(f"{program.address()}d/2026-05-08/{path}", found[1])))
        good = [body for status, kind, body in answers if (status, kind) == (200, "image/webp")]
        bad = [body for status, kind, body in answers if (status, kind) == (404, "image/png")]
        assert good, program.said
        assert bad
        assert len(good) + len(bad) == len(answers)
        assert {Image.open(BytesIO(body)).size for body in good} == {(640, 360)}
        assert len(list((tmp_path / "data" / FOLDER).glob("??/*.webp"))) == len(good)
        assert stat.S_IMODE((tmp_path / "data" / KEY_FILE).stat().st_mode) == 0o600
