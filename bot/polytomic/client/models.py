"""Polytomic's models, and the syncs that read from them."""

from __future__ import annotations

from bot.polytomic.client.base import Base
from bot.polytomic.models import Model, ModelSync


class Models(Base):
    """What the client can tell of models and model syncs."""

    async def models(self) -> list[Model]:
        """List the models."""
        return await self._list("models", Model)

    async def model_syncs(self) -> list[ModelSync]:
        """List the model syncs."""
        return await self._list("model_syncs", ModelSync)
