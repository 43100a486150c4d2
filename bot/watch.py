"""Watches rumours and rebutted claims: of a surge the moderators are told, once until it has calmed down."""

from bot.clock import Clock
from bot.rounds import Rounds
from bot.settings import Settings
from bot.trouble import Trouble
from handlers.alarms import claim_surges, rumour_surges
from handlers.context import Desk
from knowledge.store import Store
from knowledge.surge import calm_before, since

MINUTE = 60.0  # seconds between looks: an alarm about an hour may be so late
LOOKED_AT = 50  # surging rumours at once; nobody could work on more


class Watch(Rounds):
    """Looks every minute."""

    def __init__(self, store: Store, desk: Desk, settings: Settings, clock: Clock, trouble: Trouble) -> None:
        super().__init__(trouble, rest=MINUTE)
        self._store = store
        self._desk = desk
        self._settings = settings
        self._clock = clock

    async def batch(self) -> int:
        """Tell of every rumour that begins to surge, and claim that does again; return how many these are."""
        now, wanted, alarms = self._clock(), self._settings, 0
        async with self._store.begin() as transaction:
            rumours = transaction.rumours
            for surge in await rumours.surging(
                since=since(now),
                askers=wanted.alarm_askers,
                channels=wanted.alarm_channels,
                alarmed_before=now,
                limit=LOOKED_AT,
            ):
                if await rumours.alarm(surge.rumour.id, alarmed_before=calm_before(now), now=now):
                    await rumour_surges(self._desk, transaction, surge, now=now)
                    alarms += 1
                else:
                    await rumours.still_surges(surge.rumour.id, now=now)
            for rebuttal, askers in await transaction.waves.surging(
                since=since(now), askers=wanted.alarm_askers, limit=LOOKED_AT
            ):
                if not await transaction.waves.lasts(rebuttal, since=calm_before(now), now=now):
                    alarms += await claim_surges(self._desk, transaction, rebuttal, askers, now=now)
        return alarms
