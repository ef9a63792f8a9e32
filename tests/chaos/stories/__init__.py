"""What people want, told so that it can be wanted again when a bad day came between."""

from tests.chaos.stories.administering import NewWebhook, Start, TakenWebhook
from tests.chaos.stories.connecting import ByPage, Delete, Repair, WithValues
from tests.chaos.stories.following import Digest, Link, Watch
from tests.chaos.stories.looking import Ask, Connections, Edit, History, Home, Logs
from tests.chaos.stories.running import Cancel, Pause, Run
from tests.chaos.stories.setting_up import ChosenFields, SetUp
from tests.chaos.stories.story import Story

__all__ = ["STORIES", "Story"]

STORIES = (
    lambda: Ask("syncs", "Orders"),
    lambda: Ask("status orders", "Sales prod"),
    Pause,
    Cancel,
    Run,
    Connections,
    Home,
    History,
    Edit,
    Logs,
    SetUp,
    ChosenFields,
    ByPage,
    WithValues,
    Repair,
    Delete,
    Watch,
    Digest,
    Link,
    Start,
    NewWebhook,
    TakenWebhook,
)
