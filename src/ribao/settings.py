"""Settings: ``ribao.toml``, overridden by environment variables ``RIBAO_*``; every field is documented here and in the reference.

Where they are looked for: ``--config``, else ``ribao.toml`` in the current folder, else
``$XDG_CONFIG_HOME/ribao/ribao.toml``. Nested names are joined by two underscores: ``RIBAO_FETCH__CONTACT``. One file,
because whoever looks for a setting looks here, and most of its lines are what the reference says of one.
"""

import os
import re
from collections.abc import Iterator
from datetime import time
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from ribao.types.channel import CHANNELS, OTHER, TOP, Channels, OwnChannel
from ribao.types.showing import Showing
from ribao.types.source import Licence, Selectors, Source, SourceKind, Tier

FILE_NAME = "ribao.toml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DailySettings(_Part):
    title: str = Field("智能日报", description="The masthead.")
    language: str = Field(
        "", description="Language of pages and messages: zh, zh-tw, en, or empty for that of the environment."
    )
    profile: str = Field("daily", description="Name of the edition profile; one edition a date and profile.")

    @field_validator("language")
    @classmethod
    def _spoken(cls, name: str) -> str:
        if name[:2].lower() not in ("", "zh", "en"):
            raise PydanticCustomError("unknown_language", "zh, zh-tw or en")
        return name


class EditionSettings(_Part):
    cutoff: time = Field(
        time(7, 0), description="When an edition is closed, local time. It covers the 24 hours before."
    )
    timezone: str = Field("Asia/Shanghai", description="IANA time zone of the cut-off and of all dates shown.")
    min_stories: int = Field(
        12, ge=0, le=500, description="Fewest stories of an edition, where there is that much news."
    )
    max_stories: int = Field(40, ge=1, le=500, description="Most stories of an edition.")
    mute: tuple[str, ...] = Field(
        (), description="Words, or /regular expressions/, that keep an article out of the edition."
    )
    follow: tuple[str, ...] = Field((), description="Words, or /regular expressions/, that lift a story.")
    channel_mute: dict[str, tuple[str, ...]] = Field(
        {}, description="Mute words for one channel only, by channel name."
    )
    channel_follow: dict[str, tuple[str, ...]] = Field(
        {}, description="Follow words for one channel only, by channel name."
    )
    nine_channels: bool = Field(
        True, description="Keep the nine channels beside your own [[channels]]; false: only your own, and 其他."
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"unknown time zone {name!r}") from error
        return name


class FetchSettings(_Part):
    contact: str = Field(
        "", description="An address in the User-Agent, so that a site can reach you: https://… or mailto:…"
    )
    concurrency: int = Field(64, ge=1, le=1000, description="Requests under way at once.")
    spacing_minutes: int = Field(
        60, ge=5, le=10080, description="Time between two requests for one feed, where it asks for nothing longer."
    )
    host_pause_seconds: float = Field(1.0, ge=0, le=600, description="Pause between two requests to one host.")
    private_pause_seconds: float = Field(
        0.0, ge=0, le=600, description="The same for hosts in ranges opened by allow_private."
    )
    timeout_seconds: float = Field(60.0, gt=0, le=600, description="Longest time for one request in all.")
    max_bytes: int = Field(10 * 1024 * 1024, ge=1024, description="Largest decoded body that is read.")
    max_entries: int = Field(2000, ge=1, description="Most entries taken from one feed document, newest first.")
    allow_private: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Private address ranges that may be fetched, such as 127.0.0.0/8."
    )
    read_pages: bool = Field(True, description="Fetch article pages; false reads feeds only.")
    pages_per_run: int = Field(
        3000, ge=0, description="Most article pages fetched in one run; the rest waits for the next."
    )
    page_age_hours: int = Field(
        48, ge=1, description="Pages of entries older than this are not fetched; the feed's own words are kept."
    )


class StoriesSettings(_Part):
    window_hours: int = Field(
        72, ge=24, le=720, description="How far apart two articles may be published and still be compared."
    )


class WorkSettings(_Part):
    processes: int = Field(
        0, ge=0, le=64, description="Worker processes for parsing and extraction; 0: as many as cores, at most 4."
    )
    page_seconds: float = Field(
        15.0, gt=0, description="CPU seconds that one page may cost before its worker is ended."
    )
    worker_megabytes: int = Field(1024, ge=256, description="Memory that one worker may use, address space.")
    tries: int = Field(3, ge=1, le=20, description="Tries before an item is put aside (quarantined).")


def _public_address(url: str) -> str:
    """With a slash at its end: what follows is joined to it."""
    if not url:
        return url
    try:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        plain = plain and not parts.username and parts.port != 0 and url.isprintable() and " " not in url
    except ValueError:
        plain = False
    if not plain:
        raise PydanticCustomError("public_address", "it must be an address such as https://news.example/")
    return url.rstrip("/") + "/"


def _path_prefix(path: str) -> str:
    """``/news``: with a slash at its front and none at its end; empty for none."""
    if path and not _PREFIX.fullmatch(path.strip("/")):
        raise PydanticCustomError("path_prefix", "it must be a path such as /news")
    return f"/{path.strip('/')}" if path.strip("/") else ""


_SEGMENT = r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,60}"
_PREFIX = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{0,7}}")


class ServerSettings(_Part):
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8600, ge=0, le=65535, description="Port the server listens on; 0 takes a free one.")
    address: Annotated[str, AfterValidator(_public_address)] = Field(
        "",
        description="Public address of the site, such as https://news.example/daily/, for feeds, maps and previews; empty: as each reader calls it.",
    )
    path: Annotated[str, AfterValidator(_path_prefix)] = Field(
        "", description="Path under which a proxy shows the site, such as /news; empty: it has a host of its own."
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (),
        description="Addresses of the proxies before the site, such as 127.0.0.1/32: only what they say of a reader is believed. Once one is named, the owner enters with the owner's token on this machine too.",
    )
    offline: bool = Field(
        True,
        description="Readers' devices may keep the latest edition; false: none does, and what they kept is forgotten.",
    )


class StoreSettings(_Part):
    folder: Path = Field(Path("data"), description="Data folder; relative to the settings file.")
    keep_days: int = Field(30, ge=1, description="What no edition cites is dropped after so many days.")
    max_megabytes: int = Field(
        0, ge=0, description="Size cap of the database; 0: none. Over it, the oldest uncited pages go first."
    )


class PicturesSettings(_Part):
    show: Showing = Field(
        Showing.LEAD,
        description="Pictures of articles on the site's pages: none, lead (one a page) or all. They are fetched when a reader asks for them.",
    )
    max_megabytes: int = Field(
        200, ge=1, le=1_000_000, description="Size cap of the pictures kept; those not looked at for longest go first."
    )


class SelectorSettings(_Part):
    item: str = Field(description="The block of one item.")
    link: str = Field("a", description="The link, looked up inside the block, as are the others.")
    title: str = Field("", description="The headline; empty: the link's text.")
    time: str = Field("", description="The time: its datetime attribute, else its text.")
    summary: str = Field("", description="The summary.")


class SourceSettings(_Part):
    """One ``[[sources]]`` table."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$", description="Short name, unique: a-z, 0-9, dot, dash.")
    url: str = Field(min_length=1, description="Address of the feed, news sitemap or list page.")
    title: str = Field(min_length=1, description="Name shown to readers.")
    kind: SourceKind = Field(SourceKind.FEED, description="feed, sitemap or page.")
    site: str = Field("", description="Home page.")
    language: str = Field("", description="BCP 47 tag, such as zh or en.")
    tier: Tier = Field(Tier.ORIGINAL, description="official, original or aggregator.")
    channels: tuple[str, ...] = Field((), description="Channels its articles belong to when their text does not tell.")
    folder: tuple[str, ...] = Field((), description="Folder path, as in OPML.")
    licence: Licence = Field(Licence.EXCERPT, description="excerpt or full: how much public pages may show.")
    selectors: SelectorSettings | None = Field(None, description='CSS selectors, for kind = "page".')
    every_minutes: int | None = Field(
        None, ge=5, le=10080, description="Own spacing, instead of fetch.spacing_minutes."
    )
    read_pages: bool = Field(True, description="Fetch this source's article pages.")
    mute: tuple[str, ...] = Field((), description="Mute words for this source only.")
    follow: tuple[str, ...] = Field((), description="Follow words for this source only.")
    owner: str = Field("", description="Whose it is: sources of one owner count as one. Empty: by the site's domain.")
    paused: bool = Field(False, description="Not asked for the time being; what was read from it stays.")

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.kind is SourceKind.PAGE and self.selectors is None:
            raise PydanticCustomError("no_selectors", "a list page needs selectors")
        return self

    def source(self) -> Source:
        values = {name: getattr(self, name) for name in SourceSettings.model_fields if name != "selectors"}
        chosen = Selectors(**self.selectors.model_dump()) if self.selectors else None
        return Source(selectors=chosen, **values)


class ChannelSettings(_Part):
    """One ``[[channels]]`` table: a channel of the owner's, or more words for one of the nine."""

    name: str = Field(min_length=1, max_length=20, description="Name shown to readers; one of the nine adds to it.")
    description: str = Field(
        "", max_length=500, description="What belongs there, in a sentence; read as a faint example."
    )
    words: tuple[str, ...] = Field(
        (), max_length=1000, description="Words that say it; one in the headline decides nearly alone."
    )
    examples: tuple[str, ...] = Field(
        (), max_length=200, description="Headlines that belong there; what is like them comes there too."
    )

    @field_validator("name")
    @classmethod
    def _free(cls, name: str) -> str:
        if name != name.strip() or name in (TOP, OTHER) or not name.isprintable():
            raise PydanticCustomError("channel_name", "another name is needed")
        return name

    @field_validator("words")
    @classmethod
    def _long_enough(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            if len(word.strip()) < 2:
                raise PydanticCustomError("short_word", "a word of one letter is found everywhere", {"word": word})
        return words

    @model_validator(mode="after")
    def _told(self) -> Self:
        """A channel that nothing describes would stay empty for ever."""
        if self.name not in CHANNELS and not (self.words or any(text.strip() for text in self.examples)):
            raise PydanticCustomError("empty_channel", "it needs words or examples")
        return self

    def channel(self) -> OwnChannel:
        return OwnChannel(
            name=self.name, description=self.description.strip(), words=self.words,
            examples=tuple(text.strip() for text in self.examples if text.strip()),
        )  # fmt: skip


# a file is copied, mailed and committed; a key that stands in it travels along
_KEY_SPELLINGS = ("key", "api_key", "apikey", "token", "secret", "password", "authorization")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{0,79}")


def _without_keys(table: Any) -> Any:
    if isinstance(table, dict) and any(str(name).lower() in _KEY_SPELLINGS for name in table):
        raise PydanticCustomError("key_in_file", "a key does not belong in this file")
    return table


def _variable_name(name: str) -> str:
    if name and not _VARIABLE.fullmatch(name):
        raise PydanticCustomError("key_in_file", "a key does not belong in this file")
    return name


def _model_address(url: str) -> str:
    """Without a slash at its end. The owner's own machine is a good address here: it is the owner who names it."""
    if not url:
        return url
    try:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        plain = plain and parts.port != 0
    except ValueError:
        plain, parts = False, urlsplit("")
    if parts.username or parts.password:
        raise PydanticCustomError("key_in_file", "a key does not belong in this file")
    if not plain:
        raise PydanticCustomError("model_address", "it must be an address such as http://127.0.0.1:8080/v1")
    return url.rstrip("/")


def _need_model(url: str, model: str) -> None:
    """Answers are kept under the model's name, so there must be one."""
    if url and not model.strip():
        raise PydanticCustomError("no_model", "name its model")


Table = Annotated[dict[str, Any], BeforeValidator(_without_keys)]


class EmbedderSettings(_Part):
    """An optional model that gives vectors for headlines, behind ``POST {url}/embeddings``."""

    url: Annotated[str, AfterValidator(_model_address)] = Field(
        "", description="Address of an OpenAI-compatible server, up to /v1; empty: no embedder."
    )
    model: str = Field("", description="The model's name there, such as Qwen3-Embedding-0.6B.")
    key_env: Annotated[str, AfterValidator(_variable_name)] = Field(
        "", description="Name of the environment variable that holds the key; empty: the server wants none."
    )
    batch: int = Field(32, ge=1, le=2048, description="Texts sent in one request.")
    timeout_seconds: float = Field(
        30.0, gt=0, le=600, description="Longest time for one request, its repetitions included."
    )
    extra: Table = Field({}, description="Further fields of the request, for what one server wants and others do not.")

    _no_keys = model_validator(mode="before")(_without_keys)

    @model_validator(mode="after")
    def _named(self) -> Self:
        _need_model(self.url, self.model)
        return self


class JudgeSettings(_Part):
    """An optional model that is asked about doubtful pairs, behind ``POST {url}/chat/completions``."""

    url: Annotated[str, AfterValidator(_model_address)] = Field(
        "", description="Address of an OpenAI-compatible server, up to /v1; empty: no judge."
    )
    model: str = Field("", description="The model's name there, such as Qwen3-8B.")
    key_env: Annotated[str, AfterValidator(_variable_name)] = Field(
        "", description="Name of the environment variable that holds the key; empty: the server wants none."
    )
    most_pairs: int = Field(
        200, ge=0, le=100_000, description="Most pairs asked about in one run; known answers are free."
    )
    most_doubts: int = Field(
        0,
        ge=0,
        le=100_000,
        description="Most doubtful marks (promotion, certainty, channel) asked about in one run; 0: none.",
    )
    at_once: int = Field(4, ge=1, le=64, description="Pairs asked about at the same time.")
    timeout_seconds: float = Field(
        30.0, gt=0, le=600, description="Longest time for one request, its repetitions included."
    )
    extra: Table = Field({}, description="Further fields of the request, for what one server wants and others do not.")

    _no_keys = model_validator(mode="before")(_without_keys)

    @model_validator(mode="after")
    def _named(self) -> Self:
        _need_model(self.url, self.model)
        return self


class Settings(BaseSettings):
    """The whole of ``ribao.toml``."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="RIBAO_", env_nested_delimiter="__")

    daily: DailySettings = DailySettings()
    edition: EditionSettings = EditionSettings()
    fetch: FetchSettings = FetchSettings()
    stories: StoriesSettings = StoriesSettings()
    work: WorkSettings = WorkSettings()
    server: ServerSettings = ServerSettings()
    store: StoreSettings = StoreSettings()
    pictures: PicturesSettings = PicturesSettings()
    embedder: EmbedderSettings = EmbedderSettings()
    judge: JudgeSettings = JudgeSettings()
    channels: tuple[ChannelSettings, ...] = ()
    sources: tuple[SourceSettings, ...] = ()

    def unknown_channels(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """(place, name) of each channel that is named somewhere and is neither one of the nine nor the owner's: a
        mistyped one would do nothing, and say nothing.
        """
        for table in ("channel_mute", "channel_follow"):
            yield from ((("edition", table), name) for name in getattr(self.edition, table) if name not in self.known)
        for at, source in enumerate(self.sources):
            yield from ((("sources", at, "channels"), name) for name in source.channels if name not in self.known)

    @property
    def known(self) -> tuple[str, ...]:
        """Channels that may be named. The nine even where they are put aside: a list of sources names them."""
        return (*Channels(own=self.daily_channels.own).names, OTHER)

    @property
    def daily_channels(self) -> Channels:
        return Channels(own=tuple(row.channel() for row in self.channels), nine=self.edition.nine_channels)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = settings_cls.model_config.get("toml_file")
        toml = (TomlConfigSettingsSource(settings_cls),) if file else ()
        return (init_settings, env_settings, *toml)


def user_config_file() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "ribao" / FILE_NAME


def find_file(given: Path | None) -> Path | None:
    """The settings file in use: the given one, else the current folder's, else the user's; None when there is none."""
    if given is not None:
        return given
    for path in (Path(FILE_NAME), user_config_file()):
        if path.is_file():
            return path
    return None


def load(file: Path | None) -> Settings:
    """Read ``file`` (None: defaults) and the environment.

    Raises tomllib.TOMLDecodeError (its message names line and column), OSError, or pydantic.ValidationError.
    """

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    if file is not None:
        # pydantic-settings passes over a file that is not there; an owner who names one wants to know
        file.stat()
    return FromFile()
