"""Blocks for the validator's tests: short ones to vary, and one of everything as slack_sdk writes it."""

from typing import Any

from slack_driver import options, plain
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks.basic_components import DispatchActionConfig

Json = dict[str, Any]


def mrkdwn(text: str) -> Json:
    """Write a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Json:
    """Write a section."""
    return {"type": "section", "text": mrkdwn("x"), **more}


def actions(*elements: Json) -> Json:
    """Write an actions block."""
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Json:
    """Write a button."""
    return {"type": "button", "text": plain("x"), **more}


def select(**more: Any) -> Json:
    """Write a select of one option."""
    return {"type": "static_select", "options": options("a"), **more}


def chars(count: int) -> str:
    """Write that many characters."""
    return "x" * count


def confirm(**more: Any) -> Json:
    """Write a confirmation."""
    return {"title": plain("x"), "text": plain("x"), "confirm": plain("x"), "deny": plain("x"), **more}


def numbered(count: int) -> list[Json]:
    """Write that many options."""
    return options(*map(str, range(count)))


PICTURE = sdk.ImageElement(image_url="https://a.example/a.png", alt_text="A")
CHOICES = [sdk.Option(value="a", text="A"), sdk.Option(value="b", text="B", description="Second")]
ELEMENTS: list[sdk.InteractiveElement] = [
    sdk.ButtonElement(text="Go", action_id="e", value="v", style="primary"),
    sdk.ButtonElement(
        text="Go", action_id="e", url="https://a.example", confirm=sdk.ConfirmObject(title="T", text="t")
    ),
    sdk.StaticSelectElement(action_id="e", placeholder="P", options=CHOICES, initial_option=CHOICES[0]),
    sdk.StaticSelectElement(
        action_id="e", placeholder="P", option_groups=[sdk.OptionGroup(label="G", options=CHOICES)]
    ),
    sdk.StaticMultiSelectElement(
        action_id="e", options=CHOICES, initial_options=CHOICES, max_selected_items=2
    ),
    sdk.ExternalDataSelectElement(action_id="e", placeholder="P", min_query_length=0),
    sdk.ExternalDataMultiSelectElement(action_id="e", placeholder="P", min_query_length=2),
    sdk.UserSelectElement(action_id="e", placeholder="P", initial_user="U1"),
    sdk.UserMultiSelectElement(action_id="e", placeholder="P"),
    sdk.ConversationSelectElement(
        action_id="e",
        default_to_current_conversation=True,
        filter=sdk.ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    ),
    sdk.ConversationMultiSelectElement(action_id="e", placeholder="P"),
    sdk.ChannelSelectElement(action_id="e", placeholder="P"),
    sdk.ChannelMultiSelectElement(action_id="e", placeholder="P"),
    sdk.OverflowMenuElement(action_id="e", options=CHOICES),
    sdk.RadioButtonsElement(action_id="e", options=CHOICES, initial_option=CHOICES[1]),
    sdk.CheckboxesElement(action_id="e", options=CHOICES, initial_options=[CHOICES[0]]),
    sdk.DatePickerElement(action_id="e", initial_date="2026-11-23", placeholder="P"),
    sdk.TimePickerElement(action_id="e", initial_time="09:30", timezone="UTC"),
    sdk.DateTimePickerElement(action_id="e", initial_date_time=1_700_000_000),
]
INPUTS: list[sdk.InputInteractiveElement] = [
    sdk.PlainTextInputElement(
        action_id="e",
        placeholder="P",
        multiline=True,
        min_length=1,
        max_length=3000,
        dispatch_action_config=DispatchActionConfig(trigger_actions_on=["on_enter_pressed"]),
    ),
    sdk.EmailInputElement(action_id="e", placeholder="P"),
    sdk.UrlInputElement(action_id="e", initial_value="https://a.example"),
    sdk.NumberInputElement(action_id="e", is_decimal_allowed=True, min_value="1", max_value="9.5"),
    sdk.RichTextInputElement(action_id="e"),
]
BLOCKS: list[sdk.Block] = [
    sdk.HeaderBlock(text="H"),
    sdk.DividerBlock(),
    sdk.SectionBlock(text="*S*", block_id="b"),
    sdk.SectionBlock(fields=["a", "b"], accessory=PICTURE),
    sdk.ContextBlock(elements=[PICTURE, sdk.MarkdownTextObject(text="c"), sdk.PlainTextObject(text="d")]),
    sdk.ImageBlock(image_url="https://a.example/a.png", alt_text="A", title="T"),
    sdk.MarkdownBlock(text="# M"),
    sdk.AlertBlock(text="careful", level="warning"),
    sdk.CardBlock(title="C", body="b", icon=PICTURE, actions=[ELEMENTS[0]]),
    sdk.CarouselBlock(elements=[sdk.CardBlock(title="C")]),
    sdk.ContainerBlock(title="C", child_blocks=[sdk.DividerBlock()], is_collapsible=True),
    sdk.TaskCardBlock(task_id="1", title="T", status="complete"),
    sdk.PlanBlock(title="P", tasks=[sdk.TaskCardBlock(task_id="1", title="T", status="pending")]),
    sdk.TableBlock(
        rows=[[{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]],
        column_settings=[{"align": "right"}],
    ),
    sdk.FileBlock(external_id="x", source="remote"),
    sdk.VideoBlock(
        title="V", alt_text="a", video_url="https://a.example/v", thumbnail_url="https://a.example/t"
    ),
    sdk.RichTextBlock(
        elements=[
            sdk.RichTextSectionElement(
                elements=[
                    sdk.RichTextElementParts.Text(
                        text="a", style=sdk.RichTextElementParts.TextStyle(bold=True)
                    ),
                    sdk.RichTextElementParts.Link(url="https://a.example", text="l"),
                    sdk.RichTextElementParts.User(user_id="U1"),
                    sdk.RichTextElementParts.Emoji(name="tea"),
                    sdk.RichTextElementParts.Broadcast(range="here"),
                ]
            ),
            sdk.RichTextListElement(
                style="bullet",
                indent=0,
                elements=[sdk.RichTextSectionElement(elements=[sdk.RichTextElementParts.Text(text="a")])],
            ),
            sdk.RichTextPreformattedElement(elements=[sdk.RichTextElementParts.Text(text="a")]),
            sdk.RichTextQuoteElement(elements=[sdk.RichTextElementParts.Text(text="a")]),
        ]
    ),
    *(sdk.ActionsBlock(elements=[element]) for element in ELEMENTS),
    *(sdk.InputBlock(label="L", element=element, hint="h", optional=True) for element in INPUTS),
    *(
        sdk.InputBlock(label="L", element=element)
        for element in ELEMENTS
        if isinstance(element, sdk.InputInteractiveElement)
    ),
]
DICTS: list[Json] = [block.to_dict() for block in BLOCKS]
