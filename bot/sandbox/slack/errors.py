"""The two ways in which the sandbox says no: to the app, and to a person at the page."""


class SlackError(Exception):
    """A Web API refusal, under Slack's own name for it."""

    def __init__(self, error: str, messages: list[str] | None = None, **details: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.details = details

    def answer(self) -> dict[str, object]:
        """Return the JSON body that Slack would send."""
        body: dict[str, object] = {"ok": False, "error": self.error, **self.details}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
            body["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
        return body


class Refused(Exception):  # noqa: N818 - what the page shows is a refusal, not a fault
    """A person's wish that cannot be met; `message` is one sentence for the page to show."""

    def __init__(self, error: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.error = error
        self.message = message
        self.details = details

    def answer(self) -> dict[str, object]:
        """Return the JSON body that the page reads."""
        return {"ok": False, "error": self.error, "message": self.message, **self.details}


class NotDelivered(Exception):  # noqa: N818 - what the person sees is that nothing arrived
    """The app did not acknowledge: `reason` is dispatch_failed or operation_timeout."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
