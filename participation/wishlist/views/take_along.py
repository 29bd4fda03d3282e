"""A wish outside of its page: card for other websites, QR code, poster, Atom feed."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cms.core import feeds, papers
from participation.wishlist import posters
from participation.wishlist.models import Wish
from participation.wishlist.queries import figures, lists
from participation.wishlist.queries import wish as queries
from participation.wishlist.views.common import public_wish, show_kept

FEED_ENTRIES = 30


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """A small page for a frame on any website: no script, no cookie, no form."""
    found = lists.with_card(lists.with_totals(Wish.objects.public()))
    wish = get_object_or_404(found, pk=pk)
    answer = show_kept(
        request,
        "wishlist/card.html",
        wish.title,
        wish=wish,
        progress=figures.progress(wish),
        url=_address(request, wish),
    )
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _address(request: HttpRequest, wish: Wish) -> str:
    return request.build_absolute_uri(wish.get_absolute_url())


@require_safe
def qr_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of the wish as a picture that does not blur."""
    wish = public_wish(pk)
    code = papers.qr_svg(_address(request, wish), border=4, title=wish.title)
    answer = HttpResponse(code, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'inline; filename="{wish.slug}.svg"'
    return answer


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of A4 to hang up, as a tagged PDF (PDF/UA-1)."""
    wish = public_wish(pk)
    pdf = posters.poster(wish=wish, address=_address(request, wish), language=wish.language)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{wish.slug}.pdf"'
    return answer


@require_safe
def updates(request: HttpRequest, pk: int) -> HttpResponse:
    """What the institution tells, for feed readers (RFC 4287)."""
    wish = public_wish(pk)
    address = _address(request, wish)
    feed = feeds.Atom1Feed(
        title=wish.title,
        link=address,
        description=wish.summary,
        subtitle=wish.summary,
        language=wish.language,
        feed_url=request.build_absolute_uri(),
        feed_guid=f"urn:uuid:{wish.campaign.public_id}",
        author_name=wish.institution.name,
    )
    for update in queries.updates(wish)[:FEED_ENTRIES]:
        feed.add_item(
            title=update.title,
            link=f"{address}#neues-{update.pk}",
            description=update.text,
            unique_id=f"urn:uuid:{wish.campaign.public_id}:{update.pk}",
            pubdate=update.created_at,
            updateddate=update.created_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feeds.CONTENT_TYPE)
