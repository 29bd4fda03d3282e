"""Django's table for the "shared" cache (createcachetable), where all processes count together.

Unlogged: what is counted there, such as tries to sign in, may be lost in a crash.
"""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE shared_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("users", "0003_project_leads_and_administrators")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE shared_cache")]
