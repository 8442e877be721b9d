"""Pages to look at: the public topic pages, and the pairs of a match run. Pure: values to HTML."""

from ilnmail.pages.pages import House, PageError, Shared, TopicPage, pages
from ilnmail.pages.pairs import Pairs, numbered, pairs_page

__all__ = ["House", "PageError", "Pairs", "Shared", "TopicPage", "numbered", "pages", "pairs_page"]
