"""The measure of the table: a Django project of one view, without middleware."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="trivial-" * 8,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
)

from django.core.wsgi import get_wsgi_application  # noqa: E402


def hello(request: HttpRequest) -> HttpResponse:
    """Two letters."""
    return HttpResponse("ok")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
