"""One idea through its whole life, from a sentence typed on a telephone to the public log."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from participation.ideas.models.choices import Outcome, Stage
from tests.e2e.accounts import LINK, mailed, register
from tests.e2e.conftest import OpenContext
from tests.e2e.crawl import NARROW, fits
from tests.e2e.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SignIn = Callable[..., Page]
AUTHOR, SUPPORTER = "ideengeberin@example.org", "nachbar@example.org"
TITLE = "Sitzplätze im Wartehäuschen heizen, sobald sich jemand setzt"
TEXT = "Im Januar friere ich an der Haltestelle. Ein warmer Platz für zehn Minuten genügt mir."
SHARPER_TITLE = "Warme Sitzplätze an fünf Haltestellen, mit Strom vom eigenen Dach"
SHARPER_TEXT = f"{TEXT} Fünf Haltestellen machen den Anfang."
COMMENT = "Meine Großmutter würde dann wieder mit dem Bus fahren."
WORKSHOP = "Werkstatt Nachbarschaft: Licht, Ruhe, Reparieren"
SAID = "Die Stadtwerke rechnen bis zum Frühjahr aus, was ein Dach liefert."
REASONS = "Der Strom vom Dach reicht, und fünf Haltestellen zeigen, ob es angenommen wird."
PROJECT = "WLAN in Nachbarschaftstreffs"
REASON = "So sehe ich das nach einem Besuch vor Ort."


def test_an_idea_goes_from_a_first_sentence_to_the_public_log(
    open_context: OpenContext, sign_in: SignIn, site: Site
) -> None:
    telephone = open_context(viewport=NARROW, has_touch=True).new_page()
    decided_before = number_decided(telephone)
    write(telephone)
    fits(telephone)
    confirm(telephone, site)

    office = sign_in("freigabe")
    publish(office, TITLE)
    address = find(telephone)

    neighbour = open_context().new_page()
    register(neighbour, site, SUPPORTER)
    support_and_comment(neighbour, address)
    publish(office, TITLE)
    telephone.goto(address)
    expect(telephone.locator(".idea-count strong")).to_have_text("1")
    expect(telephone.locator("#comments")).to_contain_text(COMMENT)

    sharpen(sign_in("werkstatt"))
    before_and_after(telephone)

    assess(sign_in("bewertung-1"), roles=2)
    assess(sign_in("bewertung-2"), roles=2)
    telephone.goto(address)
    expect(telephone.locator("main")).not_to_contain_text(REASON)
    decide(sign_in("entscheidung"))

    telephone.goto(address)
    the_page_tells_all(telephone)
    lists_show_it(telephone, decided_before)
    the_author_has_heard(site)


def test_without_javascript_an_idea_is_sent_and_waits_for_a_moderator(
    open_context: OpenContext, site: Site
) -> None:
    page = open_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto("/ideen/einreichen/")
    send_by(page)
    expect(page.locator("#id_title_error")).to_be_visible()
    fill_in(page, "Briefkasten für Ideen an jeder Bücherei", "ohne-skript@example.org")
    send_by(page)
    expect(page.locator("main [role=status]")).to_be_visible()
    page.goto(mailed(site, "ohne-skript@example.org", LINK))
    page.locator("main form button").click()
    expect(page.locator("main [role=status]")).to_contain_text("Briefkasten für Ideen")


def test_the_demo_has_ideas_in_every_stage_and_with_every_outcome(page: Page) -> None:
    ideas = page.request.get("/ideen/ideen.json").json()["items"]
    assert len(ideas) >= 40
    assert {idea["stage"] for idea in ideas} == set(Stage.values)
    assert {idea["outcome"] for idea in ideas} == {"", *Outcome.values}
    today = timezone.localdate().isoformat()
    undecided = [idea for idea in ideas if not idea["outcome"]]
    assert any(idea["promised_until"] < today for idea in undecided)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_column_of_the_board_is_in_sight(sign_in: SignIn, width: int) -> None:
    admin = sign_in("freigabe")
    admin.set_viewport_size({"width": width, "height": 900})
    admin.goto("/admin/ideas/board/")
    columns = admin.locator(".board__column")
    expect(columns).to_have_count(len(Stage))
    edges = [box["x"] + box["width"] for one in columns.all() if (box := one.bounding_box())]
    assert max(edges) <= width


def fill_in(page: Page, title: str, email: str) -> None:
    """Title, text and an address to confirm."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=email]").fill(email)
    # Forms refuse what is sent within two seconds after they were opened.
    page.wait_for_timeout(2100)


def send_by(page: Page) -> None:
    """Press the first button; the second one saves a draft."""
    page.locator("main form.form button[type=submit]").first.click()


def write(page: Page) -> None:
    """As anybody does, without an account."""
    page.goto("/ideen/")
    page.locator("main a[href='/ideen/einreichen/']").first.click()
    fits(page)
    fill_in(page, TITLE, AUTHOR)
    send_by(page)
    page.wait_for_url("**/ideen/einreichen/gesendet/")


def confirm(page: Page, site: Site) -> None:
    """Open the mailed link and press its button; then the idea waits for the office."""
    page.goto(mailed(site, AUTHOR, LINK))
    expect(page.locator("main")).to_contain_text(AUTHOR)
    page.locator("main form button").click()
    expect(page.locator("main [role=status]")).to_contain_text(TITLE)


def publish(office: Page, title: str) -> None:
    """Whatever waits for moderators under that title, an idea or a comment."""
    office.goto("/admin/ideas/moderation/")
    item = office.locator("article.queue__item", has_text=title)
    item.locator("form button[type=submit]").click()
    expect(office.locator(".messages .success")).to_be_visible()


def find(page: Page) -> str:
    """By the list, where the newest come first; the idea's address."""
    page.goto("/ideen/?sort=newest")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("h1")).to_have_text(TITLE)
    fits(page)
    return page.url


def support_and_comment(page: Page, address: str) -> None:
    """Somebody with an account needs one press for each."""
    page.goto(address)
    page.locator("form[action$='/unterstuetzen/'] button").click()
    expect(page.locator(".idea-mine")).to_be_visible()
    expect(page.locator(".idea-count strong")).to_have_text("1")
    page.locator("#comments [name=text]").fill(COMMENT)
    page.wait_for_timeout(2100)  # nobody types a comment in less
    page.locator("#comments form.form button[type=submit]").last.click()
    expect(page.locator(".kern-alert--success").first).to_be_visible()


def sharpen(admin: Page) -> None:
    """Put it on the table of a workshop that has been, and write down what came of it."""
    admin.goto("/admin/ideas/workshops/")
    admin.get_by_role("link", name=WORKSHOP).click()
    admin.locator("#q").fill("Wartehäuschen")
    admin.locator("#q").press("Enter")
    admin.locator(".queue__choices label", has_text=TITLE).locator("input").check()
    admin.locator("button[name=put]").click()
    on_table = admin.locator("article.queue__item", has_text=TITLE)
    on_table.locator("a.button").click()
    for name, words in (
        ("title", SHARPER_TITLE),
        ("text", SHARPER_TEXT),
        ("note", SAID),
        ("took_part", "drei Fahrgäste, zwei Leute von den Stadtwerken"),
    ):
        admin.locator(f"[name={name}]").fill(words)
    admin.locator("[name=result]").select_option("sharpened")
    admin.locator("[name=stage]").select_option("evaluation")
    admin.locator("main form button.button[type=submit]").last.click()
    expect(admin.locator(".messages .success")).to_be_visible()


def before_and_after(page: Page) -> None:
    """On the workshop's public page, word by word."""
    page.goto("/ideen/werkstatt-nachbarschaft/")
    entry = page.locator(".workshop__idea", has_text=SHARPER_TITLE)
    expect(entry.locator("del").first).to_contain_text("Sitzplätze im Wartehäuschen")
    expect(entry.locator("ins").last).to_contain_text("Fünf Haltestellen machen den Anfang.")
    expect(entry).to_contain_text(SAID)


def assess(admin: Page, roles: int) -> None:
    """Fill in every part of the sheet that one is asked for."""
    for _role in range(roles):
        admin.goto("/admin/ideas/desk/")
        row = admin.locator("main tbody tr", has_text=SHARPER_TITLE)
        row.locator("a.button:not(.button-secondary)").first.click()
        expect(admin.locator("button[name=submit]")).to_be_visible()
        for criterion in admin.locator("fieldset.ideas-admin__criterion").all():
            criterion.locator("input[type=radio][value='4']").check()
            criterion.locator("textarea").fill(REASON)
        admin.locator("button[name=submit]").click()
        expect(admin.locator(".messages .success")).to_be_visible()


def decide(admin: Page) -> None:
    """With reasons, the body that decided, and the project it becomes a part of."""
    admin.goto("/admin/ideas/decisions/")
    row: Locator = admin.locator("main tbody tr", has_text=SHARPER_TITLE)
    row.locator("a[href*='/ideas/decisions/']").first.click()
    expect(admin.locator("main")).to_contain_text(SHARPER_TITLE)
    admin.locator("[name=outcome][value=project]").check()
    admin.locator("[name=reasons]").fill(REASONS)
    admin.locator("[name=decided_by]").fill("Hauptausschuss")
    admin.locator("[name=page]").select_option(label=PROJECT)
    admin.locator("main form button.button[type=submit]").last.click()
    expect(admin.locator(".messages .success")).to_be_visible()


def the_page_tells_all(page: Page) -> None:
    """The life-line has every step, the first sentence, the scores, the reasons and the project."""
    expect(page.locator("h1")).to_have_text(SHARPER_TITLE)
    fits(page)
    life = page.locator("section.life")
    for words in ("Sammlung", "Workshop", "Bewertung", TITLE, WORKSHOP):
        expect(life).to_contain_text(words)
    expect(life.get_by_role("link", name=PROJECT).first).to_be_visible()
    decision = page.locator(".decision-box")
    expect(decision).to_contain_text(REASONS)
    expect(decision).to_contain_text("Hauptausschuss")
    expect(page.locator(".evaluation")).to_contain_text(REASON)
    page.locator(".idea-original summary").click()
    expect(page.locator(".idea-original blockquote")).to_contain_text(TITLE)


def number_decided(page: Page) -> int:
    """How many ideas have become a project, by the public statistics."""
    page.goto("/ideen/statistik/")
    fits(page)
    row = page.locator("table[aria-labelledby=outcomes] tr", has_text=re.compile(r"^\s*Projekt\b"))
    return int(row.locator("td.number").inner_text())


def lists_show_it(page: Page, decided_before: int) -> None:
    """Matrix, decision log and statistics know it at once, and the log's chain holds."""
    page.goto("/ideen/matrix/")
    expect(page.locator(".ranking")).to_contain_text(SHARPER_TITLE)
    page.goto("/ideen/entscheidungen/")
    entry = page.locator("article.decision").first
    expect(entry).to_contain_text(SHARPER_TITLE)
    expect(entry).to_contain_text(REASONS)
    expect(entry.get_by_role("link", name=PROJECT)).to_be_visible()
    assert number_decided(page) == decided_before + 1


def the_author_has_heard(site: Site) -> None:
    """Of the publication, the workshop, the evaluation and the decision, and how to stop that."""
    site.work()
    mails = [message_from_bytes(mail.encode(), policy=policy.default) for mail in site.mails]
    mine = [mail for mail in mails if AUTHOR in mail.get("To", "")]
    words = "\n".join(mail.get_body(("plain",)).get_content() for mail in mine)
    for told in ("veröffentlicht", WORKSHOP, SAID, "Bewertung", REASONS.split(",")[0]):
        assert told in words, words
    assert f"{site.address}/konto/benachrichtigungen/" in words
