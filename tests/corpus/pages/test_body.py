"""The main text of pages of many layouts: what belongs to it, and what stands around and within it."""

import json

import pytest

from rag.text.sentences import sentences
from tests.corpus.conftest import BODY, PARAGRAPHS, article

TEXT = "\n\n".join(PARAGRAPHS)
MORE = (
    "Shopkeepers on the quay complain that the work took a summer's trade from them, and want the town to pay for it.",
    "The town has promised an answer by the end of the month, and the shopkeepers a march if they do not like it.",
)
OTHER = "<p>Ein anderer Text, der lang ist und von einem Leuchtturm handelt, steht als Kasten bei dem Artikel.</p>"


def text(body: str, head: str = "", lang: str = "en") -> str:
    return article(
        "x.html", f"<html lang={lang}><head><title>Trams</title>{head}</head><body>{body}</body></html>"
    ).text


SOUP = "".join(f"<div class=sc-9>{one}</div>" for one in (*PARAGRAPHS, *MORE))
BREAKS = "<br><br>".join((*PARAGRAPHS, *MORE))
PLAIN = "".join(f"<p>{one}</p>" for one in (*PARAGRAPHS, *MORE))
TEASERS = "".join(
    f"<article><h3><a href=/{n}>Story {n} of the town</a></h3><p>In short.</p></article>" for n in range(4)
)
COMMENTS = "".join(f"<div class=comment><b>Reader {n}</b>{OTHER}{OTHER}</div>" for n in range(6))


@pytest.mark.parametrize(
    "layout",
    [
        f"<article><h1>Trams</h1>{PLAIN}</article>",
        f"<div id=page><div class=entry-content><h1>Trams</h1>{PLAIN}</div></div>",
        f"<div id=__next><div class=sc-1>Menu</div><div class=sc-3><h1>Trams</h1>{SOUP}</div></div>",
        f"<div><article><h3>Storm</h3>{OTHER}{OTHER}</article></div><h1>Trams</h1><div class=x>{PLAIN}</div>",
        f"{TEASERS}<main><h1>Trams</h1><div>{PLAIN}</div></main>{TEASERS}",
        f"<main><h1>Trams</h1><div>{PLAIN}</div><section class=comments-area>{COMMENTS}</section></main>",
        f"<center><h1>Trams</h1>{BREAKS}</center>",
        f"<table><tr><td><a href=/>Home</a></td><td><h1>Trams</h1>{PLAIN}</td></tr></table>",
        f"<main><h1>Trams</h1><div class='subscriber-content premium'>{PLAIN}</div></main>",
        f"<main class='social share'><h1>Trams</h1><div itemprop=articleBody class=newsletter>{PLAIN}</div></main>",
        f"<form id=aspnetForm><div id=content><h1>Trams</h1>{PLAIN}</div></form>",
        f"<article><div class=img></div><header><p>Harbour</p><h1>Trams</h1></header><div>{PLAIN}</div></article>",
        f"<body><h1>Trams</h1><section><div><div>{PLAIN}</div></div></section></body>",
    ],
)
def test_the_text_of_a_layout(layout: str) -> None:
    read = text(layout)
    assert "\n\n".join((*PARAGRAPHS, *MORE)) in read
    assert not any(word in read for word in ("Harbour", "Storm", "Leuchtturm", "Story 1", "Reader"))


@pytest.mark.parametrize(
    "within",
    [
        "<div class=newsletter-signup><h3>Our newsletter</h3><p>The best of it all by mail.</p><form></form></div>",
        "<aside><p>The harbour in numbers, and what it all costs.</p></aside>",
        "<div class='login-box'><p>Already one of us? Then log in here.</p></div>",
        "<div class=share-bar><ul><li>X</li><li>Mail</li></ul></div>",
        "<p><strong>Read more:</strong> <a href=/x>Council quarrels about the bridge of the line</a></p>",
        "<p><a href=/x>Lesen Sie auch: Der Rat streitet über die Brücke</a></p>",
        "<ul><li><a href=/1>Council quarrels on a bridge</a></li><li><a href=/2>A crane for the town</a></li></ul>",
        "<section><h3>More of the day</h3><ul><li><a href=/1>Council quarrels on a bridge</a></li>"
        "<li><a href=/2>A crane for the town at last</a></li><li><a href=/3>The ice works are closed</a></li></ul>"
        "</section>",
        "<figure><img src=a><figcaption>Photo: Tom Weil for the Gazette</figcaption></figure>",
        "<figure><img src=a><figcaption>Getty Images</figcaption></figure>",
        "<div class=card><figure><img src=a><figcaption>Boats in the rain of another town.</figcaption></figure>"
        "<h3><a href=/x>A story of another town</a></h3></div>",
        "<a href=/x><figure><img src=a><figcaption>Boats in the rain of another town.</figcaption></figure></a>",
        "<div class=image-credit>Photo: Tom Weil</div>",
        "<div><a class=subscribe-button href=/s>Subscribe</a></div>",
        "<div class='related-stories'><h4>Related</h4><p>Another story of the harbour.</p></div>",
        "<blockquote class=twitter-tweet><p>What a tram!</p></blockquote>",
        "<div class=author-bio><p>Ana writes on transport.</p></div>",
        "<div class=support><h4>Support us</h4>"
        "<p>We belong to our readers, so give what you can, be it a pound.</p><a href=/give>Give</a></div>",
        "<div class=video-player><p>Video Player is loading.</p><p>This is a modal window.</p></div>",
        "<div class='piano-offer'><p>Read on for one pound a week, as long as you like.</p><button>Buy</button></div>",
    ],
)
def test_what_stands_within_an_article_and_is_no_part_of_it(within: str) -> None:
    read = text(f"<article><h1>Trams</h1>{BODY}{within}<p>{MORE[0]}</p></article>")
    assert read == f"{TEXT}\n\n{MORE[0]}"


FIGURE = "<figure><img src=a><figcaption>The tram on Monday. <span class=credit>T. Weil</span></figcaption></figure>"
OLD_FIGURE = "<div class='wp-caption'><img src=a><p class=wp-caption-text>The tram on Monday.</p></div>"


@pytest.mark.parametrize(
    ("figure", "captions"),
    [
        (FIGURE, ["The tram on Monday."]),
        (OLD_FIGURE, ["The tram on Monday."]),
        ("<figure><img><figcaption>渡轮停靠在码头</figcaption></figure>", ["渡轮停靠在码头"]),
        (f"<figure>{FIGURE}{FIGURE.replace('Mon', 'Sun')}<figcaption>Both of the first days</figcaption></figure>",
         ["The tram on Monday.", "The tram on Sunday.", "Both of the first days"]),
        (FIGURE.replace("<figure", "<figure class=wp-caption"), ["The tram on Monday."]),
    ],
)  # fmt: skip
def test_captions_are_paragraphs_of_their_own_where_their_picture_stands(figure: str, captions: list[str]) -> None:
    told = [f"Picture: {one}" for one in captions]
    read = text(f"<article><h1>Trams</h1>{BODY}{figure}<p>{MORE[0]}</p></article>")
    assert read == "\n\n".join((TEXT, *told, MORE[0]))
    assert {*told} <= {read[start:end] for start, end in sentences(read)}
    above = text(f"<main><div class=top><h1>Trams</h1>{figure}</div><div class=article-body>{BODY}</div></main>")
    assert above == "\n\n".join((*told, TEXT))
    stated = json.dumps({"@type": "Article", "headline": "Trams", "articleBody": "\n".join((*PARAGRAPHS, *MORE))})
    data = f"<script type='application/ld+json'>{stated}</script>"
    assert text(f"<article><h1>Trams</h1>{figure}{PLAIN}</article>", data) == "\n\n".join((*told, *PARAGRAPHS, *MORE))


def test_what_is_called_a_wall_may_be_a_paragraph_with_a_link() -> None:
    linked = f"<p class=paywall>{MORE[0]} So says <a href=/ana>the mayor</a>.</p>"
    assert text(f"<article><h1>Trams</h1>{BODY}{linked}</article>") == f"{TEXT}\n\n{MORE[0]} So says the mayor."


def test_a_text_that_is_made_of_links_stays() -> None:
    links = "".join(f"<p><a href=/{n}>The story number {n} of the harbour and the town</a></p>" for n in range(20))
    assert text(f"<article><h1>Trams</h1><p>{MORE[0]}</p>{links}</article>").count("The story number") > 15


LEAD = "After two years of waiting the harbour has its trams, and the council quarrels about more."


@pytest.mark.parametrize(
    ("head", "lead"),
    [
        ("", f"<p class=article__standfirst>{LEAD}</p>"),
        ("", f"<h2 itemprop=description>{LEAD}</h2>"),
        (f"<meta name=description content='{LEAD}'>", f"<div class=x>{LEAD}</div>"),
        (f"<meta property=og:description content='{LEAD[:60]}...'>", f"<p>{LEAD}</p>"),
    ],
)
def test_the_lead_above_a_text_is_part_of_it(head: str, lead: str) -> None:
    body = f"<main><div class=top><h1>Trams</h1>{lead}<p>By Ana P</p></div><div class=article-body>{BODY}</div></main>"
    assert text(body, head) == f"{LEAD}\n\n{TEXT}"
    assert text(body.replace("By Ana P", "More").replace(lead, ""), head) == TEXT


def test_a_title_in_parts_and_a_byline_above_a_text_are_no_part_of_it() -> None:
    head = "<meta property=og:title content='Trams in Norrin: late at last'><meta name=author content='Ana Petrović'>"
    top = f"<p>Trams in Norrin</p><h2>Late at last</h2><p>{LEAD}</p><div>By Ana Petrović, Norrin</div>"
    assert text(f"<article><header>{top}</header>{BODY}</article>", head) == f"{LEAD}\n\n{TEXT}"


def test_the_lead_is_what_a_page_says_is_to_be_spoken() -> None:
    spoken = {"@type": "SpeakableSpecification", "cssSelector": ["h1", ".x .spoken"]}
    data = json.dumps({"@type": "Article", "headline": "Trams", "speakable": spoken})
    body = f"<main><h1>Trams</h1><div class='x spoken'>{LEAD}</div><div class=article-body>{BODY}</div></main>"
    assert text(body, f"<script type='application/ld+json'>{data}</script>") == f"{LEAD}\n\n{TEXT}"


def test_lists_keep_their_numbers_and_cells_their_lines() -> None:
    lists = "<ol start=3><li>Quay</li><li><p>Market</p></li></ol><ol reversed><li>Two</li><li>One</li></ol>"
    table = (
        "<table><tr><th>Stop</th><th>Lines</th></tr><tr><td>Quay<br>West</td><td><ul><li>1<li>2</ul></td></tr></table>"
    )
    read = text(f"<article><h1>Trams</h1>{BODY}{lists}{table}<p>{MORE[0]}</p></article>")
    assert read == f"{TEXT}\n\n3. Quay\n4. Market\n\n2. Two\n1. One\n\nStop | Lines\nQuay\nWest | 1\n2\n\n{MORE[0]}"


def test_the_entries_of_a_list_may_be_texts_of_their_own() -> None:
    entries = "".join(f"<li><h3>Stop {n}</h3><p>{one}</p></li>" for n, one in enumerate(PARAGRAPHS))
    read = text(f"<article><h1>Trams</h1><p>{MORE[0]}</p><ol>{entries}</ol></article>")
    assert read == "\n\n".join((MORE[0], *(f"{n + 1}. Stop {n}\n\n{one}" for n, one in enumerate(PARAGRAPHS))))


@pytest.mark.parametrize(
    ("first", "lang", "expected"),
    [
        ("<span class=dropcap>T</span>he trams", "en", "The trams"),
        ("<span class=drop-cap>T</span> he trams", "en", "The trams"),
        ("<span class=has-dropcap><b class=first-letter>A</b> tram</span>", "en", "A tram"),
        ("<span class=dropcap>A</span>\nm Montag", "de", "Am Montag"),
        ("<img class=dropcap alt=T src=t.png>he trams", "en", "The trams"),
        ("<span class=dropcap>“T</span>he trams", "en", "“The trams"),
        ("<span class=dropcap>The</span> trams", "en", "The trams"),
    ],
)
def test_a_drop_capital_is_joined_with_its_word(first: str, lang: str, expected: str) -> None:
    read = text(
        f"<article><h1>T</h1><p>{first} are running on the new line of the harbour.</p>{BODY}</article>", "", lang
    )
    assert read.startswith(f"{expected} are running")


@pytest.mark.parametrize("inner", ["", "itemprop=articleBody", "class=post-body"])
@pytest.mark.parametrize("mark", ["class=live-post", "itemprop=liveBlogUpdate"])
def test_a_live_blog_keeps_the_heading_and_the_time_of_each_post(mark: str, inner: str) -> None:
    posts = "".join(
        f"<article {mark}><time datetime=2023-10-09T1{n}:30>1{n}:30 Uhr</time><h3><a href=#{n}>Nachricht {n}</a></h3>"
        f"<div {inner}><p>{one}</p></div></article>"
        for n, one in enumerate(PARAGRAPHS)
    )
    data = json.dumps({"@type": "LiveBlogPosting", "headline": "Wahl", "datePublished": "2023-10-09"})
    read = text(
        f"<main><h1>Wahl</h1><p>{MORE[0]}</p>{posts}</main>", f"<script type='application/ld+json'>{data}</script>"
    )
    shown = [f"1{n}:30 Uhr Nachricht {n}\n\n{one}" for n, one in enumerate(PARAGRAPHS)]
    assert read == "\n\n".join((MORE[0], *shown))


def test_what_a_page_states_as_its_text_tells_it_from_others() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "T", "articleBody": " ".join((*PARAGRAPHS, *MORE))})
    body = f"<div><article>{OTHER * 1}{OTHER.replace('lang', 'kurz')}</article></div><div class=zz>{PLAIN}</div>"
    read = text(body, f"<script type='application/ld+json'>{data}</script>")
    assert read == "\n\n".join((*PARAGRAPHS, *MORE))


def test_a_correction_is_part_of_the_article() -> None:
    said = "An earlier version of this article gave the wrong length of the line."
    data = json.dumps({"@type": "Article", "headline": "T", "correction": {"@type": "CorrectionComment", "text": said}})
    head = f"<script type='application/ld+json'>{data}</script>"
    assert text(f"<article>{BODY}</article>", head) == f"{TEXT}\n\n{said}"
    assert text(f"<article>{BODY}<p>{said}</p></article>", head) == f"{TEXT}\n\n{said}"


def test_a_text_in_several_groups_of_paragraphs_is_read_whole() -> None:
    parts = ["".join(f"<p>{one} It is part {n} of it.</p>" for one in MORE * 3) for n in range(4)]
    groups = "".join(f"<div class=outer><div class=article-body>{part}</div></div>" for part in parts)
    read = text(f"<article><h1>Trams</h1><div class=story><div class=content>{groups}</div></div></article>")
    assert [n for n in range(4) if f"It is part {n} of it." in read] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "credit", ["Foto: Bo Quist/TT", "Photographs by Bo Quist", "Фото: Bo Quist", "Crédits photo : Bo Quist"]
)
def test_a_paragraph_that_credits_a_picture_is_none_of_the_text(credit: str) -> None:
    page = f"<title>Tram</title><main><h1>Tram</h1>{BODY}<p>{credit}</p></main>"
    assert "Quist" not in article("x.html", page).text
    said = "Photos: three of the harbour were found in a drawer."
    assert article("x.html", page.replace(credit, said)).text.endswith(said)
    caption = "<figure><img src=a><figcaption>Ana Petrović and Eva Holm on the quay with Bo Quist</figcaption></figure>"
    assert "Picture: Ana" in article("x.html", page.replace("<h1>Tram</h1>", f"<h1>Tram</h1><p>One.</p>{caption}")).text


@pytest.mark.parametrize(
    "page", ["By Ana Petrović<br>Ledger staff<br><br>{}", "{}<p>Reporting by Ana Petrović; Editing by Bo</p>"]
)
def test_a_line_of_the_text_may_say_who_wrote_it(page: str) -> None:
    body = page.format("<br><br>".join(PARAGRAPHS))
    read = article("x.html", f"<title>Tram</title><div><b>Tram</b><br><br>{body}</div>")
    assert read.author == "Ana Petrović"
    assert "Ana" not in read.text
    assert PARAGRAPHS[0] in read.text


def test_a_note_on_the_writer_below_the_text_is_none_of_it() -> None:
    head = "<title>Trams at last</title><meta name=author content='Ana Roux'>"
    note = "<p>Ana Roux covers the harbour. Reach her at ana@gazette.example.</p>"
    printed = "<p>A version of this article appears in print on Oct. 9, 2023, Section A. Order Reprints</p>"
    page = f"{head}<article><h1>Trams at last</h1>{BODY}{{}}</article>"
    assert article("x.html", page.format(note + printed)).text == "\n\n".join(PARAGRAPHS)
    said = "<p>Ana Roux said: “It rains.”</p>"
    assert article("x.html", page.format(said)).text.endswith("Ana Roux said: “It rains.”"), "what is quoted stays"
    assert article("x.html", page.format(note + said)).text.count("Ana Roux") == 2, "and what stands within the text"


def test_the_lead_may_stand_deeper_in_what_is_called_one() -> None:
    lead = "The council has argued about the line for eleven years, and paid for it twice."
    page = f"<div data-gu-name=standfirst><div class=a><p>{lead}</p></div></div><div class=article-body>{BODY}</div>"
    text = article("x.html", f"<title>Trams</title><article><h1>Trams at last</h1>{page}</article>").text
    assert text.split("\n\n")[0] == lead


def test_the_posts_of_a_live_blog_may_stand_in_a_list_alone() -> None:
    headings = ("11:00 It runs", "10:00 It waits", "09:00 Good morning")
    posts = "".join(
        f"<li><article><header><time datetime=2023-10-09T{heading[:5]}Z>{heading[:5]}</time><h3>{heading[6:]}</h3>"
        f"</header><p>{text}</p></article></li>"
        for heading, text in zip(headings, PARAGRAPHS, strict=True)
    )
    summary = "<section><h2>Summary</h2><ul><li>The first tram has left the harbour in the rain</li></ul></section>"
    kind = '<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Trams live"}</script>'
    blog = f"<h1>Trams live</h1>{summary}<section><ol>{posts}</ol></section>"
    text = article("x.html", f"<title>Trams live</title>{kind}<main>{blog}</main>").text
    assert "- The first tram has left" in text
    for heading, paragraph in zip(headings, PARAGRAPHS, strict=True):
        assert f"\n\n{heading}\n\n{paragraph}" in text


def test_a_module_that_leads_to_another_article_is_no_part_of_the_text() -> None:
    def text(within: str) -> str:
        first, second = (f"<p>{one}</p>" for one in PARAGRAPHS[:2])
        page = f"<title>Trams</title><article><h1>Trams at last</h1>{first}{within}{second}</article>"
        return article("x.html", page).text

    linked = "<h3><a href='/i'>Las piscinas, en peligro</a></h3>"
    module = f"<section class=b-a><header>Más información</header>{linked}</section>"
    assert text(module) == "\n\n".join(PARAGRAPHS[:2])
    below = "<p>It has stood there since 1834, and is of stone, as the mill is.</p>"
    assert "since 1834" in text(f"<div><h3><a href='/map'>The bridge by the mill</a></h3>{below}</div>")


def test_a_rule_of_signs_is_no_paragraph() -> None:
    page = f"<title>Trams</title><article><h1>Trams at last</h1>{BODY}<p>___</p><p>Bo Quist contributed.</p></article>"
    assert "___" not in article("x.html", page).text
