"""The two large forms, as they stand when somebody has filled them in."""

from typing import Any

from view_samples import FIELDS, MODES, OFFERS, TARGET, setup

from bot.models import ConnectionForm, ObjectChoice, PlanForm, Side

TYPED = {"domain": "https://example.my.salesforce.com", "notes": "two\nlines", "port": 0, "ssl": False}


def connection_step(**changes: Any) -> ConnectionForm:
    """Make a form for a new Salesforce connection."""
    known = {
        "setup": setup(),
        "side": Side.SOURCE,
        "type": "salesforce",
        "type_name": "Salesforce",
        "fields": FIELDS,
        "name": "Salesforce Connection",
        "values": TYPED,
    }
    return ConnectionForm(**known | changes)


def plan_step(**changes: Any) -> PlanForm:
    """Make the last form."""
    known = {
        "setup": setup(),
        "modes": MODES,
        "fields": TARGET,
        "offers": OFFERS,
        "name": "Salesforce Bulk Sync",
        "choice": ObjectChoice.NAMED,
        "typed_objects": "Account, Contact",
        "settings": {"schema": "SALESFORCE_CONNECTION"},
        "mode": "snapshot",
        "channel_id": "CDATA",
    }
    return PlanForm(**known | changes)
