"""``{% picture %}`` as Wagtail has it, remembered: it takes a millisecond to put together."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.images.templatetags.wagtailimages_tags import PictureNode, image

from cms.core.models import CustomImage
from cms.core.page_cache import frame, reads, tags

register = template.Library()
MARKUP_SIZE = 2_000


class KeptPictureNode(template.Node):
    """What Wagtail's node makes of a picture, until a picture changes."""

    def __init__(self, node: PictureNode) -> None:
        self.node = node
        self.specs = tuple(node.filter_specs)

    def render(self, context: Context) -> SafeString | str:
        """The kept markup; it follows from the picture, its words here, sizes and attributes."""
        picture = self.node.validate_image(context)
        if not picture:
            return ""
        words = [getattr(picture, name, None) for name in ("contextual_alt_text", "decorative")]
        attributes = [(name, each.resolve(context)) for name, each in self.node.attrs.items()]
        key = ("markup", get_language(), picture.pk, *words, self.specs, *attributes)

        def build() -> str:
            reads.note_tags([tags.table_tag(CustomImage)])
            return self.node.render(context)

        return frame.keep(key, build, size=MARKUP_SIZE)


@register.tag
def picture(parser: Parser, token: Token) -> KeptPictureNode:
    """``{% picture page.picture format-{avif,webp} fill-{480x270,800x450} sizes="…" %}``."""
    return KeptPictureNode(image(parser, token))
