"""The pages that people see: the hosted payment page, and a connected account's first steps.

Plain HTML forms without a script; in German unless the session's locale is another language.
"""

from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from tests.simulators.stripe import connect, paying
from tests.simulators.stripe.api import Request, Response
from tests.simulators.stripe.errors import Refused
from tests.simulators.stripe.store import Object
from tests.simulators.stripe.words import WORDS
from tests.simulators.stripe.world import World

FOLDER = Path(__file__).parent / "templates"
HTML = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
FORM_FIELDS = ("email", "name")


def answer(world: World, request: Request) -> Response:
    """A page, or a redirect to where the platform wants its people back."""
    steps = request.path.strip("/").split("/")
    try:
        with world.lock:
            response = _answer(world, request, steps)
            world.store.flush()
            return response
    except Refused as refusal:
        return _page("note", "de", title=refusal.message, text="", back="")


def _answer(world: World, request: Request, steps: list[str]) -> Response:
    match steps:
        case ["style.css"]:
            return Response(200, (FOLDER / "style.css").read_text(), {"Content-Type": "text/css"})
        case ["c", "pay", key]:
            session = world.store.get("checkout.session", key)
            return (
                _pay(world, session, request) if request.method == "post" else _show(world, session)
            )
        case ["setup", key]:
            return _get_on_board(world, world.store.get("account_link", key), request)
    return _page("note", "de", status=404, title="404", text="", back="")


def _pay(world: World, session: Object, request: Request) -> Response:
    """A button was pressed; back to the platform, or the page again with what went wrong."""
    form = {name: values[0] for name, values in parse_qs(request.body).items()}
    words = {name: form.get(name, "").strip()[:200] for name in FORM_FIELDS}
    if session["status"] == "open":
        paying.act(world, session["id"], form.get("action", ""), **words)
    if session["status"] == "complete":
        target = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
        return Response(303, "", {"Location": target, "Content-Length": "0"})
    return _show(world, session, words)


def _language(session: Object) -> str:
    return "en" if (session["locale"] or "de").startswith("en") else "de"


def _show(world: World, session: Object, given: dict[str, str] | None = None) -> Response:
    """The page to pay on; what was given before a card was declined stays in it."""
    language = _language(session)
    words = WORDS[language]
    back = session["cancel_url"] or ""
    if session["status"] != "open":
        text = words[f"{session['status']}_text"]
        return _page("note", language, title=words[session["status"]], text=text, back=back)
    items = [world.store.get("item", key) for key in session["_items"]]
    rows = [
        f"<tr><th scope=row>{escape(item['description'])}</th>"
        f"<td>{_money(item['amount_total'], language)}</td></tr>"
        for item in items
    ]
    buttons = [
        f'<button name="action" value="{action}" class="{action}">{escape(words[action])}</button>'
        for action in paying.ACTIONS
        if paying.METHODS[action] in session["payment_method_types"]
    ]
    return _page(
        "pay",
        language,
        amount=_money(session["amount_total"], language),
        back=escape(back),
        buttons="\n".join(buttons),
        email=escape(given["email"] if given else session["customer_email"] or ""),
        name=escape(given["name"] if given else ""),
        problem=f'<p class="problem" role="alert">{words["declined"]}</p>' if given else "",
        rhythm=words["monthly"] if session["mode"] == "subscription" else words["once"],
        rows="\n".join(rows),
    )


def _get_on_board(world: World, link: Object, request: Request) -> Response:
    if request.method == "post":
        connect.get_on_board(world, world.store.get("account", link["_account"]))
        return Response(303, "", {"Location": link["_return_url"]})
    return _page("setup", "de", back=escape(link["_return_url"]))


def _page(template: str, language: str, *, status: int = 200, **values: str) -> Response:
    back = values.get("back")
    link = f'<p><a href="{back}">{WORDS[language]["back"]}</a></p>' if back else ""
    filled = WORDS[language] | {"language": language, "back_link": link} | values
    main = Template((FOLDER / f"{template}.html").read_text()).substitute(filled)
    frame = Template((FOLDER / "frame.html").read_text())
    return Response(status, frame.substitute(filled | {"main": main}), HTML)


def _money(cents: int, language: str) -> str:
    text = f"{cents / 100:,.2f}"
    if language == "en":
        return f"€{text}"
    return text.translate(str.maketrans(",.", ".,")) + "\N{NO-BREAK SPACE}€"
