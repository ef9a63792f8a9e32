"""What a person or a test may choose about the sandbox."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Config(BaseModel):
    """The sandbox's settings; all can be changed while it runs through `POST /_sandbox/config`."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    token: str = Field("sandbox-key", min_length=1, description="the API key that requests must carry")
    public_url: str = Field("", description="base of the links that people's browsers follow")
    organization_name: str = Field("Sandbox Inc", description="the organization behind the API key")
    is_furnished: bool = Field(
        default=False, description="whether it begins with connections, bulk syncs and past runs"
    )
    user_name: str = Field(
        "Sandbox user", min_length=1, description="who is said to have changed a bulk sync"
    )
    schema_delay_seconds: float = Field(
        3.0, ge=0, description="how long a healthy source's schemas are cached"
    )
    execution_seconds: float = Field(8.0, ge=0, description="how long a run takes")
    cancel_seconds: float = Field(1.0, ge=0, description="how long a run stays in 'canceling'")
    oauth_link_seconds: float = Field(3600.0, ge=0, description="how long a sign-in link works")
    connect_link_seconds: int = Field(
        300, ge=1, le=604_800, description="a Connect link's life without `ttl`"
    )
    idempotency_seconds: float = Field(86_400.0, ge=0, description="how long an answer is kept for its key")
    page_size: int = Field(50, ge=1, description="bulk syncs on one page of the list")
    objects: int | None = Field(
        None, ge=0, description="how many objects a source has; unset: its own catalogue"
    )
    log_link_seconds: float = Field(3600.0, ge=0, description="how long a log file's address works")
    packed_logs: bool = Field(False, description="whether log files are gzipped")
    log_bytes: int = Field(0, ge=0, description="how large a log file is at least")
    unique_sync_names: bool = Field(True, description="whether two bulk syncs may not share a name")
    target_style: Literal["form", "schema"] = Field(
        "form", description="how destinations describe their settings: both were seen of the original"
    )
    webhook_held: bool = Field(False, description="whether events wait instead of being sent to the webhook")
    webhook_newest_first: bool = Field(False, description="whether events that waited are sent in disorder")
    webhook_copies: int = Field(1, ge=1, description="how often each event is sent")
    webhook_backoff_seconds: float = Field(
        1.0,
        ge=0,
        description="how long a refused event waits for its second try; then twice as long, and so on",
    )
