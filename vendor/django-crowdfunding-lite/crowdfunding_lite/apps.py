from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrowdfundingLiteConfig(AppConfig):
    name = "crowdfunding_lite"
    label = "crowdfunding_lite"
    verbose_name = _("Crowdfunding")
    default_auto_field = "django.db.models.BigAutoField"
