"""What can go wrong with the store, each with a sentence for whoever runs the bot."""


class StoreError(Exception):
    """The store could not do what was asked; its text says why, and quotes nobody's words."""


class StoreAwayError(StoreError):
    """The store is out of order, whatever was asked of it: nothing is lost by asking again later."""


class StoreInUseError(StoreAwayError):
    """Another process works with the same SQLite file."""


class StoreUnreachableError(StoreAwayError):
    """The server does not answer; trying again later may help."""


class StoreReadOnlyError(StoreAwayError):
    """The file, its folder or the server accepts no writing."""


class StoreFullError(StoreAwayError):
    """There is no room left on the disk."""


class StoreDamagedError(StoreAwayError):
    """The file is not a store, or its content is corrupt."""


class StoreVersionError(StoreAwayError):
    """The store is older than the program (migrate it) or newer (upgrade the program)."""


class LeaseLostError(StoreError):
    """An update was claimed by another worker meanwhile: roll back, the other one answers it."""
