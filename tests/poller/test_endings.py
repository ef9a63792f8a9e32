"""Why an execution ended as it did, in words for a row and a message."""

from bot.poller.endings import MAX_REASON, why
from bot.polytomic import Execution


def execution(status: str, *schemas: tuple[str, str | None], message: str | None = None) -> Execution:
    """Make an execution whose objects fared so."""
    parts = [
        {"schema": f"Object {at}", "status": fared, "status_message": said}
        for at, (fared, said) in enumerate(schemas)
    ]
    return Execution.model_validate(
        {"id": "e", "status": status, "status_message": message, "schemas": parts or None}
    )


def test_objects_that_failed_are_named_up_to_five() -> None:
    """All of five thousand would fill the row and the thread; how many there are still matters."""
    few = why(execution("errors", ("completed", None), ("failed", "No disk."), message="3 were refused."))
    assert few is not None
    assert few.message == "3 were refused. Object that failed: Object 1."
    many = why(execution("failed", *[("failed", None)] * 5000, message="No."))
    assert many is not None
    assert many.message.startswith(
        "No. Objects that failed: Object 0, Object 1, Object 2, Object 3, Object 4"
    )
    assert many.message.endswith("Object 4 and 4,995 more.")


def test_an_objects_own_words_do_where_there_are_no_others() -> None:
    """Older versions of the API give no reason for the whole."""
    told = why(execution("failed", ("failed", None), ("failed", "No disk.")))
    assert told is not None
    assert told.message.startswith("No disk. Objects that failed:")
    silent = why(execution("interrupted"))
    assert silent is not None
    assert silent.message == "Polytomic gives no reason."


def test_endless_words_are_cut() -> None:
    """A row stays small, and a message within Slack's limits."""
    told = why(execution("failed", message="x" * 10**6))
    assert told is not None
    assert len(told.message) <= MAX_REASON + 1


def test_a_person_who_cancelled_is_reason_enough() -> None:
    """Polytomic's "by a user" says less; from elsewhere it is all that is known."""
    cancelled = execution("canceled", message="Canceled by a user.")
    assert why(cancelled, cancelled_by="UANNA") is None
    told = why(cancelled)
    assert told is not None
    assert told.message == "Canceled by a user."
    assert why(execution("canceled")) is None
