"""What an operator sees: the metrics, as a scraper reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.parser import text_string_to_metric_families

if TYPE_CHECKING:
    from world import World

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


class Scrape:
    """One look at /metrics."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    @classmethod
    async def of(cls, world: World, port: int | None = None) -> Scrape:
        """Read a bot's metrics with the parser that Prometheus's own client has."""
        async with world.http.get(f"http://127.0.0.1:{port or world.settings.port}/metrics") as response:
            assert response.status == 200
            families = list(text_string_to_metric_families(await response.text()))
        samples = (one for family in families for one in family.samples)
        return cls({(one.name, tuple(sorted(one.labels.items()))): one.value for one in samples})

    def value(self, name: str, **labels: str) -> float | None:
        """Return a figure, None where there is none."""
        return self.figures.get((f"polytomic_bot_{name}", tuple(sorted(labels.items()))))

    def since(self, before: Scrape, name: str, **labels: str) -> float:
        """Return by how much a figure grew: other tests count in the same process."""
        return (self.value(name, **labels) or 0) - (before.value(name, **labels) or 0)

    @property
    def labels(self) -> set[str]:
        """List every value of every label."""
        own = (pairs for name, pairs in self.figures if name.startswith("polytomic_bot"))
        return {value for pairs in own for _, value in pairs}
