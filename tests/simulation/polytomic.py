"""The simulation's Polytomic: an HTTP server whose events are late, doubled and in disorder."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from bisect import bisect_right
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.simulation.day import Day, Run, at, sync_id, sync_name

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT_SECONDS = 48 * 3600
KINDS = {"errors": "completed_with_error", "interrupted": "failed"}
LATE, DOUBLED, DELIVERED = 0.1, 0.05, 0.03  # shares of all events
MOST_LATE_SECONDS = 12
MUCH_LATER_SECONDS, MUCH_LATER = 1800, 0.001  # what no cursor can wait for
BEFORE = -3000  # something happened before the day, too
Happened = tuple[float, float, dict[str, Any]]  # visible from, created at, the event


class Polytomic:
    """Answers as the API is described."""

    def __init__(self, day: Day, seed: int = 2) -> None:
        self.now = 0.0  # seconds since midnight
        self.is_down = False
        self.asked: Counter[str] = Counter()
        self._dice = random.Random(seed)  # noqa: S311 - a day, no secret
        self._day = day
        self._of_sync: dict[int, list[Run]] = {}
        for run in sorted(day.runs, key=lambda run: run.begin):
            self._of_sync.setdefault(run.sync, []).append(run)
        first = Run(10**6, 0, BEFORE - 60, BEFORE, "completed")
        happened = [self._event(first, "completed", BEFORE, 0.0), *self._happenings()]
        self._events = sorted(happened, key=lambda one: one[1])
        self._created = [one[1] for one in self._events]

    def deliveries(self, since: float, until: float) -> list[bytes]:
        """Return some of what happened in a span as the webhook brings it: in disorder, and some twice."""
        begin, end = bisect_right(self._created, since), bisect_right(self._created, until)
        some = [one for one in self._events[begin:end] if self._dice.random() < DELIVERED]
        bodies = [json.dumps({"type": one["type"], "event": one["event"]}).encode() for _, _, one in some]
        bodies += [body for body in bodies if self._dice.random() < DOUBLED]
        self._dice.shuffle(bodies)
        return bodies

    def site(self) -> web.Application:
        """Make the server's application."""
        app = web.Application()
        app.router.add_get("/api/events", self._list_events)
        app.router.add_get("/api/bulk/syncs/status", self._batch_status)
        app.router.add_get("/api/bulk/syncs/{sync}", self._sync)
        app.router.add_get("/api/bulk/syncs/{sync}/executions/{run}", self._execution)
        app.router.add_get("/api/{tail:.*}", self._anything)
        return app

    def _happenings(self) -> Iterator[Happened]:
        for run in self._day.runs:
            for kind, moment in (("running", run.begin), (KINDS.get(run.status, run.status), run.end)):
                late = self._dice.random()
                delay = self._dice.uniform(0, MOST_LATE_SECONDS) if late < LATE else 0.0
                delay = MUCH_LATER_SECONDS if late < MUCH_LATER else delay
                yield self._event(run, kind, moment, delay)
                if self._dice.random() < DOUBLED:
                    yield self._event(run, kind, moment + 1, delay)

    def _event(self, run: Run, kind: str, moment: float, delay: float) -> Happened:
        about = {"sync_id": sync_id(run.sync), "sync_name": sync_name(run.sync), "execution_id": run.id}
        if kind in {"failed", "completed_with_error"}:
            about["error"] = f"The warehouse is full, as run {run.number} found."
        event = {"id": f"{run.id}-{kind}-{moment}", "type": f"bulk_sync.{kind}", "event": about}
        return moment + delay, moment, {**event, "created_at": at(moment).isoformat()}

    async def _list_events(self, request: web.Request) -> web.Response:
        if refused := self._noted(request):
            return refused
        after, before = _moment(request, "starting_after"), _moment(request, "ending_before")
        oldest = max(self.now - KEPT_SECONDS, after if after is not None else -1e9)
        begin = bisect_right(self._created, oldest)
        end = bisect_right(self._created, self.now)
        shown = [
            event
            for visible, created, event in reversed(self._events[begin:end])
            if visible <= self.now and (before is None or created < before)
        ]
        return web.json_response({"data": shown[: int(request.query["limit"])]})

    async def _batch_status(self, request: web.Request) -> web.Response:
        if refused := self._noted(request):
            return refused
        wanted = request.query.getall("sync_id", [])
        syncs = [int(one[2:]) for one in wanted] or list(self._of_sync)
        return web.json_response({"data": [self._status(sync) for sync in syncs]})

    async def _sync(self, request: web.Request) -> web.Response:
        number = int(request.match_info["sync"][2:])
        known = {"id": sync_id(number), "name": sync_name(number)}
        return self._noted(request) or web.json_response({"data": known})

    async def _execution(self, request: web.Request) -> web.Response:
        wanted = request.match_info["run"]
        run = next(one for one in self._of_sync[int(request.match_info["sync"][2:])] if one.id == wanted)
        answer = {**self._state(run), "id": run.id, "schemas": []}
        return self._noted(request) or web.json_response({"data": answer})

    async def _anything(self, request: web.Request) -> web.Response:
        return self._noted(request) or web.json_response({"data": []})

    def _noted(self, request: web.Request) -> web.Response | None:
        self.asked[request.path] += 1
        return web.json_response({"message": "down"}, status=500) if self.is_down else None

    def _status(self, sync: int) -> dict[str, Any]:
        runs = self._of_sync.get(sync, [])
        begun = bisect_right([run.begin for run in runs], self.now)
        if not begun:
            return {"sync_id": sync_id(sync), "schemas": []}
        run = runs[begun - 1]
        state = self._state(run)
        of_object = "failed" if state["status"] == "errors" else state["status"]
        schema = {**state, "schema": "A", "status": of_object, "execution_id": run.id}
        return {"sync_id": sync_id(sync), "status": state["status"], "schemas": [schema]}

    def _state(self, run: Run) -> dict[str, Any]:
        is_over = run.end <= self.now
        return {
            "status": run.status if is_over else "running",
            "record_count": run.rows if is_over else None,
            "error_count": 3 if run.status == "errors" else 0,
            "started_at": at(run.begin).isoformat(),
            "completed_at": at(run.end).isoformat() if is_over else None,
        }


def signature(secret: str, raw: bytes) -> str:
    """Sign a delivery."""
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def _moment(request: web.Request, name: str) -> float | None:
    text = request.query.get(name)
    return (datetime.fromisoformat(text) - at(0)).total_seconds() if text else None
