"""A Polytomic with a past: events that it keeps for two days, and how its bulk syncs stand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from polytomic_doubles import refused, said

if TYPE_CHECKING:
    import httpx

EVENTS, STATUSES = "/api/events", "/api/bulk/syncs/status"
KEPT = timedelta(hours=48)


class History:
    """Answers as the API is described, by a clock of its own that is hours off; counts what it is asked."""

    def __init__(self, *, pages_by_token: bool = True) -> None:
        self.now = datetime.now(UTC) - timedelta(hours=7)
        self.asked: Counter[str] = Counter()
        self.is_down = False
        self.is_silent_on_status = False
        self.strange: set[str] = set()  # paths whose answers nobody can read
        self._by_token = pages_by_token
        self._events: list[tuple[datetime, dict[str, Any]]] = []  # when it became visible
        self._standing: dict[str, dict[str, Any]] = {}
        self._ended: dict[str, dict[str, Any]] = {}

    def pass_time(self, **span: float) -> None:
        """Let time pass there."""
        self.now += timedelta(**span)

    def happens(self, kind: str, execution_id: str, sync_id: str = "s-1", **more: Any) -> None:
        """Let an execution begin or end; `ago` and `visible_in` are seconds, `rows` and `word` its status."""
        at = self.now - timedelta(seconds=more.pop("ago", 0))
        visible = self.now + timedelta(seconds=more.pop("visible_in", 0))
        self._note(kind, execution_id, sync_id, at, more)
        about = {"sync_id": sync_id, "sync_name": f"Sync {sync_id}", "execution_id": execution_id, **more}
        event = {"id": f"{execution_id}-{kind}", "type": f"bulk_sync.{kind}", "created_at": _stamp(at)}
        self._events.append((visible, {**event, "event": about}))

    def _note(self, kind: str, execution_id: str, sync_id: str, at: datetime, more: dict[str, Any]) -> None:
        rows, word = more.pop("rows", None), more.pop("word", kind)
        known = self._standing.get(sync_id, {"schemas": [{}]})["schemas"][0]
        began = at if kind == "running" else known.get("started_at", at)
        schema = {"schema": "A", "status": word, "execution_id": execution_id, "record_count": rows}
        schema |= {"started_at": began, "completed_at": None if kind == "running" else at}
        schema |= {"status_message": more.get("error")}
        self._ended[execution_id] = {"id": execution_id, "status": word, "record_count": rows}
        self._ended[execution_id] |= {
            "status_message": more.get("error"),
            "started_at": _stamp(began),
            "completed_at": None if kind == "running" else _stamp(at),
        }
        self._standing[sync_id] = {"sync_id": sync_id, "status": word, "schemas": [schema]}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer."""
        path = request.url.path
        self.asked[path] += 1
        if self.is_down or (path == STATUSES and self.is_silent_on_status):
            return refused(500, "down")
        if path == EVENTS:
            return self._page(request.url.params)
        if path == STATUSES:
            return said([_written(one) for one in self._standing.values()])
        if path in self.strange:
            return said("what no client knows")
        if "/executions/" in path:
            return said(self._ended[path.split("/")[-1]])
        sync_id = path.split("/")[4]
        return said({"id": sync_id, "name": f"Sync {sync_id}"})

    def _page(self, query: httpx.QueryParams) -> httpx.Response:
        after, before = _moment(query.get("starting_after")), _moment(query.get("ending_before"))
        kept = [
            event
            for visible, event in self._events
            if visible <= self.now
            and (at := datetime.fromisoformat(event["created_at"])) > self.now - KEPT
            and (after is None or at > after)
            and (before is None or at < before)
        ]
        kept.sort(key=lambda event: event["created_at"], reverse=True)
        begin, limit = int(query.get("page_token", 0)), int(query["limit"])
        is_more = begin + limit < len(kept) and self._by_token
        more = {"pagination": {"next_page_token": str(begin + limit)}} if is_more else {}
        return said(kept[begin : begin + limit], **more)


def _written(standing: dict[str, Any]) -> dict[str, Any]:
    schemas = [
        {name: _stamp(value) if isinstance(value, datetime) else value for name, value in schema.items()}
        for schema in standing["schemas"]
    ]
    return {**standing, "schemas": schemas}


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
