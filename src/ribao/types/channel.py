"""The nine channels and the two frames around them, by the names that readers know."""

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
