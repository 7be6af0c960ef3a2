"""Elements of XML that can be written whatever their text holds."""

from datetime import datetime
from typing import Any

from lxml import etree

from ribao.render.text import inert

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def root(tag: str, spaces: dict[Any, str], **attributes: str) -> Any:
    return etree.Element(tag, dict(attributes), nsmap=spaces)


def add(parent: Any, tag: str, text: str = "", attributes: dict[str, str] | None = None) -> Any:
    """A new element at the end of ``parent``, without what XML forbids or what turns the direction of reading."""
    made = etree.SubElement(parent, tag, {name: inert(value) for name, value in (attributes or {}).items()})
    made.text = inert(text) or None
    return made


def written(document: Any) -> bytes:
    return bytes(etree.tostring(document, encoding="UTF-8", xml_declaration=True))


def rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
