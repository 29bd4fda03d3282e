"""Pictures and papers of the demo."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.models import Collection

from cms.core import papers
from cms.core.demo import content
from cms.core.demo.registry import DemoSite
from cms.core.models import CustomDocument, CustomImage

FOLDER = Path(__file__).resolve().parents[1] / "demo_content"


def load_images(site: DemoSite) -> None:
    """Every picture of the content folder, under its key."""
    collection = Collection.get_first_root_node()
    for key, texts in content.read(FOLDER / "images.toml").items():
        data = (FOLDER / "images" / f"{key}.jpg").read_bytes()
        image = CustomImage(
            title=texts["title"],
            description=texts["alt_de"],
            description_en=texts["alt_en"],
            description_simple=texts["alt_simple"],
            credit="Illustration: Norderstedt GO!",
            collection=collection,
            file=ImageFile(BytesIO(data), name=f"{key}.jpg"),
        )
        image.full_clean(exclude=["width", "height", "file_hash"])
        image.save()
        site.images[key] = image


def make_document(
    site: DemoSite, *, key: str, title: str, sections: list[tuple[str, str]]
) -> CustomDocument:
    """A tagged PDF with a title and sections of heading and text, kept under its key."""
    if key in site.documents:
        return site.documents[key]
    made = ContentFile(paper(title, sections), name=f"{key}.pdf")
    document = CustomDocument(title=title, file=made)
    document.full_clean(exclude=["file_size", "file_hash"])
    document.save()
    site.documents[key] = document
    return document


def paper(title: str, sections: Sequence[Sequence[str]]) -> bytes:
    """A tagged PDF with a title and sections of heading and text."""
    return papers.pdf(FOLDER / "document.typ", {"title": title, "sections": sections})
