"""One sample daily for all who judge pages, and one browser."""

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser

from tests.journeys import browser as chromium
from tests.journeys.program import running
from tests.quality.pages import Kind, here_too, kinds


@pytest.fixture(scope="package")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running sample daily, its first edition made."""
    with running(tmp_path_factory.mktemp("sample"), "run", "--sample", "--port", "0") as program:
        program.page_with('class="lead')
        yield program.address()


@pytest.fixture(scope="module")
def pages(sample: str) -> Iterator[Sequence[Kind]]:
    """Every kind of page that there is."""
    for others in here_too():
        yield (*kinds(sample), *others)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium.browser() as opened:
        yield opened
