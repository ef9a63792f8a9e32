"""What is counted while it happens; /metrics shows it beside what the database says at that moment.

No label holds an id: a label's values are few and known, such as a method's name or an outcome.
"""

from prometheus_client import Counter, Gauge, Histogram

ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
BEAT_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
PREFIX = "polytomic_bot"

ACKS = Counter(f"{PREFIX}_acks", "Requests of Slack's that were answered", ["kind", "outcome"])
ACK_SECONDS = Histogram(f"{PREFIX}_ack_seconds", "Time to the ack", ["kind"], buckets=ACK_BUCKETS)
KNOCKS_REFUSED = Counter(f"{PREFIX}_requests_refused", "HTTP requests refused at the door", ["reason"])
POLYTOMIC_CALLS = Counter(f"{PREFIX}_polytomic_calls", "Requests to Polytomic", ["route", "outcome"])
SLACK_CALLS = Counter(f"{PREFIX}_slack_calls", "Requests to Slack", ["method", "outcome"])
BEAT_SECONDS = Histogram(f"{PREFIX}_beat_seconds", "Length of a beat done here", buckets=BEAT_BUCKETS)
LAST_BEAT = Gauge(f"{PREFIX}_last_beat_timestamp_seconds", "When a beat last ended well here")
ROUND_FAILURES = Counter(f"{PREFIX}_round_failures", "Rounds of the beat that failed", ["round"])

# Read from the database at each scrape; every replica shows the same.
JOBS = Gauge(f"{PREFIX}_jobs", "Jobs in the queue", ["status"])
SETUPS = Gauge(f"{PREFIX}_setups_waiting", "Setups that are not over", ["state"])
RUNS = Gauge(f"{PREFIX}_runs_running", "Runs that are not over", ["state"])
UNTOLD = Gauge(f"{PREFIX}_untold_rows", "Rows with news that nobody has been told of", ["table"])
BEAT_LATE = Gauge(f"{PREFIX}_beat_late_seconds", "Time since a round was due; below zero: to wait", ["round"])
EVENTS_LAG = Gauge(f"{PREFIX}_events_lag_seconds", "Time since Polytomic's events were read", ["cursor"])

OK, REFUSED, UNAVAILABLE, LOST = "ok", "refused", "unavailable", "lost"
_TOO_MANY, _SERVER_ERROR, _BAD_REQUEST = 429, 500, 400


def outcome(status: int) -> str:
    """Class an HTTP status by what the caller can do about it."""
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        return UNAVAILABLE
    return REFUSED if status >= _BAD_REQUEST else OK
