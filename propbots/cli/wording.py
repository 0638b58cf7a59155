"""How messages are put."""

__all__ = ["to_line"]


def to_line(message: object) -> str:
    """Return a message in one line; what others raised, and we repeat, may have many."""
    return " ".join(filter(None, map(str.strip, str(message).splitlines())))
