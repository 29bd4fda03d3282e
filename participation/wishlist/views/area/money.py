"""Where the money of an institution's wishes is, to the cent."""

import csv
import io

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.pagination import paginate
from participation.wishlist.queries import area, books
from participation.wishlist.views.area.common import membership, own_wish, show


@never_cache
@login_required
@require_safe
def money(request: HttpRequest, pk: int) -> HttpResponse:
    """Each wish with what came, went and is left; and all payouts."""
    member = membership(request, pk)
    listing = paginate(area.wishes(member.institution), request.GET.get("page"))
    return show(
        request,
        member,
        "money.html",
        pgettext("kind of help", "Money"),
        rows=area.money(list(listing.object_list)),
        page_obj=listing,
        payouts=area.payouts(member.institution)[:50],
    )


@never_cache
@login_required
@require_safe
def bookings(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    """Every movement of one wish's money as a table, without any person."""
    found = own_wish(membership(request, pk), wish)
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow([_("Date"), _("What"), _("Amount in euros")])
    words = books.words()
    for at, kind, cents in area.bookings(found):
        sign, whole = ("-" if cents < 0 else ""), abs(cents)
        amount = f"{sign}{whole // 100},{whole % 100:02d}"
        table.writerow([timezone.localtime(at).date().isoformat(), words.get(kind, kind), amount])
    # The mark lets spreadsheets read umlauts.
    content = "\ufeff" + written.getvalue()
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    return answer
