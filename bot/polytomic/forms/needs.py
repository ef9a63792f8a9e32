"""What the schemas leave out: which setting is asked for only with another, and what a choice truly needs.

The rules go by names and shapes, not by type, so that they serve types that nobody has seen yet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.models import Rule
from bot.polytomic.forms.properties import is_object, is_secret, listed, type_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.polytomic.forms.levels import Level

# What a switch shows, beyond what is named after it.
_SHOWS = {
    "client_certs": ("client_certificate", "client_key", "ca_cert"),
    "change_detection": ("publication", "replication_slot"),
    "enforce_api_limits": ("daily_api_calls",),
    "enable_event_notifications": ("event_queue_arn",),
    "enforce_query_limit": ("concurrent_queries",),
    "set_retention_properties": ("log_file_retention_days", "deleted_file_retention_days"),
    "use_extract": ("bucket",),
    "is_directory_snapshot": ("directory_glob_pattern", "single_table_file_formats"),
    "key_pair_auth": ("private_key", "private_key_passphrase", "passphrase"),
    "use_key_pair": ("private_key", "private_key_passphrase", "passphrase"),
}
_HIDES = {"key_pair_auth": ("password",), "use_key_pair": ("password",)}
_SWITCHED_ON = frozenset(  # needed as soon as they are asked for
    [
        "bucket",
        "client_certificate",
        "client_key",
        "concurrent_queries",
        "daily_api_calls",
        "event_queue_arn",
        "password",
        "private_key",
        "ssh_host",
        "ssh_port",
        "ssh_private_key",
        "ssh_user",
    ]
)
_STEM = re.compile(r"^(is|use|uses|enable|has|enforce|set|with|allow)_|_(enabled|auth)$")

_MODE = re.compile(
    r"(^|_)((auth|authentication|connect|connection|credentials?|login|access)_?(mode|method|type|kind|strategy)"
    r"|cloud_provider|provider|auth|authentication|grant_type|mode)$"
)
# What a way of signing in asks for, beyond what is named after it.
_BY_CHOICE = {
    "access_key_and_secret": (
        "aws_access_key_id",
        "aws_secret_access_key",
        "access_key_id",
        "secret_access_key",
    ),
    "iam_role": ("iam_role_arn", "role_arn", "storage_credential_name"),
    "service_account_key": ("service_account",),
    "jwt": ("service_account",),
    "workload_identity_federation": ("credential_config", "wif_project_id"),
    "client_credentials": ("client_id", "client_secret", "tenant_id"),
    "clientcredentials": ("client_id", "client_secret", "tenant_id"),
    "api": ("client_id", "client_secret", "oauth_refresh_token"),
    "basic": ("username", "password"),
    "key_pair": ("private_key", "private_key_passphrase", "passphrase"),
    "aws": ("auth_mode", "storage_credential_name"),
    "azure": ("container_name",),
}
_BY_PROVIDER = {"aws": ("aws_", "s3_", "iam_"), "azure": ("azure_",), "gcp": ("gcp_", "gcs_", "google_")}
_NOT_NEEDED = frozenset(
    ["passphrase", "private_key_passphrase", "storage_credential_name", "username", "password"]
)
_NEEDED_INSIDE = {  # of an object that was chosen
    "basic": ("username",),
    "header": ("name", "value"),
    "oauth": ("client_id", "client_secret", "token_endpoint"),
}
_APP_CREDENTIALS = ("client_id", "client_secret")
_COMPOUND = 2  # words that make a name telling


class Terms(NamedTuple):
    """When a setting is asked for, and whether it is needed then."""

    rules: tuple[Rule, ...] = ()
    required: bool = False


def terms_of(name: str, level: Level, *, signs_in: bool) -> Terms:
    """Say when a property is asked for; what the schema itself says goes before what names suggest."""
    is_app_credential = signs_in and name in _APP_CREDENTIALS
    if name in level.required and not is_app_credential:
        return Terms(required=True)
    if name in level.conditions:
        return _said(level, name)
    switches = [*_switches(name, level)]
    modes = [*_modes(name, level)]
    on, chosen = (
        (name in _SWITCHED_ON for _ in switches),
        (_is_needed(name, level, rule.field) for rule in modes),
    )
    exact = (_stem(rule.field) == name for rule in switches)
    return Terms((*switches, *modes), required=any(on) or any(exact) or any(chosen))


def needed_inside(parent: str) -> tuple[str, ...]:
    """Name what an object needs once it was chosen, going by what it is called."""
    return _NEEDED_INSIDE.get(parent, ())


def _said(level: Level, name: str) -> Terms:
    conditions = level.conditions[name]
    is_required = any(required for _, required in conditions)
    rules = [when for when, _ in conditions]
    if len(set(rules)) == 1:
        return Terms(rules[0] or (), required=is_required and rules[0] is not None)
    single = [when[0] for when in rules if when is not None and len(when) == 1]
    if len(single) < len(rules) or len({rule.field for rule in single}) > 1:
        return Terms()
    values = tuple(dict.fromkeys(value for rule in single for value in rule.values))
    return Terms((Rule(field=single[0].field, values=values),), required=is_required)


def _switches(name: str, level: Level) -> Iterator[Rule]:
    """Find the switches that show or hide a setting."""
    switches = [one for one in level.properties if one != name and _is_switch(level, one)]
    shown_by = [one for one in switches if name in _SHOWS.get(one, ())]
    named_after = [one for one in switches if _is_named_after(name, _stem(one))]
    yield from (Rule(field=one, values=(True,)) for one in shown_by or named_after)
    yield from (Rule(field=one, values=(False,)) for one in switches if name in _HIDES.get(one, ()))


def _is_switch(level: Level, name: str) -> bool:
    return type_of(level.properties[name]) == "boolean"


def _stem(name: str) -> str:
    return _STEM.sub("", name)


def _is_named_after(name: str, stem: str) -> bool:
    return bool(stem) and (name == stem or name.startswith(f"{stem}_"))


def _modes(name: str, level: Level) -> Iterator[Rule]:
    """Find the choices of which only some ask for a setting."""
    for mode, about in level.properties.items():
        values = [written(value) for value, _ in listed(about)] if mode != name else []
        claiming = [value for value in values if _claims(value, name, level)]
        if claiming and len(claiming) < len(values) and _is_mode(mode, values, level):
            yield Rule(field=mode, values=tuple(claiming))


def _is_mode(mode: str, values: list[str], level: Level) -> bool:
    """Tell whether a choice decides what else is asked, and is not just one setting more."""
    if _MODE.search(mode):
        return True
    return sum(value in level.properties for value in values) >= _COMPOUND


def _claims(value: str, name: str, level: Level) -> bool:
    value, is_compound = value.lower().replace("-", "_"), name.count("_") + 1 >= _COMPOUND
    if name in _BY_CHOICE.get(value, ()) or _is_named_after(name, value):
        return True
    if name.startswith(_BY_PROVIDER.get(value, ("\0",))):
        return True
    if value.startswith(f"{name}_") and (is_compound or is_object(level.properties[name])):
        return True
    tail = value.partition("_")[2]
    return "_" in tail and _is_named_after(name, tail)


def _is_needed(name: str, level: Level, mode: str) -> bool:
    """Tell whether a way of signing in that must be chosen needs the setting.

    Where something secret is required anyway, the choice is about something else, such as staging files.
    """
    others = (one for one in level.required if one in level.properties)
    has_other_secret = any(is_secret((one,), level.properties[one]) for one in others)
    return mode in level.required and not has_other_secret and name not in _NOT_NEEDED
