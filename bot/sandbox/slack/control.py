"""The tests' own door, under /_sandbox: faults, the record of calls, the clock, people and channels."""

from typing import Any

from aiohttp import web
from pydantic import ValidationError

from bot.sandbox.slack.config import MemberConfig
from bot.sandbox.slack.delivery import Delivery
from bot.sandbox.slack.membership import Membership
from bot.sandbox.slack.people import Channel, Member
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]


class Control:
    """Lets a test arrange what a person at the page cannot."""

    def __init__(self, workspace: Workspace, delivery: Delivery, membership: Membership) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._membership = membership

    def routes(self) -> list[web.RouteDef]:
        """Every route of the control API."""
        return [
            web.get("/_sandbox/faults", self._list_faults),
            web.post("/_sandbox/faults", self._add_fault),
            web.delete("/_sandbox/faults", self._clear_faults),
            web.get("/_sandbox/requests", self._list_requests),
            web.delete("/_sandbox/requests", self._clear_requests),
            web.get("/_sandbox/state", self._state),
            web.post("/_sandbox/disconnect", self._disconnect),
            web.post("/_sandbox/cut", self._cut),
            web.post("/_sandbox/envelopes", self._mislay),
            web.post("/_sandbox/clock", self._clock),
            web.post("/_sandbox/verify", self._verify),
            web.post("/_sandbox/members", self._add_member),
            web.post("/_sandbox/channels", self._add_channel),
            web.patch("/_sandbox/channels/{channel}", self._change_channel),
            web.post("/_sandbox/membership", self._set_membership),
        ]

    async def _list_faults(self, _request: web.Request) -> web.Response:
        return _answer(faults=self._workspace.faults.waiting())

    async def _add_fault(self, request: web.Request) -> web.Response:
        try:
            fault = self._workspace.faults.add(**await request.json())
        except ValidationError as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        return _answer(fault=fault.model_dump(exclude_none=True))

    async def _clear_faults(self, _request: web.Request) -> web.Response:
        self._workspace.faults.clear()
        return _answer()

    async def _list_requests(self, request: web.Request) -> web.Response:
        return _answer(requests=self._workspace.requests.calls(request.query.get("method")))

    async def _clear_requests(self, _request: web.Request) -> web.Response:
        self._workspace.requests.clear()
        return _answer()

    async def _state(self, _request: web.Request) -> web.Response:
        """Everything at once: channels with their messages, open views, Homes, connections."""
        space = self._workspace
        people = [member.id for member in space.members.values() if not member.is_bot]
        homes = {user: space.views.home(user) for user in people}
        return _answer(
            channels={channel.id: _whole(channel) for channel in space.channels.values()},
            views={user: [space.views.as_slack(view) for view in space.views.stack(user)] for user in people},
            homes={user: space.views.as_slack(view) for user, view in homes.items() if view is not None},
            connections=self._delivery.sockets.count,
        )

    async def _disconnect(self, request: web.Request) -> web.Response:
        reason = (await request.json()).get("reason", "refresh_requested")
        return _answer(told=await self._delivery.sockets.disconnect(reason))

    async def _cut(self, _request: web.Request) -> web.Response:
        return _answer(lost=self._delivery.sockets.cut())

    async def _mislay(self, request: web.Request) -> web.Response:
        """Let every envelope come twice, or every other submission late: {twice, late_seconds}."""
        wish, sockets = await request.json(), self._delivery.sockets
        sockets.come_twice = bool(wish.get("twice"))
        sockets.late_seconds = float(wish.get("late_seconds", 0))
        return _answer()

    async def _clock(self, request: web.Request) -> web.Response:
        self._workspace.clock.advance(float((await request.json())["advance_seconds"]))
        return _answer(now=self._workspace.clock.now())

    async def _verify(self, _request: web.Request) -> web.Response:
        return _answer(verified=await self._delivery.verify_url())

    async def _add_member(self, request: web.Request) -> web.Response:
        config = MemberConfig.model_validate(await request.json())
        domain = self._workspace.config.team.domain
        self._workspace.members[config.id] = Member.of(config, domain)
        return _answer(user=config.id)

    async def _add_channel(self, request: web.Request) -> web.Response:
        wish = await request.json()
        made = self._workspace.create_channel(
            wish["name"], wish.get("members", []), is_private=bool(wish.get("is_private"))
        )
        return _answer(channel=made.id)

    async def _change_channel(self, request: web.Request) -> web.Response:
        channel = self._workspace.channels[request.match_info["channel"]]
        for key, value in (await request.json()).items():
            if key not in {"name", "topic", "is_archived", "is_private"}:
                raise web.HTTPBadRequest(text=f"A channel's {key} cannot be changed here.")
            setattr(channel, key, value)
        self._workspace.tell_about(channel)
        return _answer(channel=channel.id)

    async def _set_membership(self, request: web.Request) -> web.Response:
        """Put somebody into a channel, or take them out: {channel, user, member}."""
        wish = await request.json()
        channel, user = self._workspace.channels[wish["channel"]], wish["user"]
        present = user in channel.members
        if wish.get("member", True) and not present:
            self._membership.add(channel, user, by=user)
        if not wish.get("member", True) and present:
            self._membership.remove(channel, user, by=user)
        return _answer(members=channel.members)


def _whole(channel: Channel) -> Json:
    """Return a channel with all of its messages, ephemerals marked with whom they are for."""
    messages = [
        {**message.body, **({"only_for": message.only_for} if message.only_for else {})}
        for message in channel.messages.values()
    ]
    return {
        "id": channel.id,
        "name": channel.name,
        "is_im": channel.is_im,
        "members": channel.members,
        "messages": messages,
    }


def _answer(**fields: Any) -> web.Response:
    return web.json_response({"ok": True, **fields})
