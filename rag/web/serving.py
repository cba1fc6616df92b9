"""The page on an address: how it is launched, with its style and script, and held to this server. It knows nothing of
what is on it."""

import socket
import sys
import threading
from pathlib import Path

import gradio as gr

from rag.errors import RagError
from rag.settings import Settings
from rag.web.page import build_page

# The browser, too, holds the page to this server. Gradio compiles its templates in the page, hence unsafe-eval.
_POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data:
 blob:; base-uri 'self'; form-action 'none'; object-src 'none'">"""


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Show the page at ``host`` and ``port`` until Ctrl-C.

    Raises ``RagError`` where that address cannot be had.
    """
    # Gradio looks at 127.0.0.1 alone, whatever the host, and does not say why it could not listen.
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RagError(f"Cannot listen on {host}, port {port}: {error.strerror}. Try another --port.") from error
    here = Path(__file__).parent
    page = build_page(settings)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        footer_links=[],
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        # Not by css=, which rewrites the rules: it drops @supports and lets @media reach only a part of the page.
        head=f"{_POLICY}<style>{(here / 'page.css').read_text(encoding='utf-8')}</style>",
        js=(here / "page.js").read_text(encoding="utf-8"),
    )
    print(f"The page is at {address} - Ctrl-C ends it.", file=sys.stderr)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)
