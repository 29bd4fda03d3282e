"""Background jobs of messages from the public."""

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from cms.pages import domain
from cms.pages.models import Enquiry

log = structlog.get_logger(__name__)


@app.task(
    name="pages.pass_on_enquiry",
    # The last of them comes after about five and a half hours.
    retry=RetryStrategy(max_attempts=9, exponential_wait=3),
)
def pass_on_enquiry(enquiry_id: int) -> None:
    """Mail a stored message; it may have been erased in the meantime."""
    enquiry = Enquiry.objects.filter(pk=enquiry_id).first()
    if enquiry is not None:
        sent = domain.pass_on_enquiry(enquiry=enquiry)
        log.info("enquiry_passed_on", enquiry=enquiry_id, sent=sent)


@app.periodic(cron="17 3 * * *")
@app.task(name="pages.delete_expired_enquiries")
def delete_expired_enquiries(timestamp: int) -> None:
    """Apply the retention time, every night."""
    log.info("expired_enquiries_deleted", count=domain.delete_expired_enquiries())
