"""What a person sees next about bulk syncs."""

from __future__ import annotations

from bot.models.edits import EditForm, EditReview
from bot.models.history import SyncHistory
from bot.models.syncs import RunForm, SyncDetails, SyncListing, SyncQuestion

SyncStep = SyncListing | SyncDetails | SyncQuestion | RunForm | EditForm | EditReview | SyncHistory
