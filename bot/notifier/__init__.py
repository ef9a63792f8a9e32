"""Posts, edits and direct messages outside a listener; knows rate limits and lost answers.

Every post is recorded before and after it is made. A repeat after a crash carries the same client_msg_id, by
which Slack can recognise it; at most a crash within the call itself can repeat a message.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot import views
from bot.models import Person, Post, Posted, Run, Setup, Upload
from bot.notifier.calls import Calls, Workspace
from bot.notifier.pace import ChannelBusy, Pace
from bot.notifier.refusals import (
    CANNOT_EDIT,
    CANNOT_UPLOAD,
    LOST,
    NO_HOME,
    UNREADABLE,
    CannotPost,
    SlackDown,
    slack_trouble,
    slack_word,
)
from bot.notifier.uploads import Uploads
from bot.store import Posts
from bot.views import Message

__all__ = [
    "LOST",
    "UNREADABLE",
    "CannotPost",
    "ChannelBusy",
    "Notifier",
    "SlackDown",
    "Workspace",
    "slack_trouble",
    "slack_word",
]

log = logging.getLogger(__name__)


class Notifier:
    """Tells people things."""

    def __init__(self, slack: AsyncWebClient, posts: Posts, workspace: Workspace) -> None:
        self._slack = slack
        self._posts = posts
        self._workspace = workspace
        self._pace = Pace()
        self._call = Calls(workspace)
        self._uploads = Uploads(slack, self._call)
        self._shown: dict[str, object] = {}  # modals being drawn, and the latest drawing of each

    @property
    def workspace_url(self) -> str | None:
        """Where a browser finds the workspace; None until Slack has said so."""
        return self._workspace.url

    async def post(
        self, key: str, channel_id: str, message: Message, *, thread_ts: str | None = None
    ) -> Post:
        """Post a message once per key; raises CannotPost, ChannelBusy or SlackDown."""
        known = await self._posts.get(key)
        if known is not None and known.ts is not None:
            return known
        await asyncio.sleep(self._pace.turn(channel_id))
        post = await self._posts.begin(key, channel_id, thread_ts)
        if post.ts is not None:
            return post

        async def is_missing() -> bool:  # unless another replica has posted it while this one waited
            return await self.posted(key) is None

        answer = await self._call(
            self._slack.chat_postMessage,
            is_wanted=is_missing,
            channel=channel_id,
            thread_ts=thread_ts,
            client_msg_id=str(uuid5(NAMESPACE_URL, key)),
            unfurl_links=False,
            unfurl_media=False,
            **_content(message),
        )
        if answer is None:
            return await self.posted(key) or post
        await self._posts.done(key, answer["channel"], answer["ts"])
        return post.model_copy(update={"channel_id": answer["channel"], "ts": answer["ts"]})

    async def keep(
        self, key: str, channel_id: str, message: Message, *, thread_ts: str | None = None
    ) -> Post:
        """Post a card, or bring the one that was posted up to date."""
        known = await self._posts.get(key)
        if known is None:
            return await self.post(key, channel_id, message, thread_ts=thread_ts)
        if known.ts is None:  # an earlier try may have arrived, with the words of that time
            known = await self.post(key, channel_id, message, thread_ts=thread_ts)
        try:
            await self._call(
                self._slack.chat_update, channel=known.channel_id, ts=known.ts, **_content(message)
            )
        except SlackApiError as error:
            if slack_word(error) not in CANNOT_EDIT:
                raise
            await self._posts.forget(key)  # somebody deleted the card: post a new one
            return await self.post(key, channel_id, message, thread_ts=thread_ts)
        return known

    async def show_run(self, run: Run, card: Message) -> Post:
        """Bring a run's card up to date; returns the message in whose thread the run is told.

        Where there is no thread, the card begins one; where the bot may not post either, somebody's own run
        is told by direct message. Raises CannotPost or SlackDown.
        """
        key, instead, refusal = f"run-{run.id}-card", f"run-{run.id}-start-dm", None
        if run.thread_ts is None and not await self.has(instead):
            try:
                return await self.keep(key, run.channel_id, card)
            except CannotPost as error:
                if run.watch_id is not None:
                    raise
                refusal = error
        thread = await self.begun(run) or await self.post(
            instead, run.asked_by.user_id, views.run_started(run, refusal)
        )
        await self.keep(key, thread.channel_id, card, thread_ts=thread.ts)
        return thread

    async def begun(self, run: Run) -> Post | None:
        """Return the message in whose thread a run is told, if it is there."""
        key = f"run-{run.id}"
        if run.thread_ts is not None:
            return Post(key=f"{key}-start", channel_id=run.channel_id, ts=run.thread_ts)
        return await self.posted(f"{key}-start-dm") or await self.posted(f"{key}-card")

    async def run_link(self, run: Run) -> str | None:
        """Return the address of a run's card, or of the message above it; None while there is neither."""
        return self._link(await self.posted(f"run-{run.id}-card") or await self.begun(run))

    def _link(self, post: Post | None) -> str | None:
        if post is None or post.ts is None or self._workspace.url is None:
            return None
        page = f"{self._workspace.url.rstrip('/')}/archives/{post.channel_id}/p{post.ts.replace('.', '')}"
        return f"{page}?thread_ts={post.thread_ts}&cid={post.channel_id}" if post.thread_ts else page

    async def posted(self, key: str) -> Post | None:
        """Return a post that was made."""
        post = await self._posts.get(key)
        return post if post is not None and post.ts is not None else None

    async def has(self, key: str) -> bool:
        """Tell whether a post was begun."""
        return await self._posts.get(key) is not None

    async def whisper(self, person: Person, channel_id: str, message: Message) -> None:
        """Say something that only one person sees; raises CannotPost where the bot may not write."""
        await self._call(
            self._slack.chat_postEphemeral, channel=channel_id, user=person.user_id, **_content(message)
        )

    async def say(self, person: Person, message: Message) -> None:
        """Send a direct message that is not edited later."""
        await self._call(
            self._slack.chat_postMessage,
            channel=person.user_id,
            client_msg_id=str(uuid4()),
            **_content(message),
        )

    async def upload(
        self,
        key: str,
        channel_id: str,
        file: Upload,
        *,
        comment: str = "",
        thread_ts: str | None = None,
    ) -> None:
        """Share a file once per key in a conversation, which a person's id does not name.

        Raises CannotPost, or SlackDown, after which the file may be there: Slack knows no key for files.
        """
        if (await self._posts.begin(key, channel_id, thread_ts)).ts is not None:
            return
        try:
            file_id = await self._uploads.share(
                file, channel_id, thread_ts=thread_ts, initial_comment=comment or None
            )
        except SlackApiError as error:
            if slack_word(error) != "missing_scope":
                raise
            raise CannotPost(*CANNOT_UPLOAD) from error
        await self._posts.done(key, channel_id, file_id)  # a file has no ts of its own

    async def check_channel(self, setup: Setup) -> None:
        """Make sure that the announcement can be posted, by telling the requester where it will come.

        Needs no scope beyond chat:write; raises CannotPost with what to do.
        """
        if setup.plan:
            await self.whisper(setup.requester, setup.plan.channel_id, views.channel_check(setup))

    async def find(self, view: View) -> str | None:
        """Return the id of the open modal that carries the view's external_id; None if there is none."""
        try:
            answer = await self._call(self._slack.views_update, external_id=view.external_id, view=view)
        except SlackApiError as error:
            if slack_word(error) == "not_found":
                return None
            raise
        return str(answer["view"]["id"])

    async def show(self, view_id: str, view: View, *, unless_newer_than: str | None = None) -> bool:
        """Put a view into an open modal; False if the person has closed it.

        A repeat after a lost answer gives way to what was shown in the modal meanwhile. With the hash of what
        somebody saw, anything newer stands.
        """
        mark = self._shown[view_id] = object()

        async def is_latest() -> bool:
            return self._shown.get(view_id) is mark

        try:
            await self._call(
                self._slack.views_update,
                is_wanted=is_latest,
                view_id=view_id,
                view=view,
                hash=unless_newer_than,
            )
        except SlackApiError as error:
            if slack_word(error) == "not_found":
                return False
            if slack_word(error) != "hash_conflict":
                raise
        finally:
            if self._shown.get(view_id) is mark:
                del self._shown[view_id]
        return True

    async def publish_home(self, person: Person, view: View) -> bool:
        """Show the Home tab; False for somebody who has none here any more."""
        try:
            await self._call(self._slack.views_publish, user_id=person.user_id, view=view)
        except SlackApiError as error:
            if slack_word(error) not in NO_HOME:
                raise
            log.info("%s has no Home tab: %s", person.user_id, slack_word(error))
            return False
        return True

    async def unfold(self, posted: Posted, cards: Mapping[str, Sequence[Block]]) -> None:
        """Show a card below somebody's message for each of its links; nobody waits for it to succeed."""
        by_id = posted.unfurl_id is not None and posted.source is not None
        place: dict[str, Any] = (
            {"unfurl_id": posted.unfurl_id, "source": posted.source}
            if by_id
            else {"channel": posted.channel_id, "ts": posted.ts}
        )
        unfurls = {url: {"blocks": [block.to_dict() for block in blocks]} for url, blocks in cards.items()}
        try:
            await self._call(self._slack.chat_unfurl, **place, unfurls=unfurls)
        except SlackApiError as error:
            log.warning("Slack does not unfold a link: %s", slack_word(error))
        except (CannotPost, SlackDown) as error:
            log.warning("Slack does not unfold a link: %s", error.message)


def _content(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": message.blocks}
