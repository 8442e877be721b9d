"""The public topic pages: what was asked, what people let everybody read, what they found. Pure: values to HTML."""

from ilnmail.pages.pages import House, PageError, Shared, TopicPage, pages

__all__ = ["House", "PageError", "Shared", "TopicPage", "pages"]
