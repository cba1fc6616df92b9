"""What lies over a page until its reader has answered: questions for consent to cookies, and other dialogs.

They are often longer than a short article and would be taken for it. Consent managers are known by the names that they
give their elements, dialogs by their roles, and what nothing marks by its words. It knows nothing of styles.
"""

import re
from dataclasses import dataclass
from typing import Any

# Names that consent managers give their elements, which nobody else uses.
_MANAGERS = re.compile(
    r"onetrust|optanon|didomi|sp_message|sp-message|sourcepoint|usercentrics|cybotcookiebot|cookiebot|qc-cmp|quantcast"
    r"|trustarc|truste[_-]|klaro|fc-consent|fc-dialog|cmpbox|cmpwrapper|cmplz|complianz|borlabs|iubenda|osano|termly|axeptio"
    r"|tarteaucitron|cookieyes|cky-consent|cookiefirst|cookie-?script|evidon|consentmanager|moove_gdpr|cookie-law-info"
    r"|hs-eu-cookie|ez-cookie|snigel-cmp|tcf-?dialog|pmc-?consent|cookiehub|ppms_cm|silktide|traffective",
    re.I,
)
# Names that tell what an element is for; those of an article's tags may hold them too.
_NAMED = re.compile(
    r"cookie|consent|gdpr|dsgvo|rgpd|ccpa|\bcmp\b|\bcmp[-_]|privacy|datenschutz|einwilligung|confidentialit|privacidad|rodo",
    re.I,
)
# Stems of the words in which pages ask for consent, by what they mean.
_TOPIC = tuple(
    re.compile(rf"\b(?:{stems})", re.I)
    for stems in (
        r"cookie|cookies|témoins de connexion|galletas|çerez|plik[iów]* cookie",
        r"consent|einwilligung|zustimm|einverst|consentement|consentimiento|consenso|consentimento|toestemming|onay|rıza"
        r"|akkoord|samtyck|samtykke|zgod",
        r"partner|partenaires?|socios|proveedores|parceiros|fournisseurs|fornitori|vendors?|drittanbieter"
        r"|ortaklar|iş ortak",
        r"privacy|datenschutz|confidentialité|vie privée|privacidad|privacidade|riservatezza|gizlilik|personvern"
        r"|integritet"
        r"|prywatno",
        r"personali[sz]|advertis|\bads\b|werbung|anzeigen|publicit|anuncios|pubblicit|reklam|advertenties|annonser",
        r"personal data|your data|personenbezogen|données|datos personales|datos|dati personali|dados|kişisel veri"
        r"|verileri"
        r"|persoonsgegevens|daten",
        r"(?:on|from) (?:your|a) device|gerät|appareil|terminal|dispositiv|cihaz|apparaat|enhet|urządzeni",
    )
)
# An answer that such a dialog offers; the label of a button.
_ANSWER = re.compile(
    r"\W*(?:i )?(?:accept|agree|allow|reject|refuse|decline|deny|got it|ok\b|okay|manage|customi[sz]e|settings|options"
    r"|only necessary|necessary only|akzeptier|alle akzeptier|alle ablehn|alle cookies|annehmen|zustimm|ablehn"
    r"|einstellung"
    r"|einverstanden|verstanden|nur notwendig|nur erforderlich|tout accepter|accepter|tout refuser|refuser"
    r"|continuer sans"
    r"|j['’]accepte|paramétrer|personnaliser|acept|rechaz|configurar|gestionar|kabul|reddet|tümünü|ayarlar|accett|rifiut"
    r"|aceit|recus|rejeit|accepteer|weiger|akkoord|godta|acceptera|akceptuj|zgadzam)",
    re.I,
)
# The page speaks of itself and to its reader.
_ADDRESS = re.compile(
    r"\b(?:we|our|you|your|wir|uns|unsere[nrms]?|sie|ihre[nrms]?|nous|nos|notre|vous|vos|votre|nosotros|nuestr[oa]s?|usted"
    r"|su|sus|utilizamos|usamos|biz|sizin|kullanıyoruz|noi|nostri|utilizziamo|usiamo|nós|nossos?|seus?|wij|onze|jouw|uw)\b",
    re.I,
)
_INLINE = {
    "a",
    "abbr",
    "b",
    "br",
    "button",
    "em",
    "font",
    "i",
    "label",
    "mark",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
_ASKED = 0b11  # of the topics, those of cookies and of consent itself
_PARTS = ("p", "div", "li", "h1", "h2", "h3", "button", "input")
_UNREAD = {"script", "style", "noscript", "template"}


@dataclass(slots=True)
class _Words:
    """What an element and all within it say: characters, those of them in paragraphs on consent, which of ``_TOPIC``
    they are about (a bit each), whether they speak to the reader, offer an answer, or hold an article or a heading."""

    length: int = 0
    topical: int = 0
    topics: int = 0
    addresses: bool = False
    answers: bool = False
    article: bool = False
    heading: bool = False


def take_out_consent(tree: Any) -> None:
    """Takes requests for consent, and other dialogs that stand beside a text, out of a page's tree.

    What holds an article, a main part or a heading of its own is none, so that an article on cookies stays; one within
    an article is one only where it offers an answer.
    """
    body = tree.find("body")
    if body is None:
        return
    words = _words_of(body)
    whole = words[body]
    waiting = [(child, False) for child in body]
    while waiting:
        element, within = waiting.pop()
        if element not in words:
            continue
        if _is_over_the_page(element, words[element], whole, within):
            element.drop_tree()
        else:
            within = within or element.tag in ("article", "main")
            waiting += [(child, within) for child in element]


def is_request(tree: Any) -> bool:
    """Whether a page is nothing but such a request: most of its words are on it and speak to the reader, and it offers
    an answer."""
    body = tree.find("body")
    if body is None:
        return False
    whole, topical, topics, addresses, answers = 0, 0, 0, False, False
    for element in body.iter(*_PARTS):
        if any(above.tag in ("nav", "header", "footer") for above in element.iterancestors()):
            continue
        text = " ".join("".join(element.itertext()).split())
        if element.tag in ("button", "input"):
            answers |= _ANSWER.match(text or element.get("value", "")) is not None
        elif next(element.iterdescendants(*_PARTS), None) is None:
            found = sum(1 << place for place, stems in enumerate(_TOPIC) if stems.search(text))
            whole += len(text)
            topical += len(text) if found else 0
            topics |= found
            addresses |= _ADDRESS.search(text) is not None
    asked = topics & _ASKED and topics.bit_count() > 1
    return bool(asked and addresses and answers and 10 * topical >= 7 * whole)


def _is_over_the_page(element: Any, said: _Words, whole: _Words, within: bool) -> bool:
    """Whether an element is such a dialog; ``within`` whether it is a part of an article."""
    topics = said.topics.bit_count()
    if said.article or not said.length:
        return False
    names = " ".join(element.get(name, "") for name in ("id", "class", "aria-label", "aria-labelledby"))
    smaller = 2 * said.length < whole.length
    roles = element.get("role", "").lower().split()
    if element.tag == "dialog" or element.get("aria-modal") == "true" or "dialog" in roles or "alertdialog" in roles:
        # One that is all there is, as where a page opens its articles in a dialog, is what it is there for.
        return smaller or (topics > 1 and said.addresses)
    if said.heading or not topics or not said.addresses:
        return False
    if _MANAGERS.search(names):
        return said.answers or not within
    beside = not within and (whole.article or smaller)
    if _NAMED.search(names) and topics > 1:
        return said.answers or beside
    unmixed = topics > 2 and 10 * said.topical >= 7 * said.length
    return unmixed and ((said.answers and (smaller or not within)) or (not within and whole.article))


def _words_of(body: Any) -> dict[Any, _Words]:
    """What each element says, in one walk from the leaves up."""
    found: dict[Any, _Words] = {}
    loose: dict[Any, list[str]] = {}
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str) or element.tag in _UNREAD:
            continue
        said = found.setdefault(element, _Words())
        texts = [element.text or "", *loose.pop(element, ()), *(child.tail or "" for child in element)]
        text = " ".join(" ".join(texts).split())
        label = text or element.get("value", "") or element.get("aria-label", "")
        offers = element.tag in ("a", "button", "input") or element.get("role") == "button"
        said.answers |= offers and _ANSWER.match(label) is not None
        said.article |= element.tag in ("article", "main")
        parent = element.getparent() if element is not body else None
        if element.tag in _INLINE and parent is not None:
            loose.setdefault(parent, []).append(text)
        elif text:
            topics = sum(1 << place for place, stems in enumerate(_TOPIC) if stems.search(text))
            said.length += len(text)
            said.topical += len(text) if topics else 0
            said.topics |= topics
            said.addresses |= _ADDRESS.search(text) is not None
            said.heading |= element.tag == "h1" and not topics
        if parent is not None:
            above = found.setdefault(parent, _Words())
            above.length += said.length
            above.topical += said.topical
            above.topics |= said.topics
            above.addresses |= said.addresses
            above.answers |= said.answers
            above.article |= said.article
            above.heading |= said.heading
    return found
