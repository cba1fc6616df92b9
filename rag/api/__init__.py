"""What programs ask over HTTP: plain routes, the protocol of OpenAI's clients, tools by MCP, and the keys for these.

``forms`` says what may be asked and ``archive`` answers it; ``routes``, ``completions`` and ``tools`` are the ways in.
None of it knows Gradio or the page.
"""
