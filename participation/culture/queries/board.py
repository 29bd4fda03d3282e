"""What is on the board for a partner, and what was answered to whom."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from participation.culture.models import Answer, Post
from participation.culture.queries.partners import Partner


def posts(partner: Partner, chosen: dict[str, str]) -> QuerySet[Post]:
    """On the board, through filters, newest first. One query."""
    found = Post.objects.on_board()
    if kind := chosen.get("kind"):
        found = found.filter(kind=kind)
    if genre := chosen.get("genre"):
        found = found.filter(genres__contains=[genre])
    for word in chosen.get("q", "").split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
    mine = Answer.objects.filter(post=OuterRef("pk"), institution__in=partner.ids)
    return found.select_related("institution").annotate(answered=Exists(mine))


def own(partner: Partner) -> QuerySet[Post]:
    """What one's institutions have pinned, in whatever state, with the number of answers."""
    found = Post.objects.filter(institution__in=partner.ids).select_related("institution")
    return found.annotate(count=Count("answers"))


def readable(partner: Partner) -> QuerySet[Post]:
    """What a person may open: what is on the board, one's own, and what one has answered."""
    if not partner.is_partner:
        return Post.objects.none()
    on_board = Post.objects.on_board().values("pk")
    answered = Answer.objects.filter(institution__in=partner.ids).values("post")
    seen = Q(pk__in=on_board) | Q(institution__in=partner.ids) | Q(pk__in=answered)
    return Post.objects.filter(seen).select_related("institution")


def answers(post: Post, partner: Partner) -> list[Answer]:
    """What one's institutions wrote or were told. One query."""
    own = Q(institution__in=partner.ids) | Q(towards__in=partner.ids)
    return list(post.answers.filter(own).select_related("institution", "towards", "author"))
