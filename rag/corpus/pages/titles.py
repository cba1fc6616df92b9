"""What a page's article is called: of all that the page gives for a title, what most of it agrees on, without the names
of the site and of its section."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from rapidfuzz.fuzz import ratio, token_set_ratio

from rag.corpus.articles import letters_of, without_site
from rag.corpus.pages.addresses import is_front
from rag.corpus.pages.bylines import Sites, people_in
from rag.corpus.pages.elements import Meta, is_small, names_of, naming, words_of
from rag.corpus.pages.linked import Linked, plain, types_of

_BAR = re.compile(r"\s*(?:[|·»•‹›«]|\s::?|\s(?:[–—-]|--))(?:\s+|$)")
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_DOMAIN = re.compile(r"(?:www\.)?[\w-]{3,}\.(?!js$)(?:com|org|net|info|news|[a-z]{2}|[a-z]{2}\.[a-z]{2})", re.I)
_BY = re.compile(r"(?:by|von|par|por|di)\s", re.I)
_KICKER = naming(
    r"kicker|eyebrow|top-?line|over-?line|roof-?line|dachzeile|label|category|section|prefix|sur-?title"
    r"|super-?title|pre-?title|volanta|antetitulo|occhiello|surtitre"
)
# How many comments there are, which some pages show in the heading.
_COUNTED = re.compile(
    r"\s*[(\[]\d{1,5} (?:comments?|replies|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties"
    r"|kommentarer)[)\]]$",
    re.I,
)
_RIGHTS = re.compile(
    r"©|\(c\)|\bcopyright\b|\ball rights reserved\b|(?<!\d)(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?", re.I
)
_ANCHOR = re.compile(r"\s*[¶§🔗#]$")  # a link to the heading itself
_TO_A_SECTION = re.compile(r"/(?:topics?|tags?|categor(?:y|ies)|sections?|rubri\w+|thema|themen)/", re.I)
_SAME, _LIKE = 90, 60  # of 100, by which two titles are alike, and by which they are of one article
_LINES = ("h2", "h3", "h4", "div", "p", "span", "b", "strong", "font", "td", "a")
_MOST_HEADINGS, _HEADLINE, _MOST_LINES, _LEAST = 20, 30, 300, 8
_LONGEST, _CUT_SHORT = 400, 100


def main_heading(tree: Any, title: str) -> Any:
    """The element of the heading of a page's article: of several that which is most like its ``title``, so that no logo
    and no other article's is taken for it; None where none is like it, and there is not just one."""
    headings = [one for one in tree.iter("h1") if words_of(one) and not _leads_home(one)]
    title = _plainest(title)
    likeness = [ratio(title, _plainest(words_of(one)[:_LONGEST])) for one in headings[:_MOST_HEADINGS]]
    if title and max(likeness, default=0) >= _LIKE:
        return headings[likeness.index(max(likeness))]
    if headings:
        return headings[0] if len(headings) == 1 else None
    below = islice(tree.iter("h2", "h3"), _MOST_HEADINGS)
    return next((one for one in below if title and _plainest(words_of(one)) == title), None)


def headings_of(tree: Any) -> tuple[str, ...]:
    """The main headings that a page shows, but for those of what stands beside its article."""
    found = [
        plain(_without_kicker(heading))
        for heading in tree.xpath("//h1[not(ancestor::nav or ancestor::footer or ancestor::aside)]")[:20]
        if not _leads_home(heading)
    ]
    return tuple(dict.fromkeys(heading for heading in found if heading))


def _leads_home(heading: Any) -> bool:
    """Whether a heading is the name of the site, as a link to its front page."""
    link = next(heading.iterancestors("a"), heading.find(".//a"))
    to = "" if link is None else link.get("href") or ""
    return (to == "/" or is_front(to)) and words_of(link) == words_of(heading)


def _without_kicker(heading: Any) -> str:
    """The words of a heading, but for those that only say what it is about, above its line."""
    kickers = [
        one
        for one in heading.iter("span", "div", "p", "small", "a")
        if _KICKER.search(names_of(one)) or (one is heading[0] and words_of(one)[-1:] in ("/", "|"))
    ]
    words = _ANCHOR.sub("", words_of(heading))
    for kicker in kickers[:3]:
        words = words.removeprefix(words_of(kicker)).lstrip(" :|–—-") or words
    if len(heading) and heading[-1].tag == "a" and _TO_A_SECTION.search(heading[-1].get("href") or ""):
        words = words.removesuffix(words_of(heading[-1])).rstrip(" :|–—-") or words
    last = f" ({words_of(heading[-1]).strip('()[]')})" if len(heading) and not (heading[-1].tail or "").strip() else ""
    if _COUNTED.fullmatch(last):
        words = words.removesuffix(words_of(heading[-1])).rstrip()
    return _COUNTED.sub("", words) or words


def title_of(tree: Any, meta: Meta, linked: Linked, shown: Sequence[str], sites: Sites) -> str:
    """The title of a page's article; "" where it has none."""
    page_title = _named_in_chinese(_page_title(tree))[0]
    # A heading that ends the page's title names the site.
    said = {_plainest(one) for one in (*meta.get("og:title", ())[:1], linked.words("headline"))}
    logos = [
        one
        for one in shown
        if re.search(rf"\W{re.escape(one)}$", page_title)
        and _plainest(one) not in said
        and not sites.has(_BAR.split(page_title)[0])
    ]
    headings = [one for one in shown if one not in logos and not sites.has(one)] or _named_by(tree, page_title)
    sections = Sites([*map(linked.named, linked.of("articleSection")), *meta.get("article:section", ())])
    given = {
        "meta": next((plain(one) for key in ("og:title", "twitter:title") for one in meta.get(key, ()) if one), ""),
        "linked": linked.words("headline"),
        "shown": headings[0] if len(headings) == 1 else "",
        "catalogue": next(
            (plain(one) for key in ("citation_title", "dc.title") for one in meta.get(key, ()) if one), ""
        ),
        "page": page_title,
        "name": linked.words("name"),
    }
    bare = {
        source: _bare(title[:_LONGEST], headings, sites, sections, logos) for source, title in given.items() if title
    }
    # Headings of several articles: that one which the page's own title opens with, or has in it.
    if "shown" not in bare:
        alike = [one for one in headings if any(_same(one, other) for other in bare.values())]
        held = [one for one in headings if len(one) >= _HEADLINE and _plainest(one) in _plainest(page_title)]
        bare["shown"] = next(iter(alike or held), "")
    main = [bare[source] for source in ("meta", "linked", "shown") if bare.get(source)]
    if _is_headline(shouted := bare.get("shown", ""), [one for source, one in bare.items() if source != "shown"]):
        # In capitals it is said more plainly elsewhere.
        plainer = (one for one in bare.values() if shouted.isupper() and _plainest(one) == _plainest(shouted))
        return next((one for one in plainer if not one.isupper()), shouted)
    if main and len(main) + bool(bare.get("page")) > 2:
        # What is shown as its heading, where two and two agree.
        return _agreed([*main[::-1], *filter(None, [bare.get("page")])])
    if len(main) == 2:
        return _agreed(main)
    if main == [shouted] and (below := _below_section(tree, shouted, bare.get("page", ""))):
        return below
    return next((bare[source] for source in given if bare.get(source)), "") or next(iter(headings), "")


def _is_headline(shown: str, others: Sequence[str]) -> bool:
    """Whether a page's only heading is that of its article: long enough, and about what it is called for networks and
    search engines, in other words, it may be."""
    alike = max((token_set_ratio(_plainest(shown), _plainest(one)) for one in others), default=0)
    return len(shown) >= _HEADLINE and alike >= _LIKE


def _below_section(tree: Any, heading: str, title: str) -> str:
    """The heading of an article below that of its section, with which the page's ``title`` has little in common; ""
    where there is none."""
    if len(heading) >= _HEADLINE or token_set_ratio(_plainest(heading), title := _plainest(title)) >= _LIKE:
        return ""
    lines = (words_of(one) for one in islice(tree.iter("h2", "h3"), _MOST_HEADINGS))
    same = (one for one in lines if len(one) >= _HEADLINE and token_set_ratio(_plainest(one), title) >= _SAME)
    return next(same, "")


def _agreed(titles: Sequence[str]) -> str:
    """That of some titles which is most like the others; the first where they differ all alike."""
    plainest = [_plainest(title) for title in titles]
    likeness = [sum(ratio(one, other) for other in plainest) for one in plainest]
    title = titles[next(place for place, value in enumerate(likeness) if value >= max(likeness) - 1e-6)]
    # One that was cut short, for a network or a search engine, is given in full elsewhere.
    start = _plainest(_CUT.sub("", title))
    if _CUT.search(title) or len(title) >= _CUT_SHORT:
        return next((one for one in titles if len(one) > len(title) and _plainest(one).startswith(start)), title)
    return title


def _bare(title: str, headings: Sequence[str], sites: Sites, sections: Sites, logos: Sequence[str]) -> str:
    """A title without the names of site and section at its end, the site's at its beginning, and who it is by."""
    cut = without_site(title, headings, "")
    if cut != title:
        return cut
    logo = Sites(logos)
    ends = list(_BAR.finditer(title))
    while ends:
        last = title[ends[-1].end() :].strip()
        if last and not (
            sites.has(last)
            or logo.has(last)
            or sections.has(last)
            or _DOMAIN.fullmatch(last)
            or (_BY.match(last) and people_in(last, sites, strict=True))
        ):
            break
        title = title[: ends.pop().start()].rstrip()
    first = _BAR.search(title) or re.search(r":\s+", title)
    if first and sites.has(title[: first.start()].strip()) and title[first.end() :].strip():
        title = title[first.end() :].strip()
        # Behind the site's name stand those of its parts, down to the article.
        *parts, last = _BAR.split(title)
        title = last if len(last) > sum(map(len, parts)) else title
    return title


def _named_by(tree: Any, title: str) -> list[str]:
    """The line of a page without a main heading with which its ``title`` opens or ends, beside the name of its site."""
    bars = [*_BAR.finditer(title), *re.finditer(r":\s+", title)]
    ends = {_plainest(part) for bar in bars for part in (title[: bar.start()], title[bar.end() :])}
    ends = {end for end in ends if len(end) >= _LEAST}
    lines = islice(tree.iter(*_LINES), _MOST_LINES) if ends else ()
    return [
        words
        for one in lines
        if is_small(one, 3)
        and _plainest(words := words_of(one)) in ends
        and (one.tag != "a" or len(words) >= _HEADLINE)
    ][:1]


def _plainest(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _same(one: str, other: str) -> bool:
    return ratio(_plainest(one), _plainest(other), score_cutoff=_SAME) > 0


def _page_title(tree: Any) -> str:
    return plain(tree.xpath("string((//title[not(ancestor::svg)])[1])"))


def _named_in_chinese(title: str) -> tuple[str, list[str]]:
    """A title, and the names of section and site that pages in Chinese put behind it with a line between."""
    first, *rest = re.split(r"_(?=[^_]*[\u3400-\u9fff])", title) if re.search("[\u3400-\u9fff]", title) else [title]
    return (first.strip(), [one.strip() for one in rest]) if first.strip() else (title, [])


def site_names(tree: Any, meta: Meta, linked: Linked, addresses: Iterable[str]) -> list[str]:
    """The names by which the page's site goes, the most telling first."""
    keys = ("og:site_name", "publisher", "dc.publisher", "application-name", "apple-mobile-web-app-title",
            "twitter:site", "al:android:app_name")  # fmt: skip
    hosts = [
        match[1] for address in addresses if (match := re.match(r"https?://(?:www\d?\.)?([^/:?#]+)", address, re.I))
    ]
    stems = [host.rpartition(".")[0] for host in hosts]
    parts = [max(stem.split("."), key=len) for stem in stems]
    names = [plain(name) for key in keys for name in meta.get(key, ())]
    names += [_RIGHTS.sub(" ", plain(name)).strip(" ,.") for name in meta.get("copyright", ())]
    # The owner of a page of its own is a person.
    owners = [linked.named(one) for one in linked.of("publisher") if _is_person(one)]
    people = {letters_of(linked.named(one)) for one in linked.of("author") if _is_person(one)}
    hosts = [host for host in [*hosts, *stems, *parts] if letters_of(host) not in people]
    behind = _named_in_chinese(_page_title(tree))[1]
    return [name for name in [*names[:20], *linked.sites, *hosts, *behind] if name and name not in owners]


def site_in_title(tree: Any, headings: Sequence[str], names: Sequence[str]) -> str:
    """What the page's title has behind its heading, where that is one of the ``names`` of its site with other words;
    else ""."""
    behind = behind_title(tree, headings)
    named = any(len(name) > 3 and letters_of(name) in letters_of(behind) for name in names)
    return behind if named else ""


def behind_title(tree: Any, headings: Sequence[str]) -> str:
    """What the page's title has behind a heading that it opens with, be that as it is shown or shorter; ""."""
    title = plain(tree.xpath("string((//title)[1])")[:_LONGEST])
    parts = re.fullmatch(r"(.{8,}?)\s+[|·»•–—-]\s+([^|·»•]{3,60})", title)
    for heading in headings:
        behind = re.fullmatch(rf"{re.escape(heading)}\s*[|·»•–—-]\s*([^|·»•]{{3,60}})", title) if heading else None
        if behind:
            return behind[1]
        if parts and heading.startswith(parts[1]):
            return parts[2]
    return ""


def _is_person(value: object) -> bool:
    return "Person" in types_of(value)
