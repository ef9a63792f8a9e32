"""Uploaded files, from the promise of one to its place in a message."""

import mimetypes
import struct
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack.clock import new_id, new_word

Json = dict[str, Any]
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class File:
    """A file: announced, then uploaded, then shared in channels."""

    id: str
    name: str
    length: int
    ticket: str
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    channels: list[str] = field(default_factory=list)

    @property
    def mimetype(self) -> str:
        """The type that the name suggests."""
        known, packed = mimetypes.guess_type(self.name)
        if self.name.endswith(".log"):
            return "text/plain"
        return known or "application/octet-stream" if packed is None else f"application/{packed}"

    @property
    def extent(self) -> Json:
        """Width and height of a PNG picture, by which a page leaves room for it before it has come."""
        if self.content is None or not self.content.startswith(PNG):
            return {}
        width, height = struct.unpack(">II", self.content[16:24])
        return {"original_w": width, "original_h": height}

    def view(self, origin: str, user: str) -> Json:
        """Return the file as a message and a Web API answer carry it."""
        url = f"{origin}/files/{self.id}/{self.name}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2],
            "size": self.length,
            **({"alt_txt": self.alt_text} if self.alt_text else {}),
            **self.extent,
            "user": user,
            "url_private": url,
            "url_private_download": url,
            "channels": list(self.channels),
        }


class Files:
    """Every file of the workspace."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int, alt_text: str = "") -> File:
        """Note a file that is about to be uploaded."""
        file = File(new_id("F"), name, length, new_word(32), alt_text=alt_text)
        self._files[file.id] = file
        return file

    def get(self, file_id: object) -> File | None:
        """Return the file of that id."""
        return self._files.get(file_id) if isinstance(file_id, str) else None

    def by_ticket(self, ticket: str) -> File | None:
        """Return the file that an upload address was made for."""
        return next((file for file in self._files.values() if file.ticket == ticket), None)
