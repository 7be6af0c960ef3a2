"""A collection as a JSON file: ``{"ribao": "collection", "version": 1, "collection": {...}, "items": [...]}``."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ribao.render.text import inert, web_address
from ribao.support.i18n import gettext as _
from ribao.support.problem import Problem
from ribao.types.attribution import Status
from ribao.types.collection import DEFAULT, MOST_NAME, MOST_NOTE, Collection, Kept, KeptKind

LARGEST = 200_000_000  # bytes of a file
BATCH_BYTES = 400_000  # of items as JSON: a command takes one megabyte
_ID = re.compile(r"[0-9a-z]{1,64}")

Ref = Annotated[str, Field(max_length=200)]
Line = Annotated[str, Field(max_length=1000)]


class KeptRow(BaseModel):
    """A thing that was saved; the fields of :class:`Kept`. What it does not know is left out."""

    model_config = ConfigDict(extra="ignore")

    kind: KeptKind
    ref: Annotated[str, Field(min_length=1, max_length=200)]
    at: AwareDatetime
    headline: Line = ""
    source: Line = ""
    published_at: AwareDatetime | None = None
    url: Annotated[str, Field(max_length=4000)] = ""
    language: Annotated[str, Field(max_length=35)] = ""
    statement: Line = ""
    status: Status | Literal[""] = ""
    story: Ref = ""
    edition: Annotated[str, Field(pattern=r"^(d/\d{4}-\d{2}-\d{2}/(r\d{1,6}/)?)?$")] = ""
    articles: Annotated[tuple[Ref, ...], Field(max_length=5000)] = ()
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""


class CollectionRow(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: Annotated[str, Field(max_length=64)] = ""
    name: Annotated[str, Field(max_length=MOST_NAME)] = ""
    made_at: AwareDatetime | None = None
    public: bool = False


class CollectionFile(BaseModel):
    model_config = ConfigDict(extra="ignore")

    ribao: Literal["collection"]
    version: Literal[1]
    collection: CollectionRow
    items: tuple[KeptRow, ...]


def written(one: Collection, items: Iterable[Kept]) -> str:
    row = CollectionRow(id=one.id, name=one.name, made_at=one.made_at, public=one.public)
    rows = [_row(each).model_dump(mode="json", exclude_defaults=True, warnings=False) for each in items]
    made = {"ribao": "collection", "version": 1, "collection": row.model_dump(mode="json"), "items": rows}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _row(one: Kept) -> KeptRow:
    return KeptRow.model_construct(**{name: getattr(one, name) for name in KeptRow.model_fields})


def read(sent: bytes, file: str, name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The collection (under ``name`` if that is given) and its items, as JSON values. Raises Problem for what is no such file."""
    from ribao.serve.keeping import name_of

    try:
        made = CollectionFile.model_validate_json(sent)
    except ValidationError as error:
        raise Problem(_("{file} is no exported collection.").format(file=file), _why(error)) from error
    row = made.collection.model_dump(mode="json")
    if name:
        row |= {"id": "", "name": name_of(name)}
    return row, [one.model_dump(mode="json", exclude_defaults=True) for one in made.items]


def _why(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])


def collection_of(sent: Any, now: datetime) -> Collection:
    """To be added to the store: private, whatever it was where it comes from. Raises Problem for what is none."""
    import secrets

    from ribao.serve.keeping import name_of

    row = _checked(CollectionRow, sent)
    id_ = row.id if _ID.fullmatch(row.id) and (row.name or row.id == DEFAULT) else secrets.token_hex(8)
    name = name_of(row.name) if row.name or id_ != DEFAULT else ""
    return Collection(id=id_, name=name, made_at=row.made_at or now)


def items_of(sent: Any) -> list[Kept]:
    """Raises Problem for what is none."""
    rows: Sequence[Any] = sent if isinstance(sent, list) else []
    return [_kept(_checked(KeptRow, row)) for row in rows]


def _kept(row: KeptRow) -> Kept:
    values: dict[str, Any] = {name: getattr(row, name) for name in KeptRow.model_fields}
    values |= {name: inert(values[name]) for name in ("headline", "source", "statement", "note")}
    return Kept(**{**values, "url": web_address(row.url), "status": str(row.status)})


def _checked(kind: type[Any], sent: Any) -> Any:
    try:
        return kind.model_validate(sent if isinstance(sent, Mapping) else {})
    except ValidationError as error:
        raise Problem(_("What was sent is no collection."), _why(error)) from error
