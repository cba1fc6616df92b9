"""The whole article behind a card of the evidence, for the page's script. It knows nothing of gradio."""

from collections.abc import Callable

from rag.errors import RagError
from rag.web import evidence, render
from rag.web.service import Service


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
