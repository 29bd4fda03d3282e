"""Files as browsers send them, and the pictures and documents made of them."""

import struct
import zlib
from io import BytesIO

import factory
import wagtail_factories
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection

from cms.core.models import CustomDocument, CustomImage

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def upload(name: str, content: bytes, content_type: str = "") -> SimpleUploadedFile:
    """A file in a form, under the name and type that its sender claims."""
    return SimpleUploadedFile(name, content, content_type or "application/octet-stream")


def png(width: int = 8, height: int = 8) -> bytes:
    """A real picture of that size."""
    data = BytesIO()
    Image.new("RGB", (width, height), "teal").save(data, "PNG")
    return data.getvalue()


def phone_photo(orientation: int = 1) -> bytes:
    """A JPEG of 40 × 20 pixels as a phone writes it: with the place and the device in its notes."""
    data, notes = BytesIO(), Image.Exif()
    notes[0x0112] = orientation
    notes[0x010F] = "Telefonhersteller"
    notes[0x8825] = {1: "N", 2: (53.0, 42.0, 0.0)}
    Image.new("RGB", (40, 20), "teal").save(data, "JPEG", exif=notes)
    return data.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises a size and holds no pixels: whoever decodes it fails."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


class ImageFactory(wagtail_factories.ImageFactory):
    """A small picture."""

    title = "Bild"
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.ImageField(width=64, height=36, color="teal")

    class Meta:
        model = CustomImage


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A small PDF."""

    title = "Papier"
    collection = factory.LazyFunction(Collection.get_first_root_node)
    file = factory.django.FileField(filename="papier.pdf", data=PDF)

    class Meta:
        model = CustomDocument
