"""Tests of knowledge/store/people.py: languages chosen, roles given and taken."""

from knowledge.models import Language
from knowledge.store import Member, Profile, Role, Store
from tests.knowledge.store.samples import NOW


async def test_a_person_has_no_language_until_one_is_chosen(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.people.language("someone") is None
        await transaction.people.choose_language("someone", Language.KK, now=NOW)
        await transaction.people.choose_language("another", Language.EN, now=NOW)
        assert await transaction.people.language("someone") is Language.KK


async def test_a_profile_holds_language_and_role(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.people.profile("someone") == Profile(None, None)
        await transaction.people.choose_language("someone", Language.KK, now=NOW)
        assert await transaction.people.profile("someone") == Profile(Language.KK, None)
        await transaction.people.appoint("someone", Role.MODERATOR, "night shift", by="owner", now=NOW)
        assert await transaction.people.profile("someone") == Profile(Language.KK, Role.MODERATOR)


async def test_who_was_met_is_known_until_somebody_is_changed(store: Store) -> None:
    async with store.begin() as transaction:
        people = transaction.people
        await people.choose_language("one", Language.KK, now=NOW)
        await people.appoint("other", Role.MODERATOR, "night shift", by="owner", now=NOW)
        await people.meet(["one", "other", "stranger"])
        assert await people.profile("one") == Profile(Language.KK, None)
        assert await people.profile("other") == Profile(None, Role.MODERATOR)
        assert await people.profile("stranger") == Profile(None, None)
        await people.dismiss("other")
        assert await people.profile("other") == Profile(None, None)


async def test_a_language_can_be_chosen_again(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.people.choose_language("someone", Language.KK, now=NOW)
        await transaction.people.choose_language("someone", Language.RU, now=NOW)
        assert await transaction.people.language("someone") is Language.RU


async def test_a_role_is_held_until_it_is_taken_away(store: Store) -> None:
    async with store.begin() as transaction:
        assert await transaction.people.role("someone") is None
        await transaction.people.appoint("someone", Role.MODERATOR, "night shift", by="owner", now=NOW)
        assert await transaction.people.role("someone") is Role.MODERATOR
        assert await transaction.people.dismiss("someone")
        assert await transaction.people.role("someone") is None
        assert not await transaction.people.dismiss("someone")


async def test_a_role_is_changed_once_and_never_given_by_it(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.people.appoint("someone", Role.TRAINEE, "new", by="owner", now=NOW)
        assert await transaction.people.change_role("someone", Role.MODERATOR)
        assert not await transaction.people.change_role("someone", Role.MODERATOR)
        assert not await transaction.people.change_role("nobody", Role.MODERATOR)
        assert await transaction.people.team() == (Member("someone", Role.MODERATOR, "new", "owner", NOW),)


async def test_a_member_gets_another_label_and_keeps_the_rest(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.people.appoint("someone", Role.TRAINEE, "…1234", by="owner", now=NOW)
        assert await transaction.people.rename("someone", "Түнгі ауысым")
        assert not await transaction.people.rename("nobody", "x")
        assert await transaction.people.team() == (
            Member("someone", Role.TRAINEE, "Түнгі ауысым", "owner", NOW),
        )


async def test_the_team_is_listed_by_label(store: Store) -> None:
    later = NOW.replace(year=2027)
    async with store.begin() as transaction:
        await transaction.people.appoint("a", Role.MODERATOR, "weekend", by="owner", now=NOW)
        await transaction.people.appoint("b", Role.MODERATOR, "night", by="owner", now=NOW)
        await transaction.people.appoint("a", Role.MODERATOR, "day", by="another", now=later)
        assert await transaction.people.team() == (
            Member("a", Role.MODERATOR, "day", "another", later),
            Member("b", Role.MODERATOR, "night", "owner", NOW),
        )


async def test_who_wants_no_corrections_is_known_until_they_want_them_again(store: Store) -> None:
    async with store.begin() as transaction:
        people = transaction.people
        await people.meet(["one", "other"])
        for _ in range(2):
            await people.want_corrections("one", wanted=False, now=NOW)
        assert not (await people.profile("one")).wants_corrections
        await people.meet(["one", "other"])
        assert not (await people.profile("one")).wants_corrections
        assert (await people.profile("other")).wants_corrections
        await people.want_corrections("one", wanted=True, now=NOW)
        assert (await people.profile("one")).wants_corrections
