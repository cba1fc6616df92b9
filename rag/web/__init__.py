"""The web page: a chat with its evidence beside it, and the articles.

``serving`` puts it on an address, ``page`` says what happens when, ``programs`` has the endpoints for programs.
``service`` opens the index that all sessions share, ``session`` holds the turns of one, ``render`` says what an answer
is as HTML, page.css how it looks, the folder script what happens in the browser, and ``bridge`` what is between them.
"""
