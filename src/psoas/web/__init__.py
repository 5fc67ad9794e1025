"""The web pages: parse, call what ``app`` offers, render.

``make_app`` builds the Litestar application from values; ``from_environment`` is what
uvicorn starts. Pages work without JavaScript where a form suffices, and nothing is
ever fetched from anywhere else.
"""

from psoas.web.build import from_environment, make_app

__all__ = ["from_environment", "make_app"]
