"""Background jobs of accounts."""

import structlog
from procrastinate.contrib.django import app

from cms.users import domain, queries
from cms.users.models import ErasureRequest

log = structlog.get_logger(__name__)


@app.periodic(cron="7 * * * *")
@app.task(name="users.erase_due_accounts", queueing_lock="users.erase_due_accounts")
def erase_due_accounts(timestamp: int) -> None:
    """Every hour: erase the accounts whose time has come, each in a transaction of its own."""
    for pk in list(queries.due_erasures().values_list("pk", flat=True)):
        request = ErasureRequest.objects.select_related("user").filter(pk=pk).first()
        if request is not None:
            done = domain.carry_out_erasure(request=request)
            log.info("account_erased" if done else "erasure_refused", user=request.user_id)


@app.periodic(cron="27 3 * * *")
@app.task(name="users.apply_retention", queueing_lock="users.apply_retention")
def apply_retention(timestamp: int) -> None:
    """Every night: forget accounts and wishes that nobody confirmed, and sessions that are over."""
    log.info(
        "retention_applied",
        accounts=domain.delete_never_confirmed(),
        requests=domain.delete_unconfirmed_requests(),
        sessions=domain.forget_ended_sessions(),
    )
