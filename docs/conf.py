"""Sphinx: MyST pages, Chinese in NAME.md and English in NAME.en.md."""

import tomllib
from pathlib import Path

_project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "智能日报 Ribao"
author = "The Ribao founders"
copyright = "2026, The Ribao founders"  # noqa: A001
version = release = _project["version"]
language = "zh_CN"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "智能日报 Ribao"
html_show_sphinx = False
html_copy_source = False
