"""What a form with a file sends, and what only looks like it."""

import pytest
from starlette.exceptions import HTTPException

from ribao.serve.multipart import parts_of

KIND = "multipart/form-data; boundary=xx"


def sent(*parts: tuple[str, bytes]) -> bytes:
    body = b"".join(
        b'--xx\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (n.encode(), b) for n, b in parts
    )
    return body + b"--xx--\r\n"


def test_each_field_comes_byte_for_byte() -> None:
    content = bytes(range(256)) + b"\r\n--x"
    assert parts_of(KIND, sent(("file", content), ("text", b""))) == {"file": content, "text": b""}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", sent(("a", b"1"))),
        (KIND, b""),
        (KIND, b"--xx"),
        (KIND, sent(("a", b"1"))[:-8]),
        (KIND, b"--xx\r\nno header\r\n--xx--"),
        (KIND, sent(*[("a", b"1")] * 50)),
        (KIND, b"\r\n--xx" * 100_000),
    ],
)
def test_what_is_no_such_form_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(HTTPException) as caught:
        parts_of(kind, body)
    assert caught.value.status_code == 400
