"""From ribao.toml to answers: off by default, the key from the environment only, a real server, a real store."""

from pathlib import Path

import pytest

from ribao.settings import EmbedderSettings, JudgeSettings, Settings
from ribao.support.clock import VirtualClock
from ribao.support.i18n import speaking
from ribao.support.minds.opened import open_embedder, open_judge
from ribao.support.minds.port import Pair
from ribao.support.problem import Problem
from ribao.support.settings_file import read, write_default
from ribao.support.store.memory import MemoryStore

from .conftest import KEY, Heard
from .server import ModelServer

pytestmark = pytest.mark.anyio

PAIR = Pair(one="公司甲同意收购公司乙", other="甲同乙达成收购协议")


async def test_both_are_off_by_default(clock: VirtualClock, heard: Heard) -> None:
    settings = Settings()
    async with (
        open_embedder(settings.embedder, heard.troubles.append, store=None, clock=clock) as embedder,
        open_judge(settings.judge, heard.troubles.append, store=None, clock=clock) as judge,
    ):
        assert embedder is None
        assert judge is None
    assert heard.lines == []


async def test_what_the_settings_name_is_asked_once_over_two_runs(
    server: ModelServer, clock: VirtualClock, heard: Heard
) -> None:
    store = MemoryStore()
    first = EmbedderSettings(url=server.url + "/", model="qwen", key_env="A_KEY", batch=2)
    second = JudgeSettings(url=server.url, model="qwen")
    for _run in range(2):
        async with (
            open_embedder(first, heard.troubles.append, store=store, clock=clock, environ={"A_KEY": KEY}) as embedder,
            open_judge(second, heard.troubles.append, store=store, clock=clock) as judge,
        ):
            assert embedder is not None
            assert judge is not None
            assert (await embedder.embed(["甲", "乙", "丙"])).answered.all()
            (verdict,) = await judge.same([PAIR])
            assert verdict is not None
            assert verdict.same
    assert len(server.bodies) == 3  # two batches of texts and one pair
    assert [headers.get("authorization") for headers in server.headers] == [f"Bearer {KEY}"] * 2 + [None]


@pytest.mark.parametrize("environ", [{}, {"A_KEY": " "}, {"A_KEY": "密钥"}])
async def test_without_its_key_it_is_off_and_says_so(
    server: ModelServer, clock: VirtualClock, heard: Heard, environ: dict[str, str]
) -> None:
    settings = JudgeSettings(url=server.url, model="qwen", key_env="A_KEY")
    async with open_judge(settings, heard.troubles.append, store=None, clock=clock, environ=environ) as judge:
        assert judge is None
    assert "A_KEY" in heard.lines[0]
    assert server.bodies == []


# -- the settings file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        'key = "sk-secret-1"',
        'api_key = "sk-secret-1"',
        'key_env = "sk-secret-1"',
        'key_env = "0123456789abcdef.secret"',
        'url = "https://me:sk-secret-1@example.com/v1"',
        'url = "https://example.com/v1?key=sk-secret-1"',
        'extra = { api_key = "sk-secret-1" }',
    ],
)
@pytest.mark.parametrize("table", ["embedder", "judge"])
def test_a_key_in_the_file_is_refused_with_advice_and_not_repeated(tmp_path: Path, table: str, line: str) -> None:
    file = tmp_path / "ribao.toml"
    file.write_text(f'[{table}]\n{line}\nmodel = "qwen"\n', encoding="utf-8")
    with pytest.raises(Problem) as raised:
        read(file)
    said = f"{raised.value.what}\n{raised.value.why}\n{raised.value.remedy}"
    assert "secret" not in said
    assert "line " in said
    assert "environment variable" in said or "http://127.0.0.1:8080/v1" in said


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://127.0.0.1/v1", "http://", "http://[::1", "http://a:99999/v1"])
def test_an_address_that_cannot_be_asked_is_refused(tmp_path: Path, url: str) -> None:
    file = tmp_path / "ribao.toml"
    file.write_text(f'[embedder]\nurl = "{url}"\nmodel = "qwen"\n', encoding="utf-8")
    with pytest.raises(Problem, match="wrong") as raised:
        read(file)
    assert "line 2" in raised.value.why


def test_a_server_without_a_model_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ribao.toml"
    file.write_text('[judge]\nurl = "http://127.0.0.1:8080/v1"\n', encoding="utf-8")
    with pytest.raises(Problem) as raised:
        read(file)
    assert "its model must be named" in raised.value.why


def test_the_first_settings_file_explains_both_and_leaves_them_off(tmp_path: Path) -> None:
    with speaking("zh"):
        write_default(tmp_path / "ribao.toml", "zh")
    text = (tmp_path / "ribao.toml").read_text(encoding="utf-8")
    assert "[embedder]" in text
    assert "[judge]" in text
    assert read(tmp_path / "ribao.toml").judge.url == ""
