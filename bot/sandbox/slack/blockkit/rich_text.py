"""The rich_text block's own tree: sections, lists, quotes, and what stands in them."""

from bot.sandbox.slack.blockkit.objects import url
from bot.sandbox.slack.blockkit.rules import (
    Rule,
    among,
    array,
    by_type,
    flag,
    literal,
    matching,
    number,
    record,
    text,
    whole,
)

_ANY_LENGTH = 1_000_000
_style = record(
    {},
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), flag),
)
_words = text(_ANY_LENGTH)


def _part(kind: str, required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> tuple[str, Rule]:
    return kind, record({**literal(kind), **required}, {"style": _style, **(optional or {})})


_inline = by_type(
    dict(
        [
            _part("text", {"text": _words}),
            _part("link", {"url": url}, {"text": _words, "unsafe": flag}),
            _part("user", {"user_id": _words}),
            _part("channel", {"channel_id": _words}),
            _part("usergroup", {"usergroup_id": _words}),
            _part("team", {"team_id": _words}),
            _part("broadcast", {"range": among("here", "channel", "everyone")}),
            _part("emoji", {"name": _words}, {"skin_tone": number, "unicode": _words}),
            _part("color", {"value": matching(r"#[0-9a-fA-F]{6}", "must be a colour")}),
            _part("date", {"timestamp": number, "format": _words}, {"url": url, "fallback": _words}),
        ]
    )
)

_border = whole(0, 1)
_section = record({**literal("rich_text_section"), "elements": array(_inline)})

_TREE: dict[str, Rule] = {
    "rich_text_section": _section,
    "rich_text_list": record(
        {
            **literal("rich_text_list"),
            "style": among("bullet", "ordered"),
            "elements": array(by_type({"rich_text_section": _section})),
        },
        {"indent": whole(0, 8), "offset": whole(0, 1_000_000), "border": _border},
    ),
    "rich_text_quote": record(
        {**literal("rich_text_quote"), "elements": array(_inline)}, {"border": _border}
    ),
    "rich_text_preformatted": record(
        {**literal("rich_text_preformatted"), "elements": array(_inline)},
        {"border": _border, "language": _words},
    ),
}

rich_text = record(
    {**literal("rich_text"), "elements": array(by_type(_TREE), least=1)}, {"block_id": text(255)}
)
