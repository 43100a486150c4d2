"""When Python looks for garbage while the bot runs: seldom, and never in what was loaded."""

import gc

# The young are looked through as Python does by itself: .3 ms, and 2 ms for the next older ones; 50,000 at
# once took 40 to 90 ms. All that the caches hold took 80 ms, every hundredth post: it waits a hundred times
# longer, since nothing here lives in cycles for long.
_THRESHOLDS = (700, 10, 1_000)


def look_seldom() -> None:
    """To be called once everything is loaded: what is there now stays, and is not walked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
