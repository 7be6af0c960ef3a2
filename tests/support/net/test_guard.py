"""hostile-input.md rows 1–15: the address guard, alone and in front of a listener that must hear nothing."""

import socket
from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard
from ribao.support.net.port import FetchFailed
from ribao.types.reason import Code

from .server import LoggedServer, redirect, reply, running

# row of hostile-input.md → hosts that lead inside
INSIDE: dict[str, list[str]] = {
    "1": ["127.0.0.1", "127.255.255.254", "localhost", "LOCALHOST.", "a.localhost", "127.0.0.1.", "0.0.0.0"],
    "2": ["[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "[0:0:0:0:0:ffff:7f00:1]"],
    "3": [
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "①②⑦.⓪.⓪.①",
        "１２７.0.0.1",
        "127。0。0。1",
        "0x7F000001",
    ],
    "4": ["169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "168.63.129.16", "[fe80::1]", "0xa9fea9fe"],
    "5": [
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2002:808:808::]",
        "100.64.0.1",
        "[fec0::1]",
        "192.0.0.8",
        "224.0.0.1",
        "[ff02::1]",
        "10.0.0.1",
        "172.31.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "255.255.255.255",
        "240.0.0.1",
        "[2001::1]",
        "[2001:db8::1]",
        "[::127.0.0.1]",
        "[100::1]",
        "[5f00::1]",
    ],
}
WRITTEN: dict[str, list[str]] = {
    "8": [
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/",
        "data:text/html,x",
        "feed:file:///etc/passwd",
        "feed://example.org/",
        "javascript:alert(1)",
        "//example.org/",
        "/etc/passwd",
        "",
        "http://",
        "http:///x",
        "https:example.org",
    ],
    "12": [
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://example.org\\@evil.example/",
        "http://example.org%2F%23@evil.example/",
        "http://example.org%2F%23.evil.example/",
        "http://%31%32%37.0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org\r\nHost: evil/",
        "http://exa mple.org/",
        "http://[::1/",
        "http://1.2.3.4.5/",
        "http://256.0.0.1/",
        "http://0x.example.0x/",
        "http://①②⑦.⓪.⓪.①@example.org/",
        "http://example.org／evil/",
    ],
}
PUBLIC = [
    "8.8.8.8",
    "example.org",
    "中文网.中国",
    "[2606:4700::1111]",
    "1.1",
    "dead.beef.example",
    "x_y.example",
    "[64:ff9b::808:808]",
]


def rows(table: dict[str, list[str]]) -> list[object]:
    return [pytest.param(text, id=f"{row}-{text}") for row, texts in table.items() for text in texts]


@pytest.mark.parametrize("host", rows(INSIDE))
def test_1_to_5_hosts_that_lead_inside_are_refused(host: str) -> None:
    reason = Guard().check_url(f"http://{host}/feed")
    assert reason is not None
    assert reason.code is Code.ADDRESS_REFUSED
    assert reason.detail


@pytest.mark.parametrize("url", rows(WRITTEN))
def test_8_and_12_schemes_and_disguises_are_refused(url: str) -> None:
    assert Guard().check_url(url) is not None


@pytest.mark.parametrize("host", PUBLIC)
def test_public_hosts_pass(host: str) -> None:
    assert Guard().check_url(f"https://{host}/feed?a=user@b%2F") is None


def test_ranges_are_opened_one_by_one() -> None:
    guard = Guard([ip_network("127.0.0.0/8"), ip_network("192.168.7.0/24")])
    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]", "192.168.7.20"):
        assert guard.check_url(f"http://{host}/") is None, host
    for host in ("10.0.0.1", "192.168.8.1", "[::1]", "169.254.169.254"):
        assert guard.check_url(f"http://{host}/") is not None, host


@given(st.integers(0, 2**24 - 1))
def test_any_spelling_of_a_loopback_number_is_refused(rest: int) -> None:
    number = (127 << 24) + rest
    a, b, c, d = number.to_bytes(4, "big")
    for host in (
        f"{number}",
        f"{number:#x}",
        f"0{number:o}",
        f"{a}.{rest}",
        f"{a:#x}.{b}.{(c << 8) + d}",
        f"0{a:o}.{b}.{c}.{d}",
    ):
        assert Guard().check_url(f"http://{host}/") is not None, host


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    Guard().check_url(text)
    Guard().check_url(f"http://{text}")
    Guard().check_address(text)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "①②⑦.⓪.⓪.①", "[::ffff:127.0.0.1]"],
)
async def test_1_to_3_no_connection_is_opened(server: LoggedServer, careful: AiohttpClient, host: str) -> None:
    server.routes["/"] = reply(b"secret")
    with pytest.raises(FetchFailed) as caught:
        await careful.get(server.url("/", host))
    assert caught.value.reason.code is Code.ADDRESS_REFUSED
    assert server.opened == 0


@pytest.mark.anyio
async def test_2_no_connection_over_ipv6(careful: AiohttpClient) -> None:
    try:
        async with running("::1") as server:
            with pytest.raises(FetchFailed):
                await careful.get(server.url("/", "[::1]"))
            assert server.opened == 0
    except OSError:
        pytest.skip("no IPv6 loopback here")


@pytest.mark.anyio
async def test_6_a_redirect_to_loopback_is_refused() -> None:
    """One address of loopback is opened and plays the public site; the other is the inside."""
    client = AiohttpClient(Guard([ip_network("127.0.0.2/32")]), "Ribao/0.0 (+test)")
    async with running("127.0.0.2") as public, running("127.0.0.1") as inside:
        public.routes["/a"] = redirect("/b")
        public.routes["/b"] = redirect(inside.url("/secret"))
        with pytest.raises(FetchFailed) as caught:
            await client.get(public.url("/a", "127.0.0.2"))
        assert (caught.value.reason.code, len(caught.value.hops)) == (Code.REDIRECT_REFUSED, 2)
        assert (len(public.log), inside.opened) == (2, 0)
        await client.aclose()


class Answers:
    """A name server whose next answer may be another."""

    def __init__(self, *addresses: str) -> None:
        self.left = list(addresses)
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[tuple[object, ...]]:
        self.asked += 1
        address = self.left.pop(0) if len(self.left) > 1 else self.left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


@pytest.mark.anyio
async def test_7_only_the_checked_address_is_connected_to() -> None:
    """The name answers an allowed address when it is checked, and loopback ever after."""
    lookup = Answers("127.0.0.2", "127.0.0.1")
    client = AiohttpClient(Guard([ip_network("127.0.0.2/32")]), "Ribao/0.0 (+test)", lookup=lookup)
    async with running("127.0.0.1") as inside:
        try:
            public_server = await _same_port("127.0.0.2", inside.port)
        except OSError:
            pytest.skip("port taken")
        async with public_server:
            answer = await client.get(f"http://rebind.example:{inside.port}/")
            assert answer.body == b"public"
        assert (lookup.asked, inside.opened) == (1, 0)
        await client.aclose()


@pytest.mark.anyio
async def test_7_a_name_that_answers_loopback_is_refused(server: LoggedServer) -> None:
    client = AiohttpClient(Guard(), "Ribao/0.0 (+test)", lookup=Answers("127.0.0.1"))
    with pytest.raises(FetchFailed) as caught:
        await client.get(server.url("/", "inside.example"))
    assert (caught.value.reason.code, server.opened) == (Code.ADDRESS_REFUSED, 0)
    await client.aclose()


@pytest.mark.anyio
async def test_1_a_slip_in_the_first_check_still_opens_no_connection(
    server: LoggedServer, careful: AiohttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket itself is guarded: numeric hosts do not pass by any resolver."""
    monkeypatch.setattr(Guard, "check_url", lambda self, url: None)
    with pytest.raises(FetchFailed) as caught:
        await careful.get(server.url())
    assert (caught.value.reason.code, server.opened) == (Code.ADDRESS_REFUSED, 0)


@pytest.mark.anyio
async def test_15_a_proxy_in_the_environment_changes_nothing(
    server: LoggedServer, client: AiohttpClient, careful: AiohttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/"] = reply(b"direct")
    async with running() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        assert (await client.get(server.url())).body == b"direct"
        with pytest.raises(FetchFailed):
            await careful.get(server.url())
        assert (proxy.opened, len(server.log)) == (0, 1)


async def _same_port(host: str, port: int):  # type: ignore[no-untyped-def]
    import asyncio

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply(b"public"))
        await writer.drain()
        writer.close()

    return await asyncio.start_server(serve, host, port)
