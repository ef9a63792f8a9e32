"""Counts what is asked of Slack's Web API, by method and by what became of it."""

from aiohttp import ClientConnectorError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot import metrics


class CallCounter(AsyncRetryHandler):
    """Sees every attempt, as the SDK asks it whether to repeat; it never wants to."""

    async def can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the SDK's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Count one attempt."""
        metrics.SLACK_CALLS.labels(_method(request.url), _became(response, error)).inc()
        return False


def _method(url: str) -> str:
    """Return the API method's name, such as chat.postMessage."""
    return url.partition("?")[0].rpartition("/")[2]


def _became(response: HttpResponse | None, error: Exception | None) -> str:
    if isinstance(error, ClientConnectorError):  # it never arrived
        return metrics.UNAVAILABLE
    if error is not None or response is None:
        return metrics.LOST
    became = metrics.outcome(response.status_code)
    is_refused = isinstance(response.body, dict) and not response.body.get("ok", True)
    return metrics.REFUSED if became == metrics.OK and is_refused else became
