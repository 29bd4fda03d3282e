"""Histories of money and receipts are not emptied at once either: TRUNCATE asks no row's trigger.

Here rather than in crowdfunding_lite: other projects' tests may empty its tables after each test.
"""

from django.db import migrations

KEPT = (
    "crowdfunding_lite_donationevent",
    "crowdfunding_lite_stagestep",
    "wishlist_institutionstep",
    "wishlist_receipt",
    "wishlist_receiptfile",
    "wishlist_receiptitem",
)
FUNCTION = """
CREATE FUNCTION wishlist_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""
TRIGGER = """
CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION wishlist_never_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("wishlist", "0103_office_groups"),
        ("crowdfunding_lite", "0003_returned_money"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION wishlist_never_emptied();"),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table),
                f"DROP TRIGGER {table}_never_emptied ON {table};",
            )
            for table in KEPT
        ),
    ]
