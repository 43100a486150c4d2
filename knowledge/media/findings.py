"""What came of looking at the pictures, videos, recordings and files of a post. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.media.gallery import Sighting
from knowledge.media.known_pictures import Likeness


class MediumKind(StrEnum):
    """What people call it; the bot's words differ by it."""

    PICTURE = "picture"
    VIDEO = "video"
    RECORDING = "recording"
    FILE = "file"


class Obstacle(StrEnum):
    """Why nothing was read."""

    NOTHING = "nothing"  # no words in it
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"  # a kind of file that is not read
    BLIND = "blind"  # this machine cannot read pictures, or cannot open videos
    DEAF = "deaf"  # this machine has no model of speech
    GIVEN_UP = "given_up"  # it did not go as it should, several times


@dataclass(frozen=True, slots=True)
class Finding:
    """What is written or said in a medium; one that is not sure must never lead to a verdict by itself.

    `sighting` is the rebuttal that has this picture or video.
    """

    text: str = ""
    is_sure: bool = True
    obstacle: Obstacle | None = None
    sighting: Sighting | None = None


def together(findings: Sequence[Finding]) -> Finding:
    """Return what several media of one post say: what is sure of it, else all of it, which is not sure then.

    The same words are kept once: frames of a video repeat them.
    """
    sighting = _surest([found.sighting for found in findings if found.sighting is not None])
    sure = [found for found in findings if found.is_sure]
    for chosen in (sure, findings):
        said = dict.fromkeys(found.text.strip() for found in chosen if found.text.strip())
        if said:
            return Finding("\n\n".join(said), is_sure=chosen is sure, sighting=sighting)
    obstacles = [found.obstacle for found in findings if found.obstacle is not None]
    telling = [obstacle for obstacle in obstacles if obstacle is not Obstacle.NOTHING]
    return Finding(obstacle=next(iter(telling), Obstacle.NOTHING), sighting=sighting)


def _surest(sightings: Sequence[Sighting]) -> Sighting | None:
    same = [each for each in sightings if each.likeness is Likeness.SAME]
    return next(iter([*same, *sightings]), None)
