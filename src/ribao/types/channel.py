"""The nine channels and the two frames around them, by the names that readers know; and the channels of an owner."""

from dataclasses import dataclass

TOP = "头条"
OTHER = "其他"
CHANNELS: tuple[str, ...] = (
    "业界资讯",
    "智能手机",
    "电脑硬件",
    "平板电脑",
    "智能手表",
    "智能家电",
    "耳机音频",
    "笔记本",
    "热点资讯",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChannel:
    """A channel as the owner describes it. With the name of one of the nine it adds to what that one goes by."""

    name: str
    description: str = ""
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()  # headlines that belong there


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """The channels of one daily: the nine, if ``nine``, and the owner's."""

    own: tuple[OwnChannel, ...] = ()
    nine: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of the pages, 其他 not among them."""
        return tuple(dict.fromkeys([*(CHANNELS if self.nine else ()), *(channel.name for channel in self.own)]))


PLAIN = Channels()
