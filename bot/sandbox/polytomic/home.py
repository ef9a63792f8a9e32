"""The sandbox's own web pages: where links to Polytomic lead."""

from http import HTTPStatus

from aiohttp import web

from bot.sandbox.polytomic.catalog import connection_types
from bot.sandbox.polytomic.html import Html, joined, markup, note, page
from bot.sandbox.polytomic.keys import SANDBOX
from bot.sandbox.polytomic.progress import Execution, Progress, Status, progress
from bot.sandbox.polytomic.state import BulkSync, Connection, Sandbox

TABLE = """
<h2>$label</h2>
<div class="scroll" role="region" aria-label="$label" tabindex="0">
<table><thead><tr>$heads</tr></thead><tbody>$rows</tbody></table>
</div>
"""
GOOD = frozenset({"healthy", Status.COMPLETED})
BAD = frozenset({"unhealthy", Status.FAILED, Status.ERRORS, Status.INTERRUPTED})
SHOWN_RUNS = 25
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#2f5bd8"/>'
    '<text x="16" y="22" font-family="sans-serif" font-size="18" text-anchor="middle" fill="#fff">'
    "$letter</text></svg>"
)


async def show_all(request: web.Request) -> web.Response:
    """List what the organization has."""
    sandbox = request.app[SANDBOX]
    runs = sorted(
        (run for sync in sandbox.syncs for run in sync.executions),
        key=lambda run: run.created_at,
        reverse=True,
    )
    main = [
        markup("<h1>$name</h1>", name=sandbox.config.organization_name),
        _table(
            "Connections", ("Name", "Type", "Status"), [_connection_row(item) for item in sandbox.connections]
        ),
        _table(
            "Bulk syncs",
            ("Name", "From", "To", "Schedule", "Last run"),
            [_sync_row(sandbox, sync) for sync in sandbox.syncs],
        ),
        _runs(sandbox, runs[:SHOWN_RUNS], named=True),
    ]
    return page("Polytomic", joined(main), live=True)


async def show_sync(request: web.Request) -> web.Response:
    """Show one bulk sync and its runs."""
    sandbox = request.app[SANDBOX]
    sync = sandbox.syncs.get(request.match_info["sync"])
    if sync is None:
        return note("Unknown bulk sync", "There is no bulk sync here.", status=HTTPStatus.NOT_FOUND)
    facts = {
        "From": _name(sandbox, sync.source_id),
        "To": _name(sandbox, sync.destination_id),
        "State": "active" if sync.active else "inactive",
        "Mode": sync.settings["mode"],
        "Schedule": sync.settings["schedule"]["frequency"],
        "Objects": ", ".join(sync.enabled[:12])
        + (f" and {len(sync.enabled) - 12} more" if sync.enabled[12:] else ""),
    }
    rows = [markup("<dt>$term</dt><dd>$text</dd>", term=term, text=text) for term, text in facts.items()]
    runs = list(reversed(sync.executions))[:SHOWN_RUNS]
    main = [
        markup("<h1>$name</h1><dl>$rows</dl>", name=sync.name, rows=joined(rows)),
        _runs(sandbox, runs),
        Html('<p><a href="../">Everything in this organization</a></p>'),
    ]
    return page(sync.name, joined(main), live=True)


async def show_connection(request: web.Request) -> web.Response:
    """Show one connection; where it is broken, why."""
    item = request.app[SANDBOX].connections.get(request.match_info["connection"])
    if item is None:
        return note("Unknown connection", "There is no connection here.", status=HTTPStatus.NOT_FOUND)
    main = [
        markup("<h1>$name</h1>", name=item.name),
        _table("Connections", ("Name", "Type", "Status"), [_connection_row(item)]),
        Html('<p><a href="../">Everything in this organization</a></p>'),
    ]
    return page(item.name, joined(main), live=True)


async def show_logo(request: web.Request) -> web.Response:
    """Draw a plain mark in place of a service's logo, which belongs to the service."""
    letter = request.match_info["type"][:1].upper()
    return web.Response(text=markup(LOGO, letter=letter), content_type="image/svg+xml")


def _runs(sandbox: Sandbox, runs: list[Execution], *, named: bool = False) -> Html:
    heads = ("Started", *(["Bulk sync"] if named else []), "Status", "Records", "Objects done")
    return _table("Runs", heads, [_run_row(sandbox, run, named=named) for run in runs])


def _run_row(sandbox: Sandbox, run: Execution, *, named: bool) -> list[Html]:
    current: Progress = progress(run, sandbox.clock.now())
    done = sum(schema.status == Status.COMPLETED for schema in current.schemas)
    sync = sandbox.syncs.get(run.sync_id)
    return [
        markup("$time", time=f"{run.created_at:%Y-%m-%d %H:%M:%S} UTC"),
        *([_link(sync)] if named and sync else []),
        _state(current.status, current.message),
        markup("$count", count=f"{current.record_count:,}"),
        markup("$done of $all", done=done, all=len(current.schemas)),
    ]


def _link(sync: BulkSync) -> Html:
    return markup('<a href="syncs/$id">$name</a>', id=sync.id, name=sync.name)


def _connection_row(item: Connection) -> list[Html]:
    kind = connection_types()[item.type].name
    reason = item.status_error or (None if item.saved else "Waiting for the sign-in.")
    return [
        markup("$text", text=item.name),
        markup("$text", text=kind),
        _state(item.status, reason),
    ]


def _sync_row(sandbox: Sandbox, sync: BulkSync) -> list[Html]:
    last = progress(sync.executions[-1], sandbox.clock.now()) if sync.executions else None
    texts = (
        _name(sandbox, sync.source_id),
        _name(sandbox, sync.destination_id),
        f"{sync.settings['schedule']['frequency']}{'' if sync.active else ' (inactive)'}",
    )
    return [
        _link(sync),
        *(markup("$text", text=text) for text in texts),
        _state(last.status, last.message) if last else Html("never"),
    ]


def _state(status: str, reason: str | None) -> Html:
    look = "good" if status in GOOD else "bad" if status in BAD else ""
    more = markup('<div class="dim">$reason</div>', reason=reason) if reason else Html("")
    return markup('<span class="$look">$status</span>$more', look=look, status=status, more=more)


def _table(label: str, heads: tuple[str, ...], rows: list[list[Html]]) -> Html:
    if not rows:
        return markup('<h2>$label</h2><p class="dim">None yet.</p>', label=label)
    head = joined([markup('<th scope="col">$head</th>', head=head) for head in heads])
    lines = [
        markup("<tr>$cells</tr>", cells=joined([markup("<td>$cell</td>", cell=c) for c in row]))
        for row in rows
    ]
    return markup(TABLE, label=label, heads=head, rows=joined(lines))


def _name(sandbox: Sandbox, connection_id: str) -> str:
    item = sandbox.connections.get(connection_id)
    return item.name if item else connection_id
