"""What must survive a restart, in PostgreSQL: one repository per noun."""

from bot.store.beats import Beats
from bot.store.connections import KnownConnections
from bot.store.consequences import JOINS_FOR, Consequences, Facts, Following
from bot.store.cursors import Cursors
from bot.store.database import Database
from bot.store.digests import Digests
from bot.store.errors import Changed, NameInUse, NoSuchRun, NoSuchSetup, RunExists, StoreDown
from bot.store.executions import SeenExecutions
from bot.store.gaps import Gaps
from bot.store.homes import Homes
from bot.store.kept import Kept
from bot.store.leases import Lease, Leases
from bot.store.owed import Owed
from bot.store.posts import Posts
from bot.store.runs import Followed, Runs
from bot.store.setups import Setups
from bot.store.sums import Sums
from bot.store.triggers import Triggers
from bot.store.troubles import Troubles
from bot.store.watches import Watches

__all__ = [
    "JOINS_FOR",
    "Beats",
    "Changed",
    "Consequences",
    "Cursors",
    "Database",
    "Digests",
    "Facts",
    "Followed",
    "Following",
    "Gaps",
    "Homes",
    "Kept",
    "KnownConnections",
    "Lease",
    "Leases",
    "NameInUse",
    "NoSuchRun",
    "NoSuchSetup",
    "Owed",
    "Posts",
    "RunExists",
    "Runs",
    "SeenExecutions",
    "Setups",
    "StoreDown",
    "Sums",
    "Triggers",
    "Troubles",
    "Watches",
]
