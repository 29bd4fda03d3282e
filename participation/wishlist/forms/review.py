"""What the office types when it looks at institutions and wishes."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError
from wagtail.admin.widgets import AdminDateInput

from cms.core.decisions import DecisionForm
from participation.wishlist.models import Institution, ReceiptSigner

SIGNATURE_BYTES, SIGNATURE_PIXELS = 100_000, 2_000_000


class VerifyForm(DecisionForm):
    """The same for institutions, with the day until which receipts may be issued."""

    tax_valid_until = forms.DateField(
        label=_("Receipts may be issued until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Follows from the notice's date; correct it where the paper says otherwise."),
    )


class SignerForm(forms.ModelForm):
    """How an institution's receipts are worded and signed."""

    picture = forms.FileField(
        label=_("Signature as a picture"),
        required=False,
        help_text=_("PNG, at most 100 KB. Empty keeps the one that is there."),
        widget=forms.FileInput({"accept": "image/png"}),
    )

    class Meta:
        model = ReceiptSigner
        fields = [
            "purposes",
            "statutes",
            "signatory",
            "machine_told_on",
            "membership_fees_excluded",
        ]
        widgets = {"machine_told_on": AdminDateInput}

    def clean_picture(self) -> bytes | None:
        """A PNG that is one, and small enough to stand on every receipt."""
        file = self.cleaned_data["picture"]
        if not file:
            return None
        if file.size > SIGNATURE_BYTES:
            raise ValidationError(_("This picture is too large: at most 100 KB."))
        try:
            with Image.open(file, formats=["PNG"]) as picture:
                width, height = picture.size
                if width * height > SIGNATURE_PIXELS:
                    raise ValidationError(_("This picture has too many pixels."))
                picture.verify()
        except (UnidentifiedImageError, OSError, SyntaxError) as error:
            raise ValidationError(_("This is no PNG picture.")) from error
        file.seek(0)
        return bytes(file.read())

    def keep(self, institution: Institution) -> ReceiptSigner:
        """Save it for an institution."""
        signer: ReceiptSigner = self.save(commit=False)
        signer.institution = institution
        if self.cleaned_data["picture"]:
            signer.signature = self.cleaned_data["picture"]
        signer.save()
        return signer
