"""Editing a sync on days that the local Polytomic does not have: masks, half a save, forgotten readings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from polytomic_doubles import API_KEY, refused, said
from pydantic import SecretStr

from bot.handlers import readings
from bot.handlers.directory import Directory
from bot.handlers.readings import Readings
from bot.handlers.sync_edits import SyncEdits
from bot.handlers.sync_list import SyncList
from bot.models import (
    Edit,
    EditAnswers,
    EditConsent,
    EditForm,
    EditReview,
    Frequency,
    ListedSync,
    Person,
    Place,
    Schedule,
    SyncDetails,
)
from bot.polytomic import Polytomic, Unavailable
from bot.views import sync_view

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SYNC = "/api/bulk/syncs/s1"
ANA = Person(team_id="T", user_id="U")
MASK = "********"
HOURLY = Schedule(frequency=Frequency.HOURLY, minute=0)


class Organization:
    """A Polytomic with one bulk sync, that writes what it is told, or is out of order."""

    def __init__(self) -> None:
        self.sync: dict[str, Any] = {
            "id": "s1",
            "name": "Orders",
            "active": True,
            "mode": "replicate",
            "source_connection_id": "c1",
            "destination_connection_id": "c2",
            "destination_configuration": {"schema": "S", "advanced": {"table_prefix": MASK, "x": MASK}},
            "default_schedule": {"frequency": "manual"},
            "policies": ["p1"],
        }
        self.objects = {"Account": True, "Contact": False}
        self.forgets: set[str] = set()  # what an update resets whatever it says
        self.refuses = ""  # to change objects
        self.is_out = self.goes_out_after_write = False
        self.written: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer, as far as this organization goes."""
        if self.is_out:
            return refused(503, "down for maintenance")
        path, body = request.url.path, json.loads(request.content or "null")
        if request.method in {"PUT", "PATCH"}:
            return self._write(path, body)
        if path == SYNC:
            return said(self.sync)
        if path == f"{SYNC}/schemas":
            return said([{"id": name, "enabled": enabled} for name, enabled in self.objects.items()])
        if path.startswith(f"{SYNC}/schemas/"):
            return said({"id": path.rpartition("/")[2]})
        return said({}) if path == f"{SYNC}/status" else said([])

    def _write(self, path: str, body: Any) -> httpx.Response:
        self.written.append(body)
        self.is_out = self.goes_out_after_write
        if path == SYNC:
            self.sync = {"id": "s1"} | {k: v for k, v in body.items() if k not in self.forgets}
            return said(self.sync)
        if self.refuses:
            return refused(400, self.refuses)
        self.objects |= {one["id"]: one["enabled"] for one in body["schemas"]}
        return said([])


@pytest.fixture
def organization() -> Organization:
    """Return the organization that is asked."""
    return Organization()


@pytest.fixture
async def edits(organization: Organization) -> AsyncIterator[SyncEdits]:
    """Return what edits its sync."""

    async def no_pause(_: float) -> None:
        """Lose no time between two tries."""

    async def details(sync_id: str, place: Place) -> SyncDetails:
        listed = ListedSync(
            id=sync_id, name=str(organization.sync["name"]), is_active=True, source="", destination=""
        )
        return SyncDetails(sync=listed, place=place)

    url, key, transport = "https://polytomic.example", SecretStr(API_KEY), httpx.MockTransport(organization)
    async with Polytomic(url=url, key=key, transport=transport, pause=no_pause) as polytomic:
        directory = Directory(polytomic)
        syncs = SyncList(polytomic, directory)
        yield SyncEdits(polytomic, syncs, Readings(polytomic, syncs, directory), details)


async def form_of(edits: SyncEdits) -> EditForm:
    """Ask to edit the sync."""
    form = await edits.ask("s1", Place())
    assert isinstance(form, EditForm)
    return form


def filled(form: EditForm, **changes: object) -> EditAnswers:
    """Fill in the form."""
    as_drawn = {
        "sync_id": "s1",
        "drawn_from": form.drawn_from,
        "name": form.facts.name,
        "schedule": form.facts.schedule,
        "settings": form.facts.settings,
        "picked": form.facts.objects,
    }
    return EditAnswers.model_validate(as_drawn | changes)


async def reviewed(edits: SyncEdits, **changes: object) -> EditConsent:
    """Come to a review, and say yes."""
    review = await edits.review(filled(await form_of(edits), **changes))
    assert isinstance(review, EditReview)
    return EditConsent(sync_id="s1", drawn_from=review.drawn_from, edit=review.edit)


async def test_what_polytomic_masks_is_never_shown_and_stays(
    edits: SyncEdits, organization: Organization
) -> None:
    """A mask in a form would be saved as the value; what is beside it can be edited all the same."""
    form = await form_of(edits)
    assert form.has_hidden
    assert MASK not in sync_view(form).to_dict().__repr__()
    settings = form.facts.settings | {"schema": "T"}
    review = await edits.review(filled(form, settings=settings))
    assert isinstance(review, EditReview)
    assert MASK not in review.model_dump_json()
    done = await edits.save(await reviewed(edits, settings=settings), asked_by=ANA)
    assert isinstance(done, SyncDetails)
    assert done.news == "Saved “Orders”: Schema."
    stored = {"schema": "T", "advanced": {"table_prefix": MASK, "x": MASK}}
    assert organization.sync["destination_configuration"] == stored


async def test_a_reading_that_nobody_remembers_still_overwrites_nothing(
    edits: SyncEdits, organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart it cannot be told what was before, only that it is not the same; nothing is lost."""
    form = await form_of(edits)
    monkeypatch.setattr(readings, "MOST", 0)
    organization.sync["policies"] = []
    await edits.ask("s1", Place())
    seen = await edits.review(filled(form, name="New"))
    assert isinstance(seen, EditForm)
    assert seen.meanwhile is not None
    assert seen.meanwhile.before is None
    assert seen.wanted.name == "New"
    assert "I do not remember" in str(sync_view(seen).to_dict())
    assert isinstance(await edits.review(filled(seen, name="New")), EditReview)


async def test_a_form_is_left_as_it_is_when_it_cannot_be_drawn_again(
    edits: SyncEdits, organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An outage while somebody chooses a frequency must not take the form away."""
    form = await form_of(edits)
    drawn = await edits.redraw(filled(form, schedule=HOURLY, name=""))
    assert drawn is not None
    assert (drawn.wanted.schedule, drawn.wanted.name) == (HOURLY, "")
    monkeypatch.setattr(readings, "MOST", 0)
    await edits.ask("s1", Place())
    organization.is_out = True
    assert await edits.redraw(filled(form, schedule=HOURLY)) is None
    with pytest.raises(Unavailable):
        await edits.review(filled(form, schedule=HOURLY))
    organization.is_out = False
    assert await edits.redraw(filled(form, schedule=HOURLY)) is not None


async def test_what_is_reset_by_the_save_is_said(edits: SyncEdits, organization: Organization) -> None:
    """Whether somebody saved at the same moment, or a field is not known to the bot: nothing is hidden."""
    organization.forgets = {"policies"}
    done = await edits.save(await reviewed(edits, name="New"), asked_by=ANA)
    assert isinstance(done, SyncDetails)
    assert done.news.startswith("Saved “New”: name. But it now also differs")
    assert "in: the policies." in done.news


async def test_a_save_stays_saved_when_nobody_can_look_at_it_again(
    edits: SyncEdits, organization: Organization
) -> None:
    """An outage right after the save is no reason to say that nothing was saved."""
    consent = await reviewed(edits, name="New", schedule=HOURLY)
    organization.goes_out_after_write = True
    done = await edits.save(consent, asked_by=ANA)
    assert isinstance(done, SyncDetails)
    assert done.news.startswith("Saved “New”: name, schedule. I could not look at it once more: Polytomic")
    assert (done.sync.name, done.sync.schedule) == ("New", HOURLY)
    organization.is_out = organization.goes_out_after_write = False
    assert (await form_of(edits)).facts.name == "New"


async def test_half_a_save_says_which_half(edits: SyncEdits, organization: Organization) -> None:
    """Settings and objects are two requests: when the second is refused, only that is still asked for."""
    organization.refuses = "unknown schemas: Contact"
    consent = await reviewed(edits, name="New", picked=("Account", "Contact"))
    form = await edits.save(consent, asked_by=ANA)
    assert isinstance(form, EditForm)
    assert form.error is not None
    assert form.error.field == "objects"
    assert form.error.guidance.startswith("Saved is already: name.")
    organization.refuses = ""
    shown = {"name": form.wanted.name, "picked": form.wanted.objects}
    review = await edits.review(filled(form, **shown))
    assert isinstance(review, EditReview)
    consent = EditConsent(sync_id="s1", drawn_from=review.drawn_from, edit=review.edit)
    done = await edits.save(consent, asked_by=ANA)
    assert isinstance(done, SyncDetails)
    assert done.news == "Saved “New”: objects."
    assert organization.objects == {"Account": True, "Contact": True}


async def test_more_than_a_review_can_carry_is_asked_for_in_two_steps(
    edits: SyncEdits, organization: Organization
) -> None:
    """Slack carries 3,000 characters; a choice must not be cut to that."""
    names = tuple(f"object {number**3} of {number**5}" for number in range(400))
    organization.objects |= dict.fromkeys(names, False)
    form = await edits.review(filled(await form_of(edits), picked=("Account", *names)))
    assert isinstance(form, EditForm)
    assert form.error is not None
    assert "more objects than I can change at once" in form.error.message
    one = await edits.review(filled(await form_of(edits), matching=("object",)))
    assert isinstance(one, EditReview)
    assert len(one.after.objects) == 401


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"picked": ("Account", "Contakt")}, "objects", "did you mean “Contact”"),
        ({"matching": ("zzz",)}, "objects", "No object matches “zzz”."),
        ({"picked": (), "unpicked": ("Account",), "is_relative": True}, "unpicked", "Nothing would be left"),
        ({"unpicked_matching": ("y",), "is_relative": True}, "unpicked", "No object matches “y”."),
    ],
)
async def test_objects_that_cannot_be_meant_are_said_under_their_question(
    edits: SyncEdits, changes: dict[str, object], field: str, words: str
) -> None:
    """And nothing is written; the same form goes on once they are corrected."""
    form = await edits.review(filled(await form_of(edits), **changes))
    assert isinstance(form, EditForm)
    assert form.error is not None
    assert (form.error.field, words in form.error.message) == (field, True)
    assert isinstance(await edits.review(filled(form, picked=("Contact",))), EditReview)


def test_an_edit_that_travels_comes_back_whole() -> None:
    """What a review carries is what is saved."""
    edit = Edit(name="New", schedule=HOURLY, settings={"a.b": True, "c": 3}, added=("x",), every_object=True)
    assert edit.packed()
    assert Edit.model_validate_json(edit.model_dump_json(exclude_defaults=True)) == edit
