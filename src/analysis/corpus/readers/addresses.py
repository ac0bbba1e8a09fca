"""Which web addresses lead to the same page, as far as the address itself tells.

In: an address. Out: a key that is the same for two addresses that differ only in what does not
name another page. Nothing is fetched.
"""

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import regex

# Parameters that say how a reader came to the page, not which page it is.
_TRACKING = regex.compile(
    r"utm_\w++|fbclid|gclid|dclid|gclsrc|msclkid|yclid|mc_[ce]id|igshid|_ga|_gl|ref_?src|"
    r"cmpid|ns_(?:campaign|mchannel|source|linkname|fee)|smid|smtyp|spm|at_\w++|wt_mc|xtor",
    regex.IGNORECASE,
)
_LONGEST = 5_000


def address_key(url: str) -> str:
    """What is the same for two addresses of one page; empty if it is no web address.

    Left out are the scheme, ``www.`` before the host, the standard port, a slash at the end, the
    fragment, and parameters that only track readers (utm_…, fbclid, gclid and the like). The host
    is written in lower case, escapes in one way, the other parameters in order of their names.

    Examples
    --------
    >>> address_key("HTTPS://www.Example.org:443/news/a%7e1/?utm_source=x&id=2&b=1#top")
    'example.org/news/a~1?b=1&id=2'
    >>> address_key("example.org/news/a~1?b=1&id=2"), address_key("no address")
    ('example.org/news/a~1?b=1&id=2', '')
    """
    text = url.strip()
    if not text or len(text) > _LONGEST or any(character.isspace() for character in text):
        return ""
    if "://" not in text[:12]:
        text = "http://" + text.removeprefix("//")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower().removeprefix("www."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    named = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
        if not _TRACKING.fullmatch(pair[0])
    ]  # fmt: skip
    shown = "" if port in (None, 80, 443) else f":{port}"
    path = quote(unquote(parts.path, errors="surrogateescape").rstrip("/"), safe="/~:@!$&'()*+,;=",
                 errors="surrogateescape")  # fmt: skip
    query = f"?{urlencode(sorted(named))}" if named else ""
    return f"{host}{shown}{path}{query}"
