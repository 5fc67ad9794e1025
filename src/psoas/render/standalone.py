"""Pages that carry all they need: one template, its style sheet inside, nothing to load."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup


@frozen(kw_only=True)
class Back:
    """Where the reader came from: a page that is shown has a way back, its file has none."""

    path: str
    name: str


@cache
def template(name: str) -> Template:
    """Return a template of this room by its file's name without suffix."""
    environment = Environment(
        loader=PackageLoader("psoas.render"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html")


def style(name: str) -> Markup:
    """Return our own style sheet, which the page carries with it."""
    css = (files("psoas.render") / "templates" / f"{name}.css").read_text(encoding="utf-8")
    return Markup(css)  # noqa: S704 - ours, and no input reaches it
