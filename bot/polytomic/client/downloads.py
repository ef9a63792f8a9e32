"""Fetches files from the addresses that Polytomic signs: without our key, and without trusting their size."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote

import httpx

from bot.polytomic.client.wire import trusted
from bot.polytomic.errors import NoLog, TooLarge, Unavailable

MOST_BYTES = 10 * 1024 * 1024
MOST_HOPS = 3
MAX_NAME = 100
_GONE = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})  # 403: a signature is over


@dataclass(frozen=True)
class LogFile:
    """A log file as it was stored: one that was packed stays so."""

    name: str
    content: bytes = field(repr=False)


class Downloads:
    """A client that knows no key; what it raises never names an address."""

    def __init__(
        self, *, transport: httpx.AsyncBaseTransport | None, time_limit: float, may_be_plain: bool
    ) -> None:
        headers = {"Accept-Encoding": "identity", "User-Agent": "polytomic-bot"}
        self._client = httpx.AsyncClient(
            transport=transport, verify=trusted(), timeout=time_limit, headers=headers
        )
        self._time_limit = time_limit
        self._schemes = {"https", "http"} if may_be_plain else {"https"}

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def file(self, address: str, *, otherwise: str) -> LogFile:
        """Fetch a file, named as its address says or `otherwise`; raises NoLog, TooLarge or Unavailable."""
        try:
            async with asyncio.timeout(self._time_limit):
                return await self._fetch(httpx.URL(address), otherwise)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            raise Unavailable("The log could not be downloaded in time.") from None

    async def _fetch(self, address: httpx.URL, otherwise: str) -> LogFile:
        name = _name(address, otherwise)
        for _ in range(MOST_HOPS):
            if address.scheme not in self._schemes:
                break
            async with self._client.stream("GET", address) as response:
                if not response.is_redirect:
                    return LogFile(_packed(name, response), await _content(response))
                address = address.join(response.headers["Location"])
        raise Unavailable("The log is kept at an address that I do not follow.")


async def _content(response: httpx.Response) -> bytes:
    if response.status_code in _GONE:
        raise NoLog("The log file is not there any more.")
    if not response.is_success:
        raise Unavailable(f"Where the log is kept there is a problem (status {response.status_code}).")
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > MOST_BYTES:
            raise TooLarge(f"The log has more than {MOST_BYTES // 1024**2} MB, which is more than I carry.")
    return bytes(content)


def _name(address: httpx.URL, otherwise: str) -> str:
    last = unquote(address.path.rsplit("/", 1)[-1])
    kept = re.sub(r"[^\w.-]+", "-", last).strip(".-")[-MAX_NAME:]
    return kept if "." in kept else otherwise


def _packed(name: str, response: httpx.Response) -> str:
    is_packed = response.headers.get("Content-Encoding") == "gzip" and not name.endswith(".gz")
    return f"{name}.gz" if is_packed else name
