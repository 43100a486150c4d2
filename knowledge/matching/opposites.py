"""Concepts that exclude each other: a post with another one of a set than the claim says something else."""

from collections.abc import Iterable
from functools import cache

from knowledge.text.lexicon import Lexicon

# Directions that turn a claim round.
_CONTRARY = (
    "open close",
    "allow ban",
    "raise-increase lower-decrease",
    "price-rise price-fall",
    "introduce cancel",
    "free-of-charge paid-for",
    "start finish-end",
    "continue stop-suspend",
    "long short",
    "more-than less-than",
    "new old",
    "create destroy",
    "cut-off connect",
    "enter-arrive leave-depart",
    "buy sell",
    "give take",
    "north south east west",
    "woman man",
    "improve worsen",
    "find lose",
    "expensive cheap",
    "voluntary force-compel",
    "import export",
    "pensioner student",
    "new-cars old-cars",
    "january february march april may-month june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday",
    "toughen liberalise",
    "adopt-law veto-reject",
    "answer-phone not-answer-phone",
    "pass-through not-let-in",
    "appoint remove-fire-official",
    "hire dismissal",
    "prolong lower-decrease",
    "adult minor-underage newborn",
    "private-school boarding-school",
    "private-kindergarten state-kindergarten",
    "wholesale retail",
    "apartment-building private-house",
    "hot-water cold-water",
    "landline button-phone",
    "credit-card debit-card-virtual",
    "base-rate deposit-rate",
)
# What the same rumour is told of in turn: other medicines, networks, taxes.
_NEIGHBOURS = (
    "azithromycin amoxicillin ceftriaxone",
    "paracetamol ibuprofen nimesulide aspirin analgin tramadol insulin metformin losartan ozempic",
    "remdesivir favipiravir arbidol",
    "sinovac sputnik-v qazvac pfizer moderna astrazeneca",
    "typhoid dysentery cholera botulism",
    "dengue-zika west-nile marburg ebola lassa nipah machupo",
    "african-swine-fever lumpy-skin foot-and-mouth brucellosis",
    "psoriasis eczema",
    "lead-metal cadmium mercury beryllium arsenic",
    "chlorine ammonia heptyl",
    "cardiologist neurologist urologist gynaecologist endocrinologist dermatologist ophthalmologist",
    "3g-2g 4g-lte 5g 6g",
    "activ altel beeline kcell tele2 freedom-mobile",
    "android ios",
    "viber skype signal-messenger whatsapp telegram max-messenger aitu tiktok instagram youtube",
    "telegram-ban whatsapp-ban tiktok-ban",
    "olx krisha kolesa",
    "indrive yandex-go",
    "temu alibaba-aliexpress pinduoduo-taobao ozon wildberries",
    "petrol-92 petrol-95 diesel autogas",
    "gres ges chp nuclear-plant wind-farm solar-panel",
    "livestock-tax dog-tax land-tax transfer-tax deposit-tax sugar-tax rent-tax inheritance-tax well-tax",
    "water-tariff electricity-tariff heat-tariff",
    "half double triple tenfold",
    "quarter-share third-share half two-thirds",
    "weekly every-month yearly",
    "next-week next-month next-year",
    "copper lithium uranium gold",
    "beef mutton horse-meat pork dog-meat",
    "sturgeon pike-perch salmon",
    "blizzard black-ice downpour hurricane-tornado dust-storm salt-storm",
    "rosselkhoznadzor rospotrebnadzor roskomnadzor",
    "moscow kyiv tashkent bishkek baku istanbul ankara antalya",
    "halyk-bank kaspi-bank bck-bank eurasian-bank freedom-bank otbasy-bank sberbank",
)


@cache
def _sets(lexicon: Lexicon) -> dict[int, tuple[frozenset[int], ...]]:
    """The sets that each concept belongs to."""
    numbers = {lexicon.name(number): number for number in range(len(lexicon))}
    found: dict[int, tuple[frozenset[int], ...]] = {}
    for names in (*_CONTRARY, *_NEIGHBOURS):
        members = frozenset(numbers[name] for name in names.split())
        found |= {member: (*found.get(member, ()), members) for member in members}
    return found


def opposite(claim: Iterable[int], passage: Iterable[int], lexicon: Lexicon) -> tuple[int, int] | None:
    """A concept of the claim that the passage lacks, and the one it has instead; None when they agree."""
    ours, theirs, sets = frozenset(claim), frozenset(passage), _sets(lexicon)
    for mine in sorted(ours - theirs):
        for members in sets.get(mine, ()):
            other = theirs & members
            if other and not ours & theirs & members:
                return mine, min(other)
    return None
