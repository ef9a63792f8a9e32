"""Files on their way into Slack: the bytes first, which nobody sees, and then the sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackRequestError

from bot import metrics

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.models import Upload
    from bot.notifier.calls import Calls

UPLOAD = "upload"  # as metrics name an address of one file alone
TAKEN = 200


class Uploads:
    """Shares files; each step is repeated as far as that shares nothing twice."""

    def __init__(self, slack: AsyncWebClient, call: Calls) -> None:
        self._slack = slack
        self._call = call

    async def share(self, file: Upload, channel_id: str, **place: Any) -> str:
        """Share a file in a conversation; returns the file's id.

        An answer that is lost, or none of Slack's, leaves open whether the file is there, and a repeat would
        share it once more: that raises SlackDown.
        """
        file_id = await self._call(self._brought, file=file)
        await self._call(
            self._slack.files_completeUploadExternal,
            may_repeat_unheard=False,
            files=[{"id": file_id, "title": file.title}],
            channel_id=channel_id,
            **place,
        )
        return str(file_id)

    async def _brought(self, file: Upload) -> str:
        """Bring the bytes to an address of their own; a repeat takes another address."""
        place = await self._slack.files_getUploadURLExternal(
            filename=file.name, length=len(file.content), alt_txt=file.alt_text or None
        )
        status = await self._send(place["upload_url"], file.content)
        if status != TAKEN:
            raise SlackRequestError(f"Slack did not take the file (status {status}).")
        return str(place["file_id"])

    async def _send(self, address: str, content: bytes) -> int:
        became = metrics.LOST
        try:
            async with self._slack.session.post(address, data=content) as answer:  # type: ignore[union-attr]
                became = metrics.outcome(answer.status)
                return answer.status
        finally:
            metrics.SLACK_CALLS.labels(UPLOAD, became).inc()
