"""files.*: the two ends of an upload; the bytes go in between."""

from typing import Any

from aiohttp import web

from bot.sandbox.slack import messages
from bot.sandbox.slack.errors import SlackError
from bot.sandbox.slack.files import File
from bot.sandbox.slack.people import Channel
from bot.sandbox.slack.web_api.call import Call, Entry
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]
MOST_UPLOAD_BYTES = 50 * 1024 * 1024


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal: announces one file."""
    name = str(call.need("filename"))
    try:
        length = int(call.need("length"))
    except ValueError:
        raise SlackError("invalid_arguments", ["[ERROR] must provide an integer"]) from None
    if length <= 0:
        raise SlackError("missing_argument")
    file = call.workspace.files.announce(name, length, str(call.get("alt_txt") or ""))
    return {"upload_url": f"{call.workspace.origin}/upload/{file.ticket}", "file_id": file.id}


async def upload(workspace: Workspace, request: web.Request) -> web.Response:
    """Take the bytes of an announced file, as a raw body or as one part of a form."""
    file = workspace.files.by_ticket(request.match_info["ticket"])
    if file is None or file.content is not None:
        raise web.HTTPNotFound(text="This upload address is not known, or was used.")
    if request.content_type == "multipart/form-data":
        parts = [part for part in (await request.post()).values() if isinstance(part, web.FileField)]
        content = parts[0].file.read() if parts else b""
    else:
        content = await request.read()
    if len(content) != file.length:
        raise web.HTTPBadRequest(text=f"{file.length} bytes were announced, {len(content)} came.")
    file.content = content
    workspace.requests.add(
        {"method": "upload", "http_method": "POST", "arguments": {}, "status": 200, "response": {}}
    )
    return web.Response(text=f"OK - {len(content)}")


def _uploaded(call: Call) -> list[File]:
    """Find the files that the call names, all of which must have arrived."""
    named = call.parsed("files", "invalid_arguments")
    if not isinstance(named, list) or not named:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    files: list[File] = []
    for entry in named:
        file = call.workspace.files.get(entry.get("id") if isinstance(entry, dict) else None)
        if file is None or file.content is None:
            raise SlackError("file_not_found")
        file.title = str(entry.get("title") or file.name)
        files.append(file)
    return files


def _targets(call: Call) -> list[Channel]:
    """Find the channels to share in; the app must be in each."""
    workspace = call.workspace
    wanted = [call.get("channel_id"), *str(call.get("channels") or "").split(",")]
    found = [workspace.seen_by(workspace.bot, channel) for channel in wanted if channel]
    for channel in found:
        if workspace.bot not in channel.members:
            raise SlackError("not_in_channel")
        if channel.is_archived:
            raise SlackError("is_archived")
    return found


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: names the files and shares them."""
    workspace, files, targets = call.workspace, _uploaded(call), _targets(call)
    comment = messages.checked_content(
        {"text": call.get("initial_comment") or "", "blocks": call.parsed("blocks", "invalid_blocks_format")}
    )
    for channel in targets:
        for file in files:
            file.channels.append(channel.id)
        views = [file.view(workspace.origin, workspace.bot) for file in files]
        author = messages.app_author(workspace)
        messages.post(workspace, channel, author, {**comment, "files": views}, call.get("thread_ts") or None)
    return {"files": [file.view(workspace.origin, workspace.bot) for file in files]}


_WRITE = ("files:write",)
METHODS = {
    "files.getUploadURLExternal": Entry(get_upload_url, scopes=_WRITE),
    "files.completeUploadExternal": Entry(complete_upload, scopes=_WRITE),
}
