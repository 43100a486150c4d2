"""One spelling for each page on the web, whatever it was shared with: an address that stands for all of them.

Two addresses with the same canonical form lead to the same page, so the form may be trusted with a verdict.
Where that is in doubt nothing is joined: a miss costs an answer, a wrong join tells people that an innocent
page spreads a rumour. Hosts are read as browsers read them (https://url.spec.whatwg.org/#host-parsing), so
that no look-alike of a site becomes the site.
"""

import re
from ipaddress import IPv6Address
from typing import Final
from unicodedata import normalize
from urllib.parse import SplitResult, urlsplit

LONGEST: Final = 2048  # characters; what is longer is no link that people pass on
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
# Browsers drop some of these and turn "\" into "/", which moves the border of the host.
_TREACHEROUS: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_HOST_LENGTH: Final = 253  # https://datatracker.ietf.org/doc/html/rfc1035#section-2.3.4
_DOTS: Final = str.maketrans("。．｡", "...")  # what IDNA takes for a dot
_WELL_KNOWN_PORTS: Final = {None, 80, 443}

# The same pages for phones, and for who types "www".
_PREFIXES: Final = frozenset({"www", "m", "mobile", "amp"})
# Below these every name is somebody else's site, "m" and "www" too. Registries of countries (com.kz, co.uk)
# go by their second level; gov.kz is a site itself.
_SECOND_LEVELS: Final = {
    "ac", "biz", "co", "com", "edu", "go", "gov", "info", "int", "mil", "ne", "net", "or", "org",
}  # fmt: skip
_HOSTINGS: Final = {
    "blogspot.com", "firebaseapp.com", "github.io", "gitlab.io", "herokuapp.com", "narod.ru", "netlify.app",
    "pages.dev", "tilda.ws", "tumblr.com", "ucoz.com", "ucoz.kz", "ucoz.net", "ucoz.ru", "vercel.app",
    "web.app", "weebly.com", "wixsite.com", "wordpress.com", "workers.dev",
}  # fmt: skip
_SAME_SITE: Final = {
    "telegram.me": "t.me",
    "telegram.dog": "t.me",
    "youtube-nocookie.com": "youtube.com",
    "music.youtube.com": "youtube.com",
    "twitter.com": "x.com",
    "vk.ru": "vk.com",
}

# What only tells where a link was copied or clicked: the page is the same without it.
_TRACKING: Final = re.compile(
    r"utm_\w*|(?:fb|g|y|ys|dc|ms|tt|tw|wb|gb)(?:cl|ra)id|igsh(?:id)?|mc_[ce]id|_openstat|_g[al]|mibextid|"
    r"ref_(?:src|url)|vero_id|rb_clickid|__twitter_impression|amp",
    re.IGNORECASE,
)
_TRACKING_ON: Final = {
    "youtube.com": {"si", "feature", "pp", "ab_channel"},
    "open.spotify.com": {"si"},
    "x.com": {"s", "t"},
    "tiktok.com": {"_r", "_t", "is_from_webapp", "sender_device"},
    "t.me": {"single", "embed", "mode"},
}

# "/news/123/amp" shows "/news/123"; "/wiki/amp" is about something called so.
_DEEP: Final = len(["", "section", "page"])

_ESCAPED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_TO_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|[^%!$&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]|]")
_VIDEO: Final = re.compile(r"/(?:shorts|embed|live|v)/([\w-]+)", re.ASCII)
_SHORT_VIDEO: Final = re.compile(r"/([\w-]+)", re.ASCII)
_PREVIEW: Final = re.compile(r"^/s/(?=\w{4})", re.ASCII)  # no name has fewer letters


def canonical(url: str) -> str | None:
    """The form that all addresses of a page share, `https://host/path?query`; None for what is no web page.

    Idempotent. Without user names, which show one site and open another, and without fragments that only
    scroll. `tg://resolve` is the page of a channel's post; a scheme may be missing ("egov.kz/services").
    """
    given = url.strip()
    if len(given) > LONGEST or _TREACHEROUS.search(given):
        return None
    try:
        parts = urlsplit(given if _SCHEME.match(given) else f"https://{given}")
        port = parts.port
    except ValueError:
        return None
    if parts.scheme == "tg":
        return _of_telegram(parts)
    host = _host(parts.hostname or "")
    bracketed = "[" in parts.netloc and ":" not in (parts.hostname or "")
    if parts.scheme not in {"http", "https"} or host is None or bracketed or "@" in parts.netloc:
        return None
    site = host if port in _WELL_KNOWN_PORTS else f"{host}:{port}"
    return _page(site, _path(parts.path), _pairs(parts.query), _route(parts.fragment))


def is_whole_site(link: str) -> bool:
    """Whether a canonical link is a site's or channel's first page: it holds much else."""
    parts = urlsplit(link)
    depth = len([part for part in parts.path.split("/") if part])
    return not parts.query and not parts.fragment and depth <= (parts.hostname == "t.me")


def _host(given: str) -> str | None:
    if ":" in given:
        return _ipv6(given)
    # Letter by letter: of a whole word Python lowers the last Σ to ς, which is another site.
    wide = "".join(letter.lower() for letter in normalize("NFKC", given.translate(_DOTS)))
    labels = [_ascii(label) for label in normalize("NFKC", wide).removesuffix(".").split(".")]
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):  # noqa: PLR2004  # "localhost" is no site
        return None
    while labels[0] in _PREFIXES and _is_site(labels[0], labels[1:]):
        labels = labels[1:]
    host = ".".join(labels)
    return _SAME_SITE.get(host, host) if len(host) <= _HOST_LENGTH else None


def _ipv6(given: str) -> str | None:
    try:
        return f"[{IPv6Address(given).compressed}]"
    except ValueError:
        return None


def _ascii(label: str) -> str:
    """As DNS has it. ß and ς stay themselves, as in IDNA 2008; `str.encode("idna")` would join sites."""
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _is_site(prefix: str, rest: list[str]) -> bool:
    """Whether `rest` is the site that `prefix` stands before, and not a registry or a hosting."""
    name = ".".join(rest)
    if name == "gov.kz":
        return prefix == "www"
    of_country = len(rest) == 2 and len(rest[1]) == 2 and rest[0] in _SECOND_LEVELS  # noqa: PLR2004  # com.kz
    return len(rest) > 1 and not of_country and name not in _HOSTINGS


def _page(site: str, path: str, pairs: list[tuple[str, str]], route: str) -> str:
    if site.endswith(".t.me"):  # https://telegram.org/blog/topics-in-groups-collectible-usernames
        site, path = "t.me", f"/{site.removesuffix('.t.me')}{path}"
    if site == "t.me":
        path = _channel(path)
    elif site in {"youtube.com", "youtu.be"}:
        site, path, pairs = _video(site, path, pairs)
    ours = _TRACKING_ON.get(site, set())
    telling = [pair for pair in pairs if pair[0] not in ours and not _TRACKING.fullmatch(pair[0])]
    # Of parameters with one name the order may matter.
    kept = sorted((pair for pair in telling if any(pair)), key=lambda pair: pair[0])
    query = "&".join(f"{name}={value}" if value else name for name, value in kept)
    return f"https://{site}{path}{'?' if query else ''}{query}{'#' if route else ''}{route}"


def _channel(path: str) -> str:
    """`/s/Name/1`, the preview of `/name/1`. Names know no capitals; what invites, and has a sign, does."""
    name, _, rest = _PREVIEW.sub("/", path).removeprefix("/").partition("/")
    return f"/{name if name.startswith('+') else name.lower()}/{rest}".rstrip("/")


def _video(site: str, path: str, pairs: list[tuple[str, str]]) -> tuple[str, str, list[tuple[str, str]]]:
    """One video is one page, at whichever second and in whichever list it is played."""
    found = _VIDEO.fullmatch(path) if site == "youtube.com" else _SHORT_VIDEO.fullmatch(path)
    names = [found[1]] if found else [value for name, value in pairs if name == "v" and path == "/watch"]
    return ("youtube.com", "/watch", [("v", names[0])]) if names else (site, path, pairs)


def _of_telegram(parts: SplitResult) -> str | None:
    """https://core.telegram.org/api/links#message-links."""
    given = dict(_pairs(parts.query))
    post = given.get("post", "")
    if given.keys() - {"domain", "channel", "post", "single"}:
        return None  # a comment, a thread, what a bot is started with
    match parts.netloc:
        case "resolve" if name := given.get("domain"):
            return canonical(f"https://t.me/{name}/{post}")
        case "privatepost" if post and (channel := given.get("channel")):
            return canonical(f"https://t.me/c/{channel}/{post}")
    return None


def _path(given: str) -> str:
    """Without "." and ".." (RFC 3986, 5.2.4), slashes at the end, and the /amp of a page for phones."""
    kept: list[str] = []
    for part in _escaped(given).split("/"):
        if part == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif part != ".":
            kept.append(part)
    while len(kept) > 1 and (not kept[-1] or (kept[-1] == "amp" and len(kept) > _DEEP)):
        kept.pop()
    return "/".join(kept)


def _pairs(query: str) -> list[tuple[str, str]]:
    named = [pair.partition("=") for pair in query.split("&")]
    return [(_escaped(name), _escaped(value)) for name, _, value in named]


def _route(fragment: str) -> str:
    """What follows "#": a page of its own where it is a script's, as "#!/news/1", else a place in one."""
    return _escaped(fragment) if fragment.startswith(("!", "/")) and fragment.strip("!/") else ""


def _escaped(text: str) -> str:
    """Percent signs as in RFC 3986, 6.2.2: only where needed, in capitals; other letters as UTF-8."""
    safe = _TO_ESCAPE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)
    return _ESCAPED.sub(_unescaped, safe)


def _unescaped(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else found[0].upper()
