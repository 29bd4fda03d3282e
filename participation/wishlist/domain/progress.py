"""What people are told when a wish reaches its goal or ends."""

from crowdfunding_lite.models import Campaign, Stage
from django.utils import translation
from django.utils.translation import gettext as _

from cms.notifications import domain as notifications
from participation.wishlist.domain import wish_letters
from participation.wishlist.domain.rules import TOPIC
from participation.wishlist.models import Wish


def tell(*, campaign: Campaign, stage: str) -> None:
    """Tell the institution's people at once and followers at their pace."""
    wish = Wish.objects.select_related("institution").get(campaign=campaign.pk)
    wish.campaign = campaign
    wish_letters.moved(wish=wish, stage=stage)
    with translation.override(wish.language):
        title = _("The goal is reached") if stage == Stage.FUNDED else _("The wish has ended")
        notifications.notify(
            topic=TOPIC,
            numbers=[wish.pk],
            event=f"wish-{stage}-{wish.pk}",
            about=wish.title,
            title=title,
            path=wish.get_absolute_url(),
        )
