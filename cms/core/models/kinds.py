"""What most page types are: a page with a body, or a list of other pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.blocks import BodyBlock
from cms.core.models.fields import translated
from cms.core.models.pages import BasePage


class BodyPage(BasePage):
    """A page with a body of blocks."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [*BasePage.base_translatable_fields, *translated("body")]

    class Meta:
        abstract = True


class IndexPage(BasePage):
    """A list of other pages; there is one of each."""

    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    override_translatable_fields = BasePage.base_translatable_fields

    class Meta:
        abstract = True
