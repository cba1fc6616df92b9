"""Messages of mail: what they say, by whom, when and on which list; newsletters cut; what they quote left out."""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from rag.corpus.reading import read_file
from tests.corpus.archives.conftest import NOTE, message, read, zipped
from tests.corpus.conftest import PARAGRAPHS, RUSSIAN, article, reason

HTML = (
    "<html><head><meta charset=latin1></head><body><h1>Die Straßenbahn</h1>"
    "<p>Sie fährt um sechs, und es regnet.</p></body></html>"
)


def test_the_html_part_is_read_first_with_what_the_headers_say() -> None:
    given = message("Plain.", HTML, List_Id="Hafenbrief <brief.gazette.example>", Message_ID="<1@gazette.example>")
    one = article("letter.eml", given.as_bytes(policy=SMTP))
    assert one.id == "letter.eml"
    assert one.title == "The tram"
    assert one.text.endswith("Sie fährt um sechs, und es regnet.")
    assert (one.author, one.source) == ("Ada Holm", "Hafenbrief")
    # Its own day, not that of another time zone.
    assert (one.published, one.published_from) == (date(2023, 10, 9), "metadata")
    assert one.url is None


@pytest.mark.parametrize(
    ("charset", "text"),
    [("utf-8", "Yağmur yağıyor, köprü açıldı."), ("iso-8859-9", "Yağmur yağıyor, köprü açıldı."), ("koi8-r", RUSSIAN),
     ("windows-1252", "„Der Fährmann“ kam – spät."), ("iso-2022-jp", "路面電車は六時に出発した。")],
)  # fmt: skip
@pytest.mark.parametrize("packing", ["quoted-printable", "base64"])
@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_each_encoding_is_read(charset: str, text: str, packing: str, subtype: str) -> None:
    given = message()
    given.replace_header("Subject", text)
    given.set_content(text if subtype == "plain" else f"<p>{text}</p>", subtype, charset=charset, cte=packing)
    one = article("x.eml", given.as_bytes())
    assert (one.title, one.text) == (text, text)


@pytest.mark.parametrize(
    ("raw", "title", "author"),
    [
        ("Subject: =?utf-8?B?WWHEn211cg==?= =?utf-8?Q?_ya=C4=9F=C4=B1yor?=\n"
         "From: =?utf-8?Q?Ay=C5=9Fe=2C_Kaya?= <a@b.example>",
         "Yağmur yağıyor", "Ayşe, Kaya"),
        ("Subject: Fähre steht\nFrom: Jürgen <a@b.example>", "Fähre steht", "Jürgen"),
        ("Subject: =?x-unknown?Q?Ferry?= =?utf-8?B?!!!?=\nFrom: a@b.example", "Ferry", None),
        ("Subject: Fwd: WG: Ferry\n stops\nFrom: \"Holm, Ada\" <a@b.example>", "Ferry stops", "Holm, Ada"),
        ("subject: Ferry\nFROM: \"a@b.example\" <a@b.example>", "Ferry", None),
        ("From: <>", "X", None),
    ],
)  # fmt: skip
def test_headers_are_decoded(raw: str, title: str, author: str | None) -> None:
    one = article("x.eml", f"{raw}\n\nThe ferry is late today.\n")
    assert (one.title, one.author) == (title, author)
    assert one.source == (author or ("a@b.example" if "a@b" in raw else None))
    assert one.published is None


@pytest.mark.parametrize(
    ("given", "day"),
    [("Fri, 30 May 2025 23:59:00 +0200 (CEST)", date(2025, 5, 30)), ("30 May 2025 10:00 GMT", date(2025, 5, 30)),
     ("yesterday", None), ("Fri, 45 May 2025 10:00:00 +0000", None), ("Thu, 1 Jan 1970 00:00:00 +0000", None),
     ("", None)],
)  # fmt: skip
def test_the_day_is_that_of_the_date_header_or_unknown(given: str, day: date | None) -> None:
    assert article("x.eml", f"Date: {given}\nSubject: Ferry\n\nIt is late today.\n").published == day


@pytest.mark.parametrize(
    ("headers", "html", "url"),
    [
        ({"Archived_At": "<https://gazette.example/p/ferry?utm_source=x>"}, "", "https://gazette.example/p/ferry"),
        ({"List_Post": "<mailto:a@b.example>, <https://gazette.example/p/ferry>"}, "", "https://gazette.example/p/ferry"),
        ({"List_Archive": "<https://gazette.example/2025/ferry-stops>"}, "", "https://gazette.example/2025/ferry-stops"),
        ({"List_Archive": "<https://gazette.example/archives/harbour-list/>",
          "List_Id": "<harbour-list.gazette.example>"}, "", None),
        ({}, "<p><a href='https://gazette.example/b/12?e=1'>View this email in your browser</a></p>", "https://gazette.example/b/12"),
        ({}, "<p>Wird sie falsch gezeigt? <a href='https://gazette.example/b/12'>Im Browser ansehen</a></p>", "https://gazette.example/b/12"),
        ({}, "<td><a href='https://gazette.example/b/12'>Voir dans le navigateur</a></td>", "https://gazette.example/b/12"),
        ({}, f"<p><a href='https://click.example/{'aB3' * 30}'>View in browser</a></p>", None),
        ({}, "<p><a href='javascript:alert(1)'>View in browser</a></p>", None),
    ],
)  # fmt: skip
def test_the_messages_own_address_is_known_where_it_is_plain(
    headers: dict[str, str], html: str, url: str | None
) -> None:
    one = article("x.eml", message("", f"<body>{html}<p>{PARAGRAPHS[0]}</p></body>", **headers).as_bytes())
    assert (one.url, one.text) == (url, PARAGRAPHS[0])


def test_a_newsletter_of_several_articles_is_cut_by_its_headings() -> None:
    row = "<tr><td><table><tr><td><img src=x></td><td>{}</td></tr></table></td></tr>"
    first = (
        f"<h2><a href='https://gazette.example/a/tram?utm_medium=mail'>Die Tram fährt</a></h2><p>{PARAGRAPHS[0]}</p>"
    )
    second = (
        f"<a href='https://gazette.example/a/line'><h2>A second line</h2></a>{PARAGRAPHS[1]}<br><br>{PARAGRAPHS[2]}"
    )
    html = (
        "<body><div style='display:none;max-height:0'>All on the tram &zwnj;&nbsp;&zwnj;&nbsp;</div>"
        "<table><tr><td><h1><a href='https://gazette.example/'>The Gazette</a></h1></td></tr>"
        f"{row.format(first)}{row.format(second)}<tr><td>You get this as you asked for it. "
        "<a href='https://gazette.example/u?x=1'>Abmelden</a><img src='https://gazette.example/o.gif' width=1 height=1>"
        "</td></tr></table></body>"
    )
    articles, told = read("x.eml", message("", html, Subject="Morning letter").as_bytes())
    assert told == {}
    assert [(one.id, one.title, one.url) for one in articles.values()] == [
        ("x.eml#1", "Die Tram fährt", "https://gazette.example/a/tram"),
        ("x.eml#2", "A second line", "https://gazette.example/a/line"),
    ]
    assert [one.text.split("\n") for one in articles.values()] == [[PARAGRAPHS[0]], [PARAGRAPHS[1], PARAGRAPHS[2]]]
    assert {one.published for one in articles.values()} == {date(2023, 10, 9)}
    opened = html.replace("<h1>", f"<p>{PARAGRAPHS[2]} {PARAGRAPHS[1]}</p><h1>")
    articles, _ = read("x.eml", message("", opened, Subject="Morning letter").as_bytes())
    assert [(one.id, one.title) for one in articles.values()] == [
        ("x.eml", "Morning letter"), ("x.eml#1", "Die Tram fährt"), ("x.eml#2", "A second line"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>One</h2><p>{PARAGRAPHS[0]}</p><h2>Two</h2><p>{PARAGRAPHS[1]}</p>",
        f"<h2><a href=https://a.example/1>One</a></h2><p>{PARAGRAPHS[0]}</p><h2><a href=https://a.example/1#two>Two</a></h2><p>{PARAGRAPHS[1]}</p>",
        f"<h2><a href=https://a.example/1>One</a></h2><h2><a href=https://a.example/2>Two</a></h2><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>",
    ],
)
def test_headings_that_part_no_articles_cut_nothing(html: str) -> None:
    one = article("x.eml", message("", html).as_bytes())
    assert one.id == "x.eml"
    assert "Two" in one.text
    assert PARAGRAPHS[1] in one.text


def test_tables_that_lay_out_are_read_through_and_tables_of_data_stay() -> None:
    html = (
        "<table><tr><td><table><tr><td>The ferry is late today, said the line.</td></tr></table></td>"
        "<td>It rains.</td></tr>"
        "</table><table><tr><th>Line</th><th>Price</th></tr><tr><td>One</td><td>41</td></tr></table>"
    )
    assert article("x.eml", message("", html).as_bytes()).text == (
        "The ferry is late today, said the line.\n\nIt rains.\n\nLine | Price\nOne | 41"
    )


OWN = "I think that the ferry was late, and that the crew was told of it in May."
QUOTED = "The ferry came early, and nobody was on board of it."


@pytest.mark.parametrize(
    "html",
    [
        f"<div>{OWN}<div class=gmail_signature>Ada</div></div>"
        f"<div class=gmail_quote><div class=gmail_attr>On 9 May Bo:</div><blockquote>{QUOTED}</blockquote></div>",
        f"<p>{OWN}</p><div class=moz-cite-prefix>Am 9. Mai schrieb Bo:</div>"
        f"<blockquote type=cite><p>{QUOTED}</p></blockquote><pre class=moz-signature>-- \nAda</pre>",
        f"<p>{OWN}</p><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>Von:</b> Bo<br></div><div>{QUOTED}</div>",
        f"<div><p>{OWN}</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Bo<br>"
        f"<b>Sent:</b> 9 May<br><b>To:</b> Ada</p></div></div><p>{QUOTED}</p></div>",
        f"<p>{OWN}</p><div name=quote><div>Gesendet: 9. Mai</div><div>{QUOTED}</div></div>",
    ],
    ids=["gmail", "thunderbird", "outlook on the web", "outlook", "gmx"],
)
def test_what_a_message_quotes_and_is_signed_with_is_left_out_and_told(html: str) -> None:
    articles, told = read("x.eml", message("", f"<body>{html}</body>").as_bytes())
    assert articles["x.eml"].text == OWN
    assert "what it quotes, or is signed with, was left out" in told["x.eml"]


def test_a_message_that_only_forwards_is_what_it_forwards() -> None:
    mark = "---------- Forwarded message ---------"
    html = f"<div class=gmail_quote><div class=gmail_attr>{mark}<br>Von: Bo<br></div>{QUOTED}</div>"
    assert read("x.eml", message("", html, Subject="Fwd: Ferry").as_bytes())[0]["x.eml"].text == QUOTED
    headers = "<p><b>From:</b> Bo<br><b>Sent:</b> 9 May<br><b>To:</b> Ada</p>"
    html = f"<div style='border-top:solid 1pt'>{headers}</div><p>{QUOTED}</p>"
    assert read("x.eml", message("", html).as_bytes())[0]["x.eml"].text == QUOTED


def test_a_remark_on_what_is_forwarded_goes_with_it() -> None:
    html = f"<p>FYI</p><div class=gmail_quote><div class=gmail_attr>--- Forwarded ---</div>{QUOTED}</div>"
    assert read("x.eml", message("", html, Subject="WG: Ferry").as_bytes())[0]["x.eml"].text == f"FYI\n\n{QUOTED}"
    assert read("x.eml", message("", html, Subject="Re: Ferry").as_bytes())[0]["x.eml"].text == "FYI"


@pytest.mark.parametrize(
    "headers",
    [
        "From: Ruth Ellery <r@cp.example>\nSent: Tuesday, 9 May 2023 18:42\nTo: Pat\nSubject: Ferry",
        "Von: Ruth Ellery <r@cp.example>\nGesendet: 9. Mai 2023 18:42\nAn: Pat\nBetreff: Ferry",
        "De : Ruth Ellery <r@cp.example>\nEnvoyé : mardi 9 mai 2023 18:42\nÀ : Pat\nObjet : Ferry",
        "Subject: Ferry\nDate: Tue, 9 May 2023 18:42:00 +0100\nFrom: Ruth Ellery <r@cp.example>\nTo: Pat",
    ],
)
@pytest.mark.parametrize("remark", ["FYI", ""])
def test_what_is_forwarded_is_of_who_sent_it_first(headers: str, remark: str) -> None:
    said = {"From": "Pat <pat@x.example>", "Subject": "Fwd: Ferry", "Date": "Wed, 10 May 2023 08:00:00 +0100"}
    plain = message(f"{remark}\n\n-----Original Message-----\n{headers}\n\n{QUOTED}\n", **said)
    shown = "<br>".join(headers.replace("<", "&lt;").replace(">", "&gt;").split("\n"))
    mark = "---------- Forwarded message ---------"
    quoted = f"<div class=gmail_quote><div class=gmail_attr>{mark}<br>{shown}<br></div><p>{QUOTED}</p></div>"
    for one in (plain, message("", f"<div>{remark}</div>{quoted}", **said)):
        (one_read,) = read("x.eml", one.as_bytes())[0].values()
        assert (one_read.author, one_read.source, one_read.published) == (
            "Ruth Ellery",
            "Ruth Ellery",
            date(2023, 5, 9),
        )
        assert QUOTED in one_read.text


def test_what_is_said_of_a_forwarded_message_is_of_who_says_it() -> None:
    said = {"From": "Pat <pat@x.example>", "Subject": "Fwd: Ferry", "Date": "Wed, 10 May 2023 08:00:00 +0100"}
    headers = "From: Ruth Ellery <r@cp.example>\nSent: 9 May 2023\nTo: Pat"
    text = f"{OWN * 4}\n\n-----Original Message-----\n{headers}\n\n{QUOTED}\n"
    one_read = read("x.eml", message(text, **said).as_bytes())[0]["x.eml"]
    assert (one_read.author, one_read.published) == ("Pat", date(2023, 5, 10))


def test_much_that_a_message_hides_is_told_and_the_line_for_lists_is_not() -> None:
    hidden = f"<div style='display:none'>{'Buy this. ' * 9}</div><p>{PARAGRAPHS[0]}</p>" * 3
    assert "Buy" not in article("x.eml", message("", hidden).as_bytes()).text
    articles, told = read("x.eml", message("", hidden.replace("Buy this. ", "Buy this. " * 3, 20)).as_bytes())
    assert "Buy" not in articles["x.eml"].text
    assert "text that the message hides was left out" in told["x.eml"]


def test_attached_files_are_read_as_what_they_are_and_others_counted() -> None:
    given = message("The letter says that it rains.")
    given.add_attachment(NOTE.encode(), maintype="text", subtype="markdown", filename="Notiz ä.md")
    given.add_attachment(NOTE.encode(), maintype="text", subtype="markdown", filename="../Notiz ä.md")
    given.add_attachment(zipped({"a.md": NOTE}), maintype="application", subtype="zip", filename="all.zip")
    given.add_attachment(b"x", maintype="application", subtype="x-sh", filename="run.sh")
    given.add_attachment(b"%PDF-broken", maintype="application", subtype="pdf", filename="x.pdf")
    given.add_attachment(message("It was sent on.", Subject="Sent on", From="Bo <bo@b.example>"))
    articles, told = read("x.eml", given.as_bytes())
    assert {one: found.title for one, found in articles.items()} == {
        "x.eml": "The tram",
        "x.eml#Notiz ä.md": "The tram",
        "x.eml#Notiz ä-2.md": "The tram",
        "x.eml#all.zip#a.md": "The tram",
        "x.eml#message.eml": "Sent on",
    }
    assert articles["x.eml#message.eml"].author == "Bo"
    assert told["x.eml"] == "attached: 1 file of a kind that is not read: .sh"
    assert "x.eml#x.pdf" in told


def test_a_message_of_attached_files_alone_is_no_loss() -> None:
    given = message("")
    given.add_attachment(NOTE.encode(), maintype="text", subtype="markdown", filename="a.md")
    articles, told = read("x.eml", given.as_bytes())
    assert (list(articles), told) == (["x.eml#a.md"], {})
    assert reason("x.eml", message("").as_bytes()) == "it says nothing: no text but the headers"


def test_pictures_that_the_text_shows_are_no_files() -> None:
    given = message("", "<p>The ferry is late.<img src=cid:1></p>")
    given.add_related(b"x", "image", "png", cid="<1>", filename="image001.png", disposition="inline")
    assert article("x.eml", given.as_bytes()).text == "The ferry is late."


def test_of_alternatives_the_page_is_read_and_text_where_the_page_says_nothing() -> None:
    given = message("The ferry is late.", "<html><body><img src=x></body></html>")
    assert article("x.eml", given.as_bytes()).text == "The ferry is late."
    given = message("The ferry is late.")
    given.add_alternative("BEGIN:VCALENDAR", subtype="calendar")
    assert article("x.eml", given.as_bytes()).text == "The ferry is late."


@pytest.mark.parametrize(
    "kind", ["multipart/encrypted; boundary=x", "application/pkcs7-mime; smime-type=enveloped-data"]
)
def test_an_encrypted_message_says_so(kind: str) -> None:
    assert reason("x.eml", f"Subject: x\nContent-Type: {kind}\n\n--x\n\nabc\n--x--\n").startswith("encrypted")


def test_a_signed_message_is_read_without_its_seal() -> None:
    seal = "Content-Type: application/pgp-signature; name=signature.asc\n\nxx\n"
    data = f"Subject: x\nContent-Type: multipart/signed; boundary=q\n\n--q\n\nIt rains today.\n--q\n{seal}--q--\n"
    assert article("x.eml", data).text == "It rains today."


@pytest.mark.parametrize("data", [b"\0\1\2", b"words of a text", b"\n\n", b"\xff\xfe" * 50])
def test_what_is_no_message_is_told(data: bytes) -> None:
    assert reason("x.eml", data)


def test_labels_are_tags() -> None:
    given = message(
        "It rains.", X_Gmail_Labels="Hafen,Öffentlich =?utf-8?Q?f=C3=BCr?= alle,Hafen", Keywords="ferry, tram"
    )
    one = article("x.eml", given.as_bytes())
    assert one.tags[0] == "Hafen"
    assert one.tags[-2:] == ("ferry", "tram")
    assert len(one.tags) == 4


HOSTILE = {
    "deep": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)) + b"\nx",
    "deep messages": b"Content-Type: message/rfc822\n\n" * 5000 + b"x",
    "endless header": b"Subject: " + b"=?utf-8?Q?a?= " * 100_000 + b"\n\nIt rains.",
    "endless headers": b"".join(b"X-%d: a\n" % n for n in range(200_000)) + b"\nIt rains.",
    "folded header": b"From: " + b"\n (((((" * 20_000 + b"\n\nIt rains.",
    "parameters": b'Content-Type: multipart/mixed; boundary="x' + b'";a="' * 50_000 + b"\n\nIt rains.",
    "wrong boundary": b"Subject: x\nContent-Type: multipart/mixed; boundary=nowhere\n\nIt rains.\n",
    "no boundary": b"Subject: x\nContent-Type: multipart/mixed\n\nIt rains.\n",
    "nulls": b"Subject: x\0y\n\nIt \0rains.\n",
    "nulls in a page": b"Subject: x\nContent-Type: text/html\n\n<p>It \0rains.</p>\n",
    "bad base64": b"Subject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!=\n",
    "many parts": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: text/plain\n\nIt rains.\n" * 5000,
    "unknown words": b"Subject: x\nContent-Type: text/plain; charset=\"no such\"\n"
    b"Content-Transfer-Encoding: x-none\n\nIt rains.\n",
    "attributes": b"Content-Type: text/html\n\n<p " + b"a " * 50_000 + b">It rains.</p>",
    "tags": b"Content-Type: text/html\n\n" + b"<div><table><tr><td>" * 20_000 + b"It rains.",
    "quotes": b"Subject: x\n\n" + b">" * 500_000 + b"\n" + b"> x\n" * 100_000 + b"It rains.",
    "links": b"Content-Type: text/html\n\n<table><tr><td>" + b"<a href=https://a.example/b>view in browser</a>" * 3000,
    "marks": b"Content-Type: text/html\n\n" + b"<div id=divRplyFwdMsg>x</div>" * 3000 + b"<p>It rains.</p>",
    "long lines": b"Content-Type: text/html\n\n" + b"<h2><a href=https://a.example/1>A</a></h2><p>"
    + b"word " * 60_000 + b"</p><h2><a href=https://a.example/2>B</a></h2><p>" + b"From 10:00 " * 30_000,
    "marks of mailboxes": b"Subject: x\n\nFrom " + b"10:00 " * 150_000 + b"\n\nIt rains.",
    "headings": b"Content-Type: text/html\n\n"
    + b"".join(b"<h2><a href=https://a.example/%d>It</a></h2><p>It rains today.</p>" % n for n in range(1000)),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_no_message_takes_long_or_fails_without_a_name(data: bytes) -> None:
    for path, given in (("x.eml", data), ("x.mbox", b"From a Mon Oct 9 10:00:00 2023\n" + data), ("x.mhtml", data)):
        articles, problems = read_file(path, given)
        assert articles or problems
        assert not any("reading it failed" in problem.reason for problem in problems), problems


def test_a_real_message_may_hold_parts_without_text() -> None:
    given = EmailMessage()
    given["Subject"] = "Photos"
    given.add_attachment(b"x", maintype="image", subtype="jpeg", filename="a.jpg")
    _, told = read("x.eml", given.as_bytes())
    assert told["x.eml"].startswith("it says nothing: no text but the headers; attached: 1 file of a kind that is not")
