"""How the sandbox says no."""

from http import HTTPStatus
from typing import Any

from bot.sandbox.polytomic.versions import Version

NO_SCHEMAS = (
    "No schemas found. This can mean that the Polytomic has not cached any schemas yet. Please try again."
)


class ApiError(Exception):
    """A refusal with the status and the sentence that the caller receives."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def body(self, version: Version) -> dict[str, Any]:
        """Draw the refusal as this version does: before 2025 an unauthorized caller got another shape."""
        if self.status == HTTPStatus.UNAUTHORIZED and version < Version.V2025:
            return {"code": self.status, "error": self.message, "status": "Unauthorized", "context": {}}
        return {"status": self.status, "message": self.message, "metadata": None}


def invalid(message: str) -> ApiError:
    """Refuse a request that could never be right (400)."""
    return ApiError(HTTPStatus.BAD_REQUEST, message)


def unauthorized(message: str) -> ApiError:
    """Refuse a caller without the right key (401)."""
    return ApiError(HTTPStatus.UNAUTHORIZED, message)


def not_found(what: str) -> ApiError:
    """Say that a thing does not exist (404)."""
    return ApiError(HTTPStatus.NOT_FOUND, f"{what} not found")


def conflict(message: str) -> ApiError:
    """Refuse what the present state does not allow (409)."""
    return ApiError(HTTPStatus.CONFLICT, message)


def unprocessable(message: str) -> ApiError:
    """Refuse well-formed values that cannot be used (422)."""
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, message)
