"""All that programs ask, as one app."""

from fastapi import FastAPI
from starlette.routing import Route

from rag.api.archive import Archive
from rag.api.completions import COMPLETIONS, completion_routes
from rag.api.routes import API, plain_routes

TOOLS = "/mcp"
FORMER_TOOLS = "/gradio_api/mcp"
"""Where the tools are, and where they were."""


def app_for_programs(archive: Archive, path: str = "", *, mcp: bool = False) -> FastAPI:
    """The app, to which others may be added; ``path`` is where a proxy shows it. ``mcp`` offers the tools, too, which
    takes the package of that name."""
    tools = None
    if mcp:
        from rag.api.tools import Moved, Tools

        tools = Tools(archive)
    app = FastAPI(openapi_url=None, lifespan=None if tools is None else tools.running)
    app.mount(API, plain_routes(archive, path))
    app.mount(COMPLETIONS, completion_routes(archive, path))
    if tools is not None:
        moved = Moved(tools, f"{path}{TOOLS}")
        app.routes.extend(Route(f"{TOOLS}{slash}", tools) for slash in ("", "/"))
        app.routes.extend(Route(f"{FORMER_TOOLS}{slash}", moved) for slash in ("", "/"))
    return app
