"""Right answers that go wrong on their way back: what the caller reads is not what was said."""

import asyncio
from collections.abc import Mapping
from typing import Literal

from aiohttp import web

Garbling = Literal["page", "empty", "truncated", "drip"]
PAGE = b"<!DOCTYPE html><html><body><h1>Please wait</h1></body></html>"
DRIP_SECONDS = 0.1  # from byte to byte: never silent, and never done


async def send_garbled(
    request: web.Request, how: Garbling, body: bytes, status: int, headers: Mapping[str, str]
) -> web.StreamResponse:
    """Answer with a page in place of the body, nothing, its first half, or byte for byte."""
    if how == "page":
        return web.Response(body=PAGE, content_type="text/html")
    if how == "drip":
        return await _drip(request, body, status, headers)
    kept = b"" if how == "empty" else body[: len(body) // 2]
    return web.Response(body=kept, status=status, headers=headers)


async def _drip(
    request: web.Request, body: bytes, status: int, headers: Mapping[str, str]
) -> web.StreamResponse:
    response = web.StreamResponse(status=status, headers=headers)
    response.content_length = len(body)
    try:
        await response.prepare(request)
        for position in range(len(body)):
            await response.write(body[position : position + 1])
            await asyncio.sleep(DRIP_SECONDS)
    except ConnectionError:  # the caller has given up
        pass
    return response
