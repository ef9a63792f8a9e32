"""Block Kit pieces that respect Slack's limits by shortening, so that no name can break a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    LinkButtonElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
)

from bot.views.text import clip, cut, length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.models.blocks import InputInteractiveElement, InteractiveElement

MAX_OPTIONS = 100
MAX_OPTION_VALUE = 150
MAX_TYPED = 3000  # what Slack lets a person type into one input
MAX_URL = 3000


def plain(text: str, limit: int) -> PlainTextObject:
    """Write text that means only itself; never empty, as Slack wants it."""
    return PlainTextObject(text=cut(text.strip() or "(empty)", limit))


def mrkdwn(text: str, limit: int = 3000) -> MarkdownTextObject:
    """Write finished mrkdwn; `verbatim` keeps Slack from linking what merely looks like a name."""
    return MarkdownTextObject(text=clip(text.strip() or "(empty)", limit), verbatim=True)


def header(text: str) -> HeaderBlock:
    """Head a message or view."""
    return HeaderBlock(text=plain(" ".join(text.split()), 150))


def section(text: str, accessory: InteractiveElement | None = None) -> SectionBlock:
    """Say something, with at most one element beside it."""
    return SectionBlock(text=mrkdwn(text), accessory=accessory)


def facts(**values: str) -> SectionBlock:
    """Show labelled values in two columns; `destination_schema="X"` is labelled "Destination schema"."""
    cells = [
        mrkdwn(f"*{label.replace('_', ' ').capitalize()}*\n{value}", 2000)
        for label, value in values.items()
        if value
    ]
    return SectionBlock(fields=cells[:10])


def context(*texts: str) -> ContextBlock:
    """Add small print."""
    return ContextBlock(elements=[mrkdwn(text, 2000) for text in texts[:10]])


def divider() -> DividerBlock:
    """Draw a line."""
    return DividerBlock()


def actions(*elements: InteractiveElement | None) -> ActionsBlock | None:
    """Set buttons side by side; None when there is none to show."""
    shown = [element for element in elements if element is not None]
    return ActionsBlock(elements=shown[:25]) if shown else None


def button(
    text: str, action_id: str, value: str, *, primary: bool = False, confirm: ConfirmObject | None = None
) -> ButtonElement:
    """Offer something to do."""
    return ButtonElement(
        text=plain(text, 75),
        action_id=action_id,
        value=cut(value, 2000),
        style="primary" if primary else None,
        confirm=confirm,
    )


def link_button(text: str, action_id: str, url: str | None, *, primary: bool = False) -> ButtonElement | None:
    """Offer a page to open; None without an address, or with one that Slack would refuse."""
    if not url or length(url) > MAX_URL or not url.startswith(("https://", "http://")):
        return None
    return LinkButtonElement(
        text=plain(text, 75), action_id=action_id, url=url, style="primary" if primary else None
    )


def confirm(title: str, text: str, yes: str, no: str) -> ConfirmObject:
    """Ask once more before something is given up."""
    return ConfirmObject(
        title=plain(title, 100), text=mrkdwn(text, 300), confirm=plain(yes, 30), deny=plain(no, 30)
    )


def option(value: str, text: str, description: str = "") -> Option:
    """Offer a choice; the caller makes sure that `value` has at most 150 characters."""
    return Option(
        value=value,
        text=plain(" ".join(text.split()), 75),
        description=plain(description, 75) if description else None,
    )


def question(
    block_id: str,
    label: str,
    element: InputInteractiveElement,
    *,
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
) -> InputBlock:
    """Ask something; what was answered survives a redraw as long as block_id and action_id stay."""
    return InputBlock(
        block_id=block_id,
        label=plain(label, 2000),
        element=element,
        hint=plain(hint, 2000) if hint else None,
        optional=optional or None,
        dispatch_action=dispatch or None,
    )


def chosen(options: Sequence[Option], value: str | None) -> Option | None:
    """Find the option with a value, as `initial_option` wants it."""
    return next((choice for choice in options if choice.value == value), None)
