"""What is where on the page: the articles on the left, the chat in the middle, and on the right what is read, be it the
evidence of an answer, an article, or a text that is checked. It knows nothing of what happens there.
"""

from collections.abc import Callable

import gradio as gr

from rag.answers.conversation import LONGEST
from rag.answers.feedback import FILE, Feedback
from rag.errors import RagError
from rag.fetching import Collector
from rag.index.place import place_of
from rag.settings import Settings
from rag.web import evidence, render
from rag.web.articles import Articles
from rag.web.bridge import Bridge, chat_list, closing, filtering, panes
from rag.web.checking import CheckFields
from rag.web.filters import FilterFields
from rag.web.login import leaving
from rag.web.rating import Rating
from rag.web.service import Service
from rag.web.words import gettext


class Layout:
    """The components of the page that is being built, laid out where they are made. ``read_only`` leaves out what
    changes the corpus, and those who are ``logged_in`` can log out. With a ``collector`` readers may have articles
    fetched."""

    def __init__(
        self, service: Service, settings: Settings, *, read_only: bool, logged_in: bool, collector: Collector | None
    ) -> None:
        self.has_model = bool(settings.base_url or settings.api_key)
        with gr.Row(elem_id="top"):
            self.header = gr.HTML(
                "", elem_id="headline", html_template=f"<h1>{gettext('Articles')}</h1>${{value}}", js_on_load=None
            )
            with gr.Row(elem_id="acts"):
                gr.HTML("", elem_id="panes", html_template=panes(), js_on_load=None)
                self.fresh = gr.Button(gettext("New chat"), elem_id="fresh", size="sm", scale=0)
                if logged_in:
                    gr.HTML("", elem_id="leave", html_template=leaving(), js_on_load=None)
        self.filters = FilterFields(service)
        self.articles = Articles(service, None if read_only else settings.corpus, collector, self.filters)
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="middle"):
                self._lay_out_chat(settings)
            with gr.Column(elem_id="right"):
                gr.HTML("", html_template=closing(), js_on_load=None)
                self.panel = gr.HTML(
                    "",
                    elem_id="evidence",
                    js_on_load="document.whole = server.whole;",
                    server_functions=[whole_article(service)],
                )
                self.articles.lay_out_reader()
                CheckFields(service)
            with gr.Column(elem_id="left"):  # last, so that the keyboard does not pass the list on its way to the chat
                gr.HTML("", html_template=closing(), js_on_load=None)
                gr.HTML("", html_template=chat_list(), js_on_load=None)
                self.articles.lay_out_list()
        self.bridge = Bridge()

    def _lay_out_chat(self, settings: Settings) -> None:
        self.chat = gr.Chatbot(
            elem_id="chat",
            show_label=False,
            buttons=[],
            autoscroll=False,
            latex_delimiters=[],
            layout="panel",
            placeholder=f"## {gettext('Ask the articles')}\n"
            + gettext("Every sentence of an answer leads to the words that support it."),
        )
        self.articles.lay_out_news()
        self.offered = gr.HTML([], elem_id="offered", html_template=render.offered(), js_on_load=None)
        self.rating = Rating(Feedback(place_of(settings.index).sidecar(FILE)))
        with gr.Column(elem_id="filters"):
            gr.HTML("", elem_id="filtering", html_template=filtering(), js_on_load=None)
            self.filters.lay_out_chips()
            self.complaint = gr.HTML(
                "", elem_id="complaint", html_template="<div role='alert'>${value}</div>", js_on_load=None
            )
            # What is quoted is always supported, so there is nothing to leave out without a language model.
            self.strict = gr.Checkbox(
                elem_id="strict", label=gettext("Only what is supported"), container=False, visible=self.has_model
            )
        self.box = gr.Textbox(
            elem_id="question",
            label=gettext("Your question"),
            show_label=False,
            placeholder=gettext("Ask about the articles"),
            autofocus=True,
            submit_btn=gettext("Ask"),
            max_lines=6,
            max_length=LONGEST,
        )


def whole_article(service: Service) -> Callable[[tuple[int, str, list[evidence.Quoted]]], str]:
    """What gives an article by turn, id and quotes, with these marked, as HTML."""

    def whole(asked: tuple[int, str, list[evidence.Quoted]]) -> str:
        turn, identifier, spans = asked
        try:
            history = service.rag().index.history(str(identifier))
        except RagError as error:
            return render.problem(error)
        marked = [(int(number), int(start), int(end), int(said)) for number, start, end, said in spans]
        return evidence.whole(int(turn), history, marked)

    return whole  # no method, as Gradio marks it
