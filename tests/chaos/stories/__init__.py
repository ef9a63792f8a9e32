"""What people want, told so that it can be wanted again when a bad day came between."""

from tests.chaos.stories.looking import Ask, Connections, Edit, History, Home, Logs
from tests.chaos.stories.running import Cancel, Pause, Run
from tests.chaos.stories.setting_up import SetUp
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
)
