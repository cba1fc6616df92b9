"""Pages that are there in place of an article: an error, a wait, a log-in, a front page; and those that hold only an
article's beginning.

A crawler gets such pages, and people save them. Each is known by how it is made first, by its words only where it is
short, and never where the page marks itself as an article and has the text of one.
"""

import re
from dataclasses import dataclass
from typing import Any

from rag.corpus.pages.addresses import is_front
from rag.corpus.pages.consent import is_request
from rag.corpus.pages.described import Description
from rag.corpus.pages.elements import is_linked, length_of, names_of, naming, own_prose_of, prose_of, selected, words_of
from rag.corpus.pages.linked import is_article
from rag.corpus.pages.titles import main_heading

# In headings, by language: that there is no such page, that its reader has to wait, or to log in.
_PAGE = (
    r"\b(?:page|site|url|file|article|content|document|seite|artikel|página|pagina|contenu|contenido|sayfa|stron[ay]"
    r"|sidan?|siden?|sivua?|страниц\w+|сторінк\w+|stránk\w+|ページ|页面|頁面|페이지|الصفحة|صفحه)"
)
_MISSING = (
    r"(?:not (?:found|(?:currently )?available)|missing|unavailable|gone|(?:does|do)(?:n['’]t| not) exist"
    r"|nicht gefunden|existiert nicht|nicht verfügbar"
    r"|introuvable|non trouvée?|n['’]existe|no encontrad[ao]|no existe|non trovat[ao]|non esiste|não encontrad[ao]"
    r"|niet gevonden|bulunamadı|nie znaleziono|nie istnieje|hittades inte|kunde inte hittas|ikke fundet|ikke funnet"
    r"|finnes ikke|ei löyt|не найден|не знайден|nenalezen|見つかりません|找不到|찾을 수 없|غير موجود|یافت نشد)"
)
_ERROR = re.compile(
    rf"{_PAGE}.{{0,40}}{_MISSING}|(?:nie znaleziono|لم يتم العثور|找不到).{{0,20}}{_PAGE}"
    r"|^(?:not found|access denied|forbidden|unauthorized|zugriff verweigert|accès refusé|acceso denegado"
    r"|accesso negato"
    r"|service unavailable|bad gateway|(?:internal )?server error|something went wrong|an error occurred"
    r"|(?:error|fehler|erreur)?\W*(?:40[0134]|410|429|50[0-4])\W*(?:$|error|page|not|seite|forbidden|gone|service|bad))",
    re.I | re.M,
)
_WAITING = re.compile(
    r"^(?:just a moment|one moment|attention required|pardon our interruption|security (?:check|verification)|captcha"
    r"|ddos protection|please wait|redirecting|einen (?:moment|augenblick)|bitte warten|weiterleitung"
    r"|sicherheitsprüfung|un (?:instant|moment)\b|veuillez patienter|un momento\b|espere|attendere|aguarde|even geduld"
    r"|lütfen bekleyin|proszę czekać|подождите|зачекайте)"
    r"|checking (?:your browser|if the site)|verify(?:ing)? (?:that )?you are|are you (?:a )?(?:human"
    r"|robot)|not a robot"
    r"|unusual (?:traffic|activity)",
    re.I | re.M,
)
_NO_SCRIPT = re.compile(
    r"\b(?:enable|turn on|switch on|activate|requires?|without|aktivier\w*|einschalten|activ\w+|habilit\w+|attiv\w+"
    r"|ative\w*|włącz|включите|etkinleştir\w*|schakel)\b[^.!?]{0,60}\bjava-?script|javascript[^.!?]{0,40}"
    r"(?:disabled|required|aktivier|désactivé|deshabilitad|disabilitat|desativad|devre dışı|отключ|necesita"
    r"|nécessaire)",
    re.I,
)
_LOG_IN = re.compile(
    r"^(?:please )?(?:(?:log|sign)[ -]?(?:in|on)\b|(?:bitte )?anmeld|einloggen|connexion|connectez|identifi"
    r"|inici(?:ar|a) sesi|acced[ei]|entrar\b|inloggen|giriş yap|oturum aç|zaloguj|logga in|log ind|logg inn|kirjaudu"
    r"|войти|вход|увійти|přihlás|ログイン|登录|로그인|تسجيل الدخول"
    r"|subscribe (?:to (?:read|continue)|now)|register to (?:read|continue)|jetzt abonnieren|abonnez-vous"
    r"|suscríbe(?:te|se)|abbonati\b)",
    re.I | re.M,
)
_CHALLENGE = re.compile(
    r"(?:^|[\s_-])(?:challenge|cf-(?:browser|chl|error|wrapper)|captcha|turnstile|datadome|px-captcha)", re.I
)
_WALL = naming(
    r"pay-?wall\w*|reg(?:i|istration)?-?wall|subscri\w+-?(?:wall|only|required)|metered\w*"
    r"|locked(?:-content)?|premium-(?:content|article|box|wall)|tp-modal|gated-?content"
)
_BAR = re.compile(r"\s+[|·•–—-]\s+")
_A_DAY = re.compile(r"(?:[\W\d_]*\d[\W\d_]*[^\W\d_]{0,9})?[\W\d_]*")  # "12:30", "9 March 2026 -", or nothing
_LISTS = {"CollectionPage", "SearchResultsPage", "ItemList"}
_MOST_PARTS = 20
_SHORT, _LITTLE, _LONG, _LONG_RUN, _WALLED, _LONGEST_HEADING = 800, 1000, 2500, 2000, 500, 60
_SENTENCE = re.compile(r"[.!?。！？][\"”“»«'’)\]]*\s*$")
_LEAST_TEASERS, _LEAST_TITLE, _SUMMARY, _PARAGRAPH = 5, 20, 40, 80


@dataclass(frozen=True, slots=True)
class Signs:
    """What in a page's elements tells what kind of page it is: whether it ``asks`` for a password, leads on
    (``refreshes``), puts a ``challenge`` to its reader, or has a ``wall``; how many characters the part has that is not
    free to read (-1 where none is marked); how many headings that are ``links`` come before any prose, how many
    ``rows`` that lead away are all that it has, and whether it asks for ``consent`` and nothing else."""

    asks: bool
    refreshes: bool
    challenge: bool
    wall: bool
    walled: int
    links: int
    rows: int
    consent: bool


def signs_of(tree: Any, page: Description) -> Signs:
    """What tells of the kind of a page, seen before anything is taken out of it."""
    walled = walled_parts(tree, page)
    return Signs(
        asks=bool(tree.xpath("//input[@type='password'][not(ancestor::header or ancestor::nav or ancestor::dialog)]")),
        refreshes=any(re.search(r"\d\s*[;,]\s*url", one, re.I) for one in page.meta.get("refresh", ())),
        challenge=any(
            _CHALLENGE.search(names_of(one)) for one in tree.iter("div", "form", "body", "section", "iframe")
        ),
        wall=_is_walled(page)
        or any(_WALL.search(names_of(one)) for one in tree.iter("div", "section", "aside", "form")),
        walled=sum(len(words_of(one)) for one in walled) if walled else -1,
        links=_links_before_prose(tree, page.facts.get("title", "")),
        rows=_rows(tree),
        consent=is_request(tree),
    )


def _is_walled(page: Description) -> bool:
    if any(
        str(one).lower().rpartition("/")[2] in ("false", "no", "0")
        for one in page.linked.of("isAccessibleForFree") or [True]
    ):
        return True
    tiers = [*page.meta.get("article:content_tier", ()), *page.meta.get("og:article:content_tier", ())]
    return any(tier.lower() in ("locked", "metered", "premium", "paid") for tier in tiers)


def walled_parts(tree: Any, page: Description) -> list[Any]:
    """The elements that a page's JSON-LD says are not free to read."""
    selectors = [part.get("cssSelector") for part in page.linked.of("hasPart") if isinstance(part, dict)]
    return [element for path in selected(selectors) for element in tree.xpath(path)][:_MOST_PARTS]


def _links_before_prose(tree: Any, title: str) -> int:
    """How many headings that are links a page shows, below its main heading where it has one that is none, before its
    first paragraph of prose that follows none of them."""
    main = main_heading(tree, title)
    if main is None:
        main = next((one for one in tree.iter("h1") if not is_linked(one)), None)
    started = main is None
    links, after_link, short, shorter = 0, False, False, 0
    for element in tree.iter("h1", "h2", "h3", "h4", "p", "div"):
        started = started or element is main
        if not started:
            continue
        if any(above.tag in ("nav", "footer", "aside", "dialog") for above in element.iterancestors()):
            continue
        if element.tag in ("p", "div"):
            prose = length_of(_own_prose(element, "h2", "h3"))
            if not after_link and prose >= _PARAGRAPH:
                return links
            if short and prose >= _SUMMARY:
                links, short = links + 1, False
            # One summary belongs to a linked heading.
            after_link = after_link and (not _is_leaf(element, "h2", "h3") or len(words_of(element)) < _PARAGRAPH)
        else:
            after_link = is_linked(element)
            # Shorter ones are of a menu, unless a summary follows.
            short = after_link and length_of(words_of(element)) < _LEAST_TITLE
            links += after_link and not short
            shorter += short
    body = tree.find("body")
    # Where a page says nothing but links, a name aside, these are no menu of something else.
    return links if body is None or len(prose_of(body)) >= _LEAST_TITLE else links + shorter


def _rows(tree: Any) -> int:
    """How many lines of a page open with a link to somewhere else, where it has no prose but a summary behind each of
    them; else 0."""
    links, after_link = 0, False
    for element in tree.iter("a", "p", "div"):
        if any(above.tag in ("nav", "header", "footer", "aside", "dialog") for above in element.iterancestors()):
            continue
        if element.tag == "a":
            if _opens_a_line(element):
                links, after_link = links + 1, True
            continue
        if length_of(_own_prose(element, "ul", "h2", "h3")) >= _PARAGRAPH:
            if not after_link:
                return 0
            after_link = False
    return links


def _is_leaf(element: Any, *blocks: str) -> bool:
    return next(element.iterchildren("div", "p", *blocks), None) is None


def _own_prose(element: Any, *blocks: str) -> str:
    """The prose of an element, or, where some are in it, that which stands beside these ``blocks`` as a text does whose
    paragraphs are parted by line breaks."""
    return prose_of(element) if _is_leaf(element, *blocks) else own_prose_of(element)


def _opens_a_line(link: Any) -> bool:
    """Whether a link is the title of something else, at the beginning of what it stands in or behind a day."""
    if link.get("href", "#")[:1] == "#" or length_of(words_of(link)) < _LEAST_TITLE:
        return False
    around = link.getparent()
    before = "".join([around.text or "", *(one.tail or "" for one in link.itersiblings(preceding=True))])
    return around.tag in ("li", "div", "p", "td", "article", "section", "dt") and _A_DAY.fullmatch(before) is not None


def instead_of_an_article(tree: Any, page: Description, signs: Signs, text: str) -> str:
    """What a page is in place of an article, in words for the reader; "" where it is one, or may be."""
    titles = _BAR.split(tree.xpath("string((//title)[1])")[:_SHORT])
    lines = [" ".join(one.split()) for one in (page.facts.get("title", ""), *page.headings, *titles)]
    named = "\n".join(one for one in lines if len(one) <= _LONGEST_HEADING)
    marked = is_article(page.linked.types) or "article" in page.meta.get("og:type", ())
    dated = marked and bool(page.facts.get("date"))
    everything = words_of(tree)[: 3 * _SHORT] if len(text) < _SHORT else ""
    if length_of(text) < _SHORT and not dated:
        if _ERROR.search(named):
            return "this looks like the page of an error, not like an article"
        said = text if len(text) <= _LONGEST_HEADING else ""
        if signs.challenge or any(_WAITING.search(one) or _NO_SCRIPT.search(one) for one in (named, said)):
            return "this looks like a waiting page that was saved in place of an article"
        # Many a page with a day has a form to log in by that a script shows.
        asks = signs.asks and not page.facts.get("date")
        if asks or (_LOG_IN.search(named) and (not marked or signs.asks)):
            return "this looks like a log-in page that was saved in place of an article"
        if len(everything) < _SHORT and (_NO_SCRIPT.search(everything) or signs.refreshes):
            return "this looks like a waiting page, which leads on to an article"
    if signs.consent and not marked and len(text) < _LONG:
        return "this looks like a request for consent that was saved in place of an article"
    front = is_front(page.facts.get("url", ""))
    if not front and _runs_on(text):
        return ""
    lists = bool(_LISTS & page.linked.types) or front
    if (front or not marked) and signs.links >= (3 if lists else _LEAST_TEASERS):
        return "this looks like a front page or a list of articles, not like an article"
    if not marked and signs.rows >= _LEAST_TEASERS:
        return "this looks like a list of articles, not like an article"
    return ""


def _runs_on(text: str) -> bool:
    """Whether a text has paragraphs of prose one after the other, as an article has and a list of others has not,
    whatever leads away above it."""
    run = longest = 0
    for block in text.split("\n\n"):
        prose = length_of(block) >= _PARAGRAPH and _SENTENCE.search(block) is not None
        run = run + length_of(block) if prose else 0
        longest = max(longest, run)
    return longest >= _LONG_RUN


def only_a_teaser(page: Description, signs: Signs, text: str) -> str:
    """Why a page seems to hold only the beginning of its article; "" where it does not.

    That it is not free to read is no proof: some publishers say so of every page. There is little text, too, or less
    than half of what the page says; less than a third is told by itself.
    """
    if signs.walled >= _WALLED:
        return ""
    said = page.linked.words("wordCount")
    words = int(said) if re.fullmatch(r"\d{1,6}", said) else 0
    fewer = words > 100 and len(text.split()) * 2 < words
    # Without a wall the page may count what it shows elsewhere; of a script without blanks no words are counted.
    far_fewer = words > 100 and len(text.split()) * 3 < words and length_of(text) == len(text)
    if not signs.wall and far_fewer:
        return (
            f"perhaps only the beginning of an article of some {words:,} words ({len(text):,} characters): look, and "
            "save the page once all of it is shown"
        )
    if not signs.wall or not (len(text) < _LITTLE or fewer):
        return ""
    whole = f" of some {words:,} words" if fewer else ""
    return (
        f"perhaps only the beginning of an article{whole} that is not free to read ({len(text):,} characters): save "
        "the page while you are logged in, to have all of it"
    )
