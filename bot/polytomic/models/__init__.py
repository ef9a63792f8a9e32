"""Polytomic's answers as values.

Unknown fields are dropped, unknown statuses kept as they are, and what Polytomic may leave out may be None.
"""

from bot.polytomic.models.base import Answer, Page
from bot.polytomic.models.connections import (
    BulkDestination,
    Capabilities,
    Connection,
    ConnectionType,
    ConnectSession,
    CreatedConnection,
    Health,
    Identity,
    Mode,
    ParameterValues,
    Schema,
    SchemaStatus,
    Source,
    TypeReference,
)
from bot.polytomic.models.executions import (
    BatchStatus,
    Console,
    ConsoleEntry,
    Event,
    Execution,
    LogAddresses,
    SchemaRun,
    SchemaState,
    SyncStatus,
)
from bot.polytomic.models.syncs import (
    BulkSync,
    Model,
    ModelSync,
    NewBulkSync,
    NewField,
    NewSchema,
    SyncSchedule,
    SyncSchema,
)
from bot.polytomic.models.whole import Said, SyncChange, WholeSync

__all__ = [
    "Answer",
    "BatchStatus",
    "BulkDestination",
    "BulkSync",
    "Capabilities",
    "ConnectSession",
    "Connection",
    "ConnectionType",
    "Console",
    "ConsoleEntry",
    "CreatedConnection",
    "Event",
    "Execution",
    "Health",
    "Identity",
    "LogAddresses",
    "Mode",
    "Model",
    "ModelSync",
    "NewBulkSync",
    "NewField",
    "NewSchema",
    "Page",
    "ParameterValues",
    "Said",
    "Schema",
    "SchemaRun",
    "SchemaState",
    "SchemaStatus",
    "Source",
    "SyncChange",
    "SyncSchedule",
    "SyncSchema",
    "SyncStatus",
    "TypeReference",
    "WholeSync",
]
