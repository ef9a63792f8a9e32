"""Keys and certificates as people paste them: lost line breaks are put back where nothing is unclear."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from bot.errors import InvalidInput

if TYPE_CHECKING:
    from bot.models import Field

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]+?)-----(.*?)-----END \1-----", re.DOTALL)
_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]+?-----")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_WHOLE_LINES = re.compile(r"[ \t]*\n(?:[A-Za-z0-9+/=]+[ \t]*\n)+")
_WITH_HEADERS = re.compile(r"[ \t]*\n(?:[A-Za-z-]+:[^\n]*\n)+[ \t]*\n(?:[A-Za-z0-9+/=]+[ \t]*\n)+")
_WIDTHS = {"OPENSSH PRIVATE KEY": 70}
_WIDTH = 64
_PUBLIC = ("ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-")
_ALL = "Paste the whole file, with its first and its last line."


def mended(text: str, field: Field) -> str:
    """Return keys and certificates with their line breaks; raises InvalidInput for what is cut or wrong."""
    text = _with_line_breaks(text)
    _check_kind(text, field)
    if "-----BEGIN" not in text:
        if "-----END" in text:
            raise _cut(field, "its first line is missing")
        return text  # of another format: Polytomic is the judge
    blocks = list(_BLOCK.finditer(text))
    if len(blocks) != len(_BEGIN.findall(text)) or len(blocks) != text.count("-----END"):
        raise _cut(field, "there is a BEGIN line without its END line, or the reverse")
    around = _BLOCK.sub("", text).strip()
    bodies = [_body(block[1], block[2], field) for block in blocks]
    whole = [
        f"-----BEGIN {block[1]}-----\n{body}\n-----END {block[1]}-----"
        for block, body in zip(blocks, bodies, strict=True)
    ]
    if around:  # a note above a certificate is allowed in such a file, and is nobody's business here
        return text.strip() + "\n"
    return "\n".join(whole) + "\n"


def _with_line_breaks(text: str) -> str:
    r"""Read `\n` that was copied out of code or JSON as the line break that it stands for."""
    text = text.strip().strip("\"'").strip() if "-----BEGIN" in text else text
    if "\n" not in text.strip():
        text = text.replace("\\r\\n", "\n").replace("\\n", "\n")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check_kind(text: str, field: Field) -> None:
    is_for_private = "private" in field.path[-1].lower()
    if is_for_private and (text.lstrip().startswith(_PUBLIC) or "-----BEGIN PUBLIC KEY" in text):
        raise InvalidInput(
            field.name,
            "This is the public key.",
            "Paste the private one; it has BEGIN … PRIVATE KEY above it.",
        )
    if text.lstrip().startswith("PuTTY-User-Key-File"):
        raise InvalidInput(
            field.name,
            "This is a key in PuTTY's own format.",
            "Open it in PuTTYgen, choose Conversions, Export OpenSSH key, and paste that file.",
        )


def _body(label: str, body: str, field: Field) -> str:
    """Return what stands between the BEGIN and END lines, in lines."""
    lines = "\n".join(line.strip() for line in body.strip().split("\n"))
    if _WITH_HEADERS.fullmatch(body):
        return lines
    if ":" in body:
        raise InvalidInput(
            field.name,
            "The line breaks of this encrypted key got lost, and its headers ran together.",
            "Paste it from the file again, with every line on its own.",
        )
    joined = "".join(body.split())
    if not _BASE64.fullmatch(joined) or len(joined) % 4:
        raise _cut(field, "a part of it is missing or was changed")
    if _WHOLE_LINES.fullmatch(body):
        return lines
    return "\n".join(textwrap.wrap(joined, _WIDTHS.get(label, _WIDTH)))


def _cut(field: Field, why: str) -> InvalidInput:
    return InvalidInput(field.name, f"This key or certificate is not whole: {why}.", _ALL)
