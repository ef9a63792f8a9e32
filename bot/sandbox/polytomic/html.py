"""Drawing the sandbox's pages: every value is escaped on its way in."""

from functools import cache
from html import escape
from http import HTTPStatus
from importlib.resources import files
from string import Template

from aiohttp import web

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
}


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def markup(template: str, **values: object) -> Html:
    """Fill `$names` of a template; everything but `Html` is escaped."""
    filled = {
        name: value if isinstance(value, Html) else escape(str(value)) for name, value in values.items()
    }
    return Html(Template(template).substitute(filled))


def joined(parts: list[Html]) -> Html:
    """Put pieces of markup one after the other."""
    return Html("\n".join(parts))


def page(
    title: str, main: Html, *, status: int = HTTPStatus.OK, live: bool = False, dark: bool = False
) -> web.Response:
    """Make a whole page; a live one keeps itself up to date and uses the width of the screen."""
    look = f"{' class=wide' if live else ''}{' data-theme=dark' if dark else ''}"
    text = Template(_file("page.html")).substitute(
        title=escape(title),
        css=_file("page.css"),
        main=main,
        theme=look,
        script=f"<script>{_file('page.js')}</script>" if live else "",
    )
    return web.Response(text=text, content_type="text/html", status=status, headers=HEADERS)


def note(title: str, text: str, *, status: int = HTTPStatus.OK) -> web.Response:
    """Make a page that says one thing."""
    return page(title, markup("<h1>$title</h1><p>$text</p>", title=title, text=text), status=status)


@cache
def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
