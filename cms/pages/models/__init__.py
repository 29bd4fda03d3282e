"""The pages around the programme: home, content, news, events, contact."""

from cms.pages.models.content import ContentPage, HomePage
from cms.pages.models.enquiries import Enquiry, EnquiryPage
from cms.pages.models.events import EventIndexPage, EventPage
from cms.pages.models.news import NewsIndexPage, NewsPage

__all__ = [
    "ContentPage",
    "Enquiry",
    "EnquiryPage",
    "EventIndexPage",
    "EventPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
]
