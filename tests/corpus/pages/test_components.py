"""Shadow trees that saved pages hold, and the parts of AMP pages."""

from tests.corpus.conftest import BODY, PARAGRAPHS, article

TEXT = "\n\n".join(PARAGRAPHS)


def test_a_shadow_tree_is_read_where_it_stands_with_what_is_given_to_its_slots() -> None:
    first, second, third = (f"<p>{one}</p>" for one in PARAGRAPHS)
    read = article(
        "x.html",
        f"<title>Trams at last</title><h1>Trams at last</h1>{first}<x-part><template shadowrootmode=open>"
        f"<style>p{{display:none}}</style><slot></slot></template>{second}</x-part>{third}",
    )
    assert read.text == TEXT


def test_an_element_has_one_shadow_tree() -> None:
    first = "<template shadowrootmode=open><slot></slot></template>"
    second = "<template shadowrootmode=open><p>This is another tree, which no browser shows beside it.</p></template>"
    page = f"<title>Trams at last</title><h1>Trams at last</h1><x-part>{first}{second}{BODY}</x-part>"
    assert article("x.html", page).text == TEXT


def test_a_template_that_is_no_shadow_tree_is_not_shown() -> None:
    read = article(
        "x.html", f"<title>Trams at last</title><h1>Trams at last</h1>{BODY}<template><p>No more.</p></template>"
    )
    assert read.text == TEXT


def test_of_amp_its_own_parts_and_what_stands_there_meanwhile_are_no_text() -> None:
    read = article(
        "x.html",
        "<html amp><title>Trams at last</title><body><amp-sidebar layout=nodisplay><p>All of our sections are here.</p>"
        f"</amp-sidebar><h1>Trams at last</h1>{BODY}<amp-list src=more.json><div placeholder>Loading</div></amp-list>"
        "<p><amp-iframe src=map.html><span placeholder>A map will come</span></amp-iframe></p></body></html>",
    )
    assert read.text == TEXT


def test_a_story_of_amp_is_told_by_its_publisher() -> None:
    pages = "".join(
        f"<amp-story-page><amp-story-grid-layer template=vertical><p>{one}</p></amp-story-grid-layer></amp-story-page>"
        for one in PARAGRAPHS
    )
    read = article(
        "x.html",
        "<html amp><title>Trams at last</title><body><amp-story title='Trams at last' publisher='The Gazette'>"
        f"<amp-story-page><amp-story-grid-layer><h1>Trams at last</h1></amp-story-grid-layer></amp-story-page>{pages}"
        "</amp-story></body></html>",
    )
    assert (read.title, read.source, read.text) == ("Trams at last", "The Gazette", TEXT)
