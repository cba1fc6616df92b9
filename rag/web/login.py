"""The page to log in at, and the way out again."""

import html
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from rag.api.failures import refused
from rag.web import sharing, words
from rag.web.accounts import LONGEST, Accounts, Logins, TooManyAttempts
from rag.web.gate import too_many
from rag.web.words import gettext, ngettext

_FORM = """<!doctype html>
<html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{articles}: {log_in}</title><link rel="icon" href="favicon.ico"><style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }}
body {{ max-width: 20rem; margin: 15vh auto 0; padding: 0 1rem }}
label, input, button {{ display: block; width: 100%; box-sizing: border-box; font: inherit }}
input {{ margin: .25rem 0 1rem; padding: .5rem }}
button {{ padding: .6rem; cursor: pointer }}
</style></head><body><main><h1>{articles}</h1>
<form method="post" action="login">
<p role="alert">{problem}</p>
<label>{name}<input name="username" autocomplete="username" required autofocus></label>
<label>{password}<input name="password" type="password" autocomplete="current-password" required></label>
<input type="hidden" name="asked" value="{asked}">
<button>{log_in}</button></form></main></body></html>"""


def leaving() -> str:
    """What stands on the page for those who are logged in."""
    return f"<form method='post' action='logout'><button>{gettext('Log out')}</button></form>"


def routes(accounts: Accounts, logins: Logins, *, path: str, cookie: str) -> list[Route]:
    """``/login`` and ``/logout``; the page is at ``path``, and ``cookie`` is the name of what keeps the secret.

    A browser gets pages, a program JSON and the status 200, or 400 where it is not admitted.
    """

    async def show(request: Request) -> Response:
        return _form(sharing.kept(request.url.query))

    async def log_in(request: Request) -> Response:
        given = await request.form()
        name, password, asked = (str(given.get(field, "")) for field in ("username", "password", "asked"))
        reads_pages = "text/html" in request.headers.get("accept", "")
        try:
            address = request.client.host if request.client else "unknown"
            admitted = await accounts.admit(name.strip(), password, address)
        except TooManyAttempts as error:
            refusal = too_many(error)
            wait = ngettext(
                "Too many attempts: try again in {number} second.",
                "Too many attempts: try again in {number} seconds.",
                error.seconds,
            )
            return _form(asked, wait, refusal) if reads_pages else refusal
        if not admitted:
            wrong = gettext("Name or password is wrong.")
            refusal = refused(HTTPStatus.BAD_REQUEST, wrong)
            return _form(asked, wrong, refusal) if reads_pages else refusal
        to = f"{path}/" + (f"?{sharing.kept(asked)}" if asked else "")
        done: Response = RedirectResponse(to, HTTPStatus.SEE_OTHER) if reads_pages else JSONResponse({"success": True})
        done.set_cookie(
            cookie,
            logins.begin(name.strip()),
            max_age=int(LONGEST),
            path=path or "/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return done

    async def log_out(request: Request) -> Response:
        if request.method != "POST":  # a link or a picture on another site's page
            return refused(HTTPStatus.METHOD_NOT_ALLOWED, "Log out by the button on the page.", {"Allow": "POST"})
        logins.end(request.cookies.get(cookie))
        done = RedirectResponse(f"{path}/login", HTTPStatus.SEE_OTHER)
        done.delete_cookie(cookie, path=path or "/")
        return done

    return [
        Route("/login", show, methods=["GET"]),
        Route("/login", log_in, methods=["POST"]),
        Route("/logout", log_out, methods=["GET", "POST"]),
    ]


def _form(asked: str, problem: str = "", refusal: Response | None = None) -> Response:
    """The form, with what was wrong and the status and headers of a refusal."""
    shown = HTMLResponse(
        _FORM.format(
            lang=words.language(),
            dir=words.direction(),
            articles=gettext("Articles"),
            name=gettext("Name"),
            password=gettext("Password"),
            log_in=gettext("Log in"),
            problem=html.escape(problem),
            asked=html.escape(asked),
        ),
        refusal.status_code if refusal else HTTPStatus.OK,
        {"Cache-Control": "no-store"},
    )
    if refusal is not None and "Retry-After" in refusal.headers:
        shown.headers["Retry-After"] = refusal.headers["Retry-After"]
    return shown
