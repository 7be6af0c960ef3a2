"""HTTP/1.1 by httptools (the parser of Node.js), with a limit to what a request may be before it is understood.

uvicorn has no setting for that, so this is a subclass of its protocol. Without httptools (PyPy), uvicorn speaks by
h11, which is slower and has a limit of its own.
"""

from typing import Any

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
except ImportError:
    HttpToolsProtocol = None  # type: ignore[assignment, misc]

MOST_HEAD = 60_000  # bytes of the request line and all headers; an address of 64 kB could not be parsed
TOO_LONG = "The address or the headers of this request are too long. 这个请求的地址或请求头太长。\n".encode()
_ANSWER = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(TOO_LONG), TOO_LONG)
)


def protocol() -> Any:
    """What uvicorn's setting ``http`` takes."""
    return "auto" if HttpToolsProtocol is None else Bounded


if HttpToolsProtocol is not None:

    class Bounded(HttpToolsProtocol):
        """Answers 431 (RFC 6585) as soon as a request's head exceeds :data:`MOST_HEAD`, and hangs up."""

        _in_head = False
        _head = 0  # bytes that came while it was not whole

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._in_head, self._head = True, 0

        def on_headers_complete(self) -> None:
            self._in_head = False
            super().on_headers_complete()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._head = self._head + len(data) if self._in_head else 0
            if self._head > MOST_HEAD:
                self._refuse()

        def send_400_response(self, msg: str) -> None:
            if len(self.url) > MOST_HEAD:
                self._refuse()
            else:
                super().send_400_response(msg)

        def _refuse(self) -> None:
            if not self.transport.is_closing():
                self.transport.write(_ANSWER)
                self.transport.close()
