"""The markup of an item's body: paragraphs between empty lines, and little more.

``## heading``, ``> quotation``, ``- list item`` lines, ``![caption](name.png)`` pictures, ``---`` the next page of a
multi-page article; inside a paragraph ``[text](item:ID)`` and ``[text](address)`` links and ``**bold**``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

PICTURE = re.compile(r"!\[(.*?)\]\((.+?)\)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    kind: str  # paragraph, heading, quote, list, picture
    text: str = ""
    lines: tuple[str, ...] = ()
    picture: str = ""


def pages(body: str) -> tuple[tuple[Block, ...], ...]:
    """The body's pages, mostly one."""
    return tuple(_blocks(part) for part in re.split(r"^---$", body, flags=re.MULTILINE))


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(_block(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip())


def _block(text: str) -> Block:
    if found := PICTURE.fullmatch(text):
        return Block(kind="picture", text=found.group(1), picture=found.group(2))
    if text.startswith("## "):
        return Block(kind="heading", text=text[3:])
    if text.startswith("> "):
        return Block(kind="quote", text=text[2:])
    if text.startswith("- "):
        return Block(kind="list", lines=tuple(line.removeprefix("- ") for line in text.splitlines()))
    return Block(kind="paragraph", text=text.replace("\n", " "))


def plain(body: str) -> tuple[str, ...]:
    """What a reader reads: one string a paragraph, heading, quotation or list line; no captions."""
    blocks = [block for page in pages(body) for block in page if block.kind != "picture"]
    return tuple(_unmarked(line) for block in blocks for line in (block.lines or (block.text,)))


def _unmarked(text: str) -> str:
    return BOLD.sub(r"\1", LINK.sub(r"\1", text))


def inline(text: str, resolve: Callable[[str], str]) -> str:
    """HTML of one paragraph's text; ``resolve`` turns a link's target into an address."""
    linked = LINK.sub(lambda m: f'<a href="{escape(resolve(m.group(2)))}">{m.group(1)}</a>', escape(text, quote=False))
    return BOLD.sub(r"<strong>\1</strong>", linked)
