"""vnu finds no error in any page's HTML, and Lighthouse gives the front page and a story page 95 of 100 at least.

Both come from npm: ``make quality`` installs them beside this file. Without them these tests say so and are skipped.
"""

import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.browser import find
from tests.quality.pages import Kind, every

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(500)]

TOOLS = Path(__file__).parent / "npm/node_modules"
ENOUGH = 0.95


def tool(path: str, program: str) -> Path:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian: apt install default-jre-headless nodejs npm)")
    if not (TOOLS / path).exists():
        pytest.skip("not installed: make quality does it")
    return TOOLS / path


def test_vnu_finds_no_error(pages: Sequence[Kind], tmp_path: Path) -> None:
    jar = tool("vnu-jar/build/dist/vnu.jar", "java")
    for prefix in ("", "en/", "zh-tw/"):
        for kind in pages:
            name = re.sub(r"\W+", "-", f"{prefix}{kind.name}")
            (tmp_path / f"{name}.html").write_bytes(_bytes(f"{kind.root}{prefix}{kind.path}"))
    command = [
        "java",
        "-Xmx600m",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        "--errors-only",
    ]
    done = subprocess.run([*command, *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)["messages"]
    assert [(Path(one["url"]).name, one["message"], one.get("extract")) for one in said] == []


@pytest.mark.parametrize("kind", ["front", "story"])
def test_lighthouse_is_content(sample: str, tmp_path: Path, kind: str) -> None:
    lighthouse = tool("lighthouse/cli/index.js", "node")
    report = tmp_path / "report.json"
    command = [
        "node",
        str(lighthouse),
        sample + every(sample)[kind],
        "--quiet",
        "--output=json",
        f"--output-path={report}",
    ]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
    subprocess.run([*command, flags], env={**os.environ, "CHROME_PATH": find()}, check=True, timeout=240)
    told = json.loads(report.read_bytes())
    scores = {name: found["score"] for name, found in told["categories"].items()}
    print(kind, scores)
    assert len(scores) == 4
    assert min(scores.values()) >= ENOUGH, (scores, _failed(told["audits"]))


def _failed(audits: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {found['title']}" for name, found in audits.items() if found["score"] == 0]


def _bytes(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            found: bytes = answer.read()
    except urllib.error.HTTPError as error:
        found = error.read()
    return found
