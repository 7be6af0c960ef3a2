import asyncio
import gzip
import socket
import ssl
from collections.abc import Callable

import brotli
import pytest
import trustme
import zstandard

from ribao.support.net.client import AiohttpClient
from ribao.support.net.guard import Guard
from ribao.support.net.port import FetchFailed
from ribao.types.reason import Code

from .conftest import LOOPBACK
from .server import Asked, LoggedServer, redirect, reply, running

pytestmark = pytest.mark.anyio

CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


async def failure(client: AiohttpClient, url: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        await client.get(url)
    return caught.value


async def test_a_plain_answer_comes_back_whole(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/feed"] = reply(b"<rss/>", headers={"ETag": 'W/"a"', "X-Odd": "caf\xe9"})
    answer = await client.get(server.url("/feed"))
    assert (answer.status, answer.body, answer.hops) == (200, b"<rss/>", ())
    assert answer.url == answer.requested_url == server.url("/feed")
    assert (answer.header("etag"), answer.header("x-odd")) == ('W/"a"', "caf\xe9")


@pytest.mark.parametrize("status", [204, 304, 404, 410, 429, 500, 503])
async def test_any_status_is_an_answer(server: LoggedServer, client: AiohttpClient, status: int) -> None:
    server.routes["/"] = reply(b"", status)
    assert (await client.get(server.url())).status == status


async def test_what_we_send_is_constant_and_names_us(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/a"] = redirect("/b")
    server.routes["/b"] = reply(b"x", headers={"Set-Cookie": "id=1; Path=/"})
    for _ in range(2):
        await client.get(server.url("/a"), accept="application/rss+xml")
    allowed = {"host", "user-agent", "accept", "accept-encoding"}
    assert [{name.lower() for name, _ in asked.headers} for asked in server.log] == [allowed] * 4
    assert {asked.header("user-agent") for asked in server.log} == {"Ribao/0.0 (+test)"}
    assert {asked.header("accept-encoding") for asked in server.log} == {"gzip, br, zstd"}


@pytest.mark.parametrize("coding", CODINGS)
async def test_announced_codings_are_undone(server: LoggedServer, client: AiohttpClient, coding: str) -> None:
    body = "新闻 <item/>".encode() * 500
    server.routes["/"] = reply(CODINGS[coding](body), headers={"Content-Encoding": coding})
    assert (await client.get(server.url())).body == body


@pytest.mark.parametrize("coding", [*CODINGS, "deflate", "made-up"])
async def test_a_mislabelled_coding_is_a_clean_error(server: LoggedServer, client: AiohttpClient, coding: str) -> None:
    server.routes["/"] = reply(b"<rss>plain</rss>", headers={"Content-Encoding": coding})
    assert (await failure(client, server.url())).reason.code is Code.BAD_CODING


@pytest.mark.parametrize("coding", CODINGS)
async def test_a_coded_body_that_ends_early_is_cut(server: LoggedServer, client: AiohttpClient, coding: str) -> None:
    whole = CODINGS[coding](bytes(range(256)) * 200)
    server.routes["/"] = reply(whole[:-5], headers={"Content-Encoding": coding})
    assert (await failure(client, server.url())).reason.code in (Code.BODY_CUT, Code.BAD_CODING)


@pytest.mark.slow
@pytest.mark.parametrize("coding", CODINGS)
async def test_42_bombs_stop_at_the_cap(server: LoggedServer, client: AiohttpClient, coding: str) -> None:
    bomb = CODINGS[coding](bytes(30_000_000))
    assert len(bomb) < 100_000
    server.routes["/"] = reply(bomb, headers={"Content-Encoding": coding})
    assert (await failure(client, server.url())).reason.code is Code.BODY_TOO_LARGE


async def test_42_nested_codings_are_refused(server: LoggedServer, client: AiohttpClient) -> None:
    nested = gzip.compress(gzip.compress(b"x" * 100_000))
    server.routes["/"] = reply(nested, headers={"Content-Encoding": "gzip, gzip"})
    assert (await failure(client, server.url())).reason.code is Code.BAD_CODING


async def test_42_a_bomb_on_a_redirect_is_not_read(server: LoggedServer, client: AiohttpClient) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    server.routes["/a"] = reply(bomb, 302, {"Location": "/b", "Content-Encoding": "gzip"})
    server.routes["/b"] = reply(b"fine")
    assert (await client.get(server.url("/a"))).body == b"fine"


async def test_a_gzip_body_of_several_members_is_read_to_its_end(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/"] = reply(
        gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0", headers={"Content-Encoding": "gzip"}
    )
    assert (await client.get(server.url())).body == b"one two"


async def test_33_a_body_shorter_than_announced_is_cut(server: LoggedServer, client: AiohttpClient) -> None:
    async def half(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(reply(b"<rss>half", headers={"Content-Length": "500"}))
        await writer.drain()
        writer.close()

    server.routes["/"] = half
    assert (await failure(client, server.url())).reason.code is Code.BODY_CUT


async def test_33_a_chunked_body_without_its_end_is_cut(server: LoggedServer, client: AiohttpClient) -> None:
    async def half(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n")
        await writer.drain()
        writer.close()

    server.routes["/"] = half
    assert (await failure(client, server.url())).reason.code is Code.BODY_CUT


async def test_33_the_decoded_size_is_capped(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/fits"] = reply(b"x" * 100_000)
    server.routes["/announced"] = reply(b"x" * 100_001)
    assert len((await client.get(server.url("/fits"))).body) == 100_000
    assert (await failure(client, server.url("/announced"))).reason.code is Code.BODY_TOO_LARGE


async def test_43_an_endless_body_is_left(server: LoggedServer, client: AiohttpClient) -> None:
    async def endless(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
            await writer.drain()

    server.routes["/"] = endless
    assert (await failure(client, server.url())).reason.code is Code.BODY_TOO_LARGE


async def test_43_a_byte_a_second_times_out(server: LoggedServer) -> None:
    async def slow(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    server.routes["/"] = slow
    client = AiohttpClient(Guard(LOOPBACK), "Ribao/0.0 (+test)", timeout_seconds=0.3)
    assert (await failure(client, server.url())).reason.code is Code.TIMED_OUT
    await client.aclose()


@pytest.mark.parametrize("rows", [["X-Long: " + "a" * 1_000_000], [f"X-{n}: {'a' * 1000}" for n in range(1000)]])
async def test_43_a_megabyte_of_headers_is_refused(
    server: LoggedServer, client: AiohttpClient, rows: list[str]
) -> None:
    server.routes["/"] = "\r\n".join(["HTTP/1.1 200 OK", *rows, "Content-Length: 0", "", ""]).encode()
    assert (await failure(client, server.url())).reason.code is Code.BODY_TOO_LARGE


async def test_headers_over_64_kb_together_are_refused(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/"] = reply(headers={f"X-{n}": "a" * 1000 for n in range(70)})
    assert (await failure(client, server.url())).reason.code is Code.BODY_TOO_LARGE


async def test_redirects_are_followed_and_told(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/a"] = redirect("b?x=1", 301)
    server.routes["/b"] = redirect(f"//127.0.0.1:{server.port}/c#part", 307)
    server.routes["/c"] = reply(b"here")
    answer = await client.get(server.url("/a"))
    assert [(hop.status, hop.url) for hop in answer.hops] == [(301, server.url("/b?x=1")), (307, server.url("/c"))]
    assert (answer.url, answer.requested_url) == (server.url("/c"), server.url("/a"))


async def test_22_a_redirect_loop_is_an_error(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/a"] = redirect("/b")
    server.routes["/b"] = redirect("/a")
    failed = await failure(client, server.url("/a"))
    assert failed.reason.code is Code.REDIRECT_LOOP
    assert len(server.log) == 2


async def test_22_the_sixth_redirect_is_an_error(server: LoggedServer, client: AiohttpClient) -> None:
    for n in range(9):
        server.routes[f"/{n}"] = redirect(f"/{n + 1}")
    server.routes["/5"] = reply(b"five hops")
    assert (await client.get(server.url("/0"))).body == b"five hops"
    server.routes["/5"] = redirect("/6")
    failed = await failure(client, server.url("/0"))
    assert (failed.reason.code, len(failed.hops)) == (Code.REDIRECT_LOOP, 5)


async def test_22_cookies_and_credentials_go_to_no_one(server: LoggedServer, client: AiohttpClient) -> None:
    async with running("127.0.0.2") as other:
        server.routes["/"] = reply(b"", 302, {"Location": other.url("/x", "127.0.0.2"), "Set-Cookie": "a=b"})
        other.routes["/x"] = reply(b"there")
        assert (await client.get(server.url())).body == b"there"
        asked = other.log[0]
    assert (asked.header("cookie"), asked.header("authorization"), asked.header("referer")) == (None, None, None)


async def test_tls_is_checked(server: LoggedServer) -> None:
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with running(tls=tls) as secure:
        secure.routes["/"] = reply(b"safe")
        secure.routes["/down"] = redirect(server.url())
        stranger = AiohttpClient(Guard(LOOPBACK), "Ribao/0.0 (+test)")
        friend = AiohttpClient(Guard(LOOPBACK), "Ribao/0.0 (+test)", tls=trusting)
        assert (await failure(stranger, secure.url())).reason.code is Code.TLS_FAILED
        assert (await friend.get(secure.url())).body == b"safe"
        # E22: from https to http is refused, although both may be reached
        assert (await failure(friend, secure.url("/down"))).reason.code is Code.REDIRECT_REFUSED
        assert server.log == []
        await stranger.aclose()
        await friend.aclose()


async def test_a_name_without_address_is_a_dns_failure() -> None:
    def unknown(host: str, port: int) -> list[tuple[object, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    client = AiohttpClient(Guard(), "Ribao/0.0 (+test)", lookup=unknown)
    failed = await failure(client, "http://nowhere.example/")
    assert failed.reason.code is Code.DNS_FAILED
    await client.aclose()


async def test_a_closed_port_and_a_hang_up_are_connection_failures(server: LoggedServer, client: AiohttpClient) -> None:
    async def hang_up(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.close()

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server.routes["/"] = hang_up
    for url in (f"http://127.0.0.1:{port}/", server.url()):
        assert (await failure(client, url)).reason.code is Code.CONNECT_FAILED


async def test_something_that_is_not_http_is_a_connection_failure(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/"] = b"220 mail.example ESMTP\r\n"
    assert (await failure(client, server.url())).reason.code is Code.CONNECT_FAILED


async def test_validators_go_out_byte_for_byte(server: LoggedServer, client: AiohttpClient) -> None:
    server.routes["/"] = reply(b"x")
    odd = 'W/"\xc3\xa9, \\"quoted\\" %20"'  # UTF-8 bytes, as latin-1 text
    await client.get(server.url(), headers={"If-None-Match": odd, "If-Modified-Since": "yesterday, maybe"})
    asked = server.log[0]
    assert (asked.header("if-none-match"), asked.header("if-modified-since")) == (odd, "yesterday, maybe")


async def test_f15_slow_sites_do_not_hold_up_the_others(server: LoggedServer) -> None:
    async def silent(_: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    server.routes["/slow"] = silent
    server.routes["/quick"] = reply(b"x")
    client = AiohttpClient(
        Guard(LOOPBACK), "Ribao/0.0 (+test)", timeout_seconds=5, concurrency=2, patience_seconds=0.05
    )
    slow = [asyncio.create_task(client.get(server.url("/slow"))) for _ in range(20)]
    await asyncio.sleep(0)
    async with asyncio.timeout(2):
        assert (await client.get(server.url("/quick"))).body == b"x"
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    await client.aclose()
