"""A guestbook with one page."""

from importlib.metadata import version

__version__ = version("guestbook")
