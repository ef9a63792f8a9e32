"""Which types a person finishes by signing in."""

from bot.polytomic.catalogue.oauth import BY_SIGN_IN


def signs_in(type_id: str) -> bool:
    """Tell whether a person finishes a connection of this type by signing in, as far as the type is known."""
    return type_id in BY_SIGN_IN
