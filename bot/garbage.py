"""When Python looks for garbage while the bot runs: seldom, and never in what was loaded."""

import gc

# Objects that came and stayed until the young are looked through, and how often these looks go by until the
# next older ones have their turn. With Python's 700, 10 and 10 a twelfth of the time of a check went into it,
# and every hundredth post waited .1 s for all that the caches hold; nothing here lives in cycles for long.
_THRESHOLDS = (50_000, 20, 100)


def look_seldom() -> None:
    """To be called once everything is loaded: what is there now stays, and is not walked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
