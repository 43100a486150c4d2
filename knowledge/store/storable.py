"""What a text must lose so that every database takes it."""


def storable(text: str) -> str:
    """`text` without half a surrogate pair, and without the character that ends C strings."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
