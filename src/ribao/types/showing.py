"""How many of the articles' pictures the pages show."""

from enum import StrEnum


class Showing(StrEnum):
    NONE = "none"
    LEAD = "lead"  # one on each page at most: the top story's, the story's, the article's
    ALL = "all"  # also that of the first section, and every one of an article on its page
