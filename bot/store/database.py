"""The engine: one per process, opened at start and closed at the end."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Self

from psycopg.conninfo import make_conninfo
from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store import migrations
from bot.store.errors import StoreDown
from bot.under_way import UnderWay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType

    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_SECONDS = 3
WAIT_FOR_CONNECTION_SECONDS = 5
RETRY_SECONDS = 0.25
IDLENESS = "idle_in_transaction_session_timeout"
IDLE_SECONDS = 8  # in a transaction: whoever was frozen in one must not keep its locks from all others
LAST_SECONDS = 2  # that the end waits for what is under way
TRUSTED_SECONDS = 1  # since its last use: a connection is handed out without asking whether it lives


class Database:
    """A pool of connections to PostgreSQL that heals by itself when the server comes back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._is_closed = False
        self._under_way = UnderWay()

    @classmethod
    async def open(cls, url: str) -> Database:
        """Prepare a pool for `postgresql://…`; nothing is connected before the first use."""
        engine = create_async_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",  # a transaction begins where one is wished
            use_native_hstore=False,  # each new connection would ask for it
            pool_size=10,
            max_overflow=10,
            pool_timeout=WAIT_FOR_CONNECTION_SECONDS,
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        _replace_the_dead(engine)
        return cls(engine)

    @property
    def conninfo(self) -> str:
        """The address as libpq and Procrastinate read it, password included: never log it."""
        url = self._engine.url
        more = {name: ",".join(value) for name, value in url.normalized_query.items()}
        return make_conninfo("", **url.translate_connect_args(username="user", database="dbname"), **more)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is committed at the end; raises StoreDown."""
        async with self.statement() as connection:
            await connection.exec_driver_sql(f"BEGIN; SET LOCAL {IDLENESS} = '{IDLE_SECONDS}s'")
            yield connection

    @asynccontextmanager
    async def statement(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for one statement, which needs no BEGIN and no COMMIT; raises StoreDown."""
        if self._is_closed:
            raise StoreDown
        try:
            with self._under_way.one():
                async with self._engine.begin() as connection:
                    yield connection
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            raise StoreDown from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise StoreDown from error
            raise

    async def migrate(self) -> None:
        """Bring the tables up to date; any number of replicas may do so at once."""
        async with self.transaction() as connection:
            await connection.run_sync(migrations.upgrade)

    async def is_up(self) -> bool:
        """Tell whether PostgreSQL answers."""
        try:
            async with self.statement() as connection:
                await connection.execute(text("SELECT 1"))
        except StoreDown:
            return False
        return True

    async def wait_until_up(self, *, seconds: float = 30) -> None:
        """Wait for PostgreSQL to answer; raises StoreDown after `seconds`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not await self.is_up():
            if loop.time() > end:
                raise StoreDown
            await asyncio.sleep(RETRY_SECONDS)

    async def close(self) -> None:
        """Let what is under way end, then close every connection; whoever comes later gets StoreDown."""
        self._is_closed = True
        await self._under_way.over(seconds=LAST_SECONDS)
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _replace_the_dead(engine: AsyncEngine) -> None:
    """Hand out no connection that died while idle; to ask at each use would double a beat's statements."""
    used_at = "used_at"

    @event.listens_for(engine.sync_engine, "checkin")
    def _note(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[used_at] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _ask(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        idle_since = record.info.get(used_at)
        if idle_since is None or time.monotonic() - idle_since <= TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise InvalidatePoolError from None
