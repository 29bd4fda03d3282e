"""Groups of institutions that prepare something together, and documents shared among partners."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.culture.models.choices import PartState
from participation.culture.models.institutions import Institution


class WorkGroupQuerySet(models.QuerySet["WorkGroup"]):
    """Groups by who belongs to them."""

    def of(self, institution_ids: list[int], *states: str) -> Self:
        """Those in which one of the institutions is, by default for good."""
        return self.filter(
            parts__institution__in=institution_ids,
            parts__state__in=states or (PartState.JOINED,),
        ).distinct()


class WorkGroup(models.Model):
    """A festival's working group and the like. Nobody outside learns of it."""

    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("what it is for"), max_length=1000)
    founder = models.ForeignKey(
        Institution,
        verbose_name=_("founded by"),
        on_delete=models.PROTECT,
        related_name="founded_groups",
    )
    is_closed = models.BooleanField(_("closed"), default=False)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("founded"), default=timezone.now)

    objects = WorkGroupQuerySet.as_manager()

    class Meta:
        ordering = ["is_closed", "name", "pk"]
        verbose_name = _("group of institutions")
        verbose_name_plural = _("groups of institutions")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page for its institutions."""
        return reverse("culture_group", args=[self.pk])


class GroupPart(models.Model):
    """An institution in a group."""

    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="parts")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="group_parts"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PartState.choices, default=PartState.INVITED
    )
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("institution in a group")
        verbose_name_plural = _("institutions in groups")
        constraints = [
            models.UniqueConstraint(fields=["group", "institution"], name="one_part_in_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.institution_id}"


class GroupMessage(models.Model):
    """What somebody says in a group."""

    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="messages")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("message"), max_length=4000)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("message in a group")
        verbose_name_plural = _("messages in groups")
        indexes = [models.Index(fields=["group", "-at"], name="culture_group_messages")]

    def __str__(self) -> str:
        return self.text[:60]


class GroupDate(models.Model):
    """A meeting or deadline of a group; seen by the group alone."""

    group = models.ForeignKey(WorkGroup, on_delete=models.CASCADE, related_name="dates")
    title = models.CharField(_("title"), max_length=120)
    start = models.DateTimeField(_("begins"))
    end = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("date of a group")
        verbose_name_plural = _("dates of groups")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="group_date_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class SharedDocument(models.Model):
    """A file for a group, for chosen partners or for all of them; never for anybody else."""

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="shared_documents"
    )
    title = models.CharField(_("title"), max_length=160)
    note = models.CharField(_("what it is"), max_length=300, blank=True)
    document = models.ForeignKey("core.CustomDocument", on_delete=models.PROTECT, related_name="+")
    for_all = models.BooleanField(_("for all partners"), default=False)
    partners = models.ManyToManyField(
        Institution, verbose_name=_("for these partners"), blank=True, related_name="+"
    )
    group = models.ForeignKey(
        WorkGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("shared"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("shared document")
        verbose_name_plural = _("shared documents")

    def __str__(self) -> str:
        return self.title
