"""The projects room's pages, one noun per file."""

from projects.views.portfolio import portfolio

__all__ = ["portfolio"]
