"""Finding one's way in a list of blocks: every block, every interactive element, with its place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Json = dict[str, Any]


class Placed(NamedTuple):
    """An element and where it stands; `block` is the block whose block_id names it."""

    block: Json
    element: Json
    pointer: str


_NESTED = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}


def every_block(blocks: object, pointer: str) -> Iterator[tuple[Json, str]]:
    """Each block, and each block inside another."""
    if not isinstance(blocks, list):
        return
    for index, block in enumerate(blocks):
        if isinstance(block, dict):
            here = f"{pointer}/{index}"
            yield block, here
            inner = _NESTED.get(str(block.get("type")))
            if inner:
                yield from every_block(block.get(inner), f"{here}/{inner}")


def _elements_of(block: Json) -> Iterator[tuple[object, str]]:
    for key in ("accessory", "element"):
        if key in block:
            yield block[key], f"/{key}"
    listed = {"actions": "elements", "context_actions": "elements", "card": "actions"}.get(
        str(block.get("type"))
    )
    entries = block.get(listed) if listed else None
    if isinstance(entries, list):
        for index, entry in enumerate(entries):
            yield entry, f"/{listed}/{index}"


def every_element(blocks: object, pointer: str = "/blocks") -> Iterator[Placed]:
    """Each interactive element of each block; images are not interactive."""
    for block, here in every_block(blocks, pointer):
        for element, place in _elements_of(block):
            if isinstance(element, dict) and element.get("type") not in (None, "image"):
                yield Placed(block, element, here + place)


def find_element(blocks: object, block_id: str, action_id: str) -> Placed | None:
    """Return the element of that block_id and action_id."""
    return next(
        (
            placed
            for placed in every_element(blocks)
            if placed.block.get("block_id") == block_id and placed.element.get("action_id") == action_id
        ),
        None,
    )
