"""Receipts stay as they were issued, and as long as the law asks for them.

Source: AO § 147 (3) and (4), EStDV § 50 (7): ten years after the end of the year. A receipt may become
void once; who it belongs to and who issued it may be forgotten, since accounts can be erased.
"""

from django.db import migrations

RECEIPT = """
CREATE FUNCTION wishlist_receipt_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    loose text[] := ARRAY['void_at', 'void_reason', 'donor_id', 'user_id', 'by_id'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF extract(year FROM OLD.issued_on) + 10 < extract(year FROM now()) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'a receipt is kept for ten years' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - loose) <> (to_jsonb(OLD) - loose)
        OR (OLD.void_at IS NOT NULL AND (NEW.void_at, NEW.void_reason)
            IS DISTINCT FROM (OLD.void_at, OLD.void_reason))
        OR (NEW.donor_id IS NOT NULL AND NEW.donor_id IS DISTINCT FROM OLD.donor_id)
        OR (NEW.user_id IS NOT NULL AND NEW.user_id IS DISTINCT FROM OLD.user_id)
        OR (NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id)
    THEN
        RAISE EXCEPTION 'a receipt stays as it was issued' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER wishlist_receipt_kept BEFORE UPDATE OR DELETE ON wishlist_receipt
    FOR EACH ROW EXECUTE FUNCTION wishlist_receipt_kept();

CREATE FUNCTION wishlist_receipt_part_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'wishlist_receiptitem'
        AND (to_jsonb(NEW) - 'is_void') = (to_jsonb(OLD) - 'is_void')
        AND (to_jsonb(NEW) ->> 'is_void')::boolean THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND NOT EXISTS (
        SELECT FROM wishlist_receipt WHERE id = OLD.receipt_id
            AND extract(year FROM issued_on) + 10 >= extract(year FROM now())
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what belongs to a receipt stays as it is' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER wishlist_receiptfile_kept BEFORE UPDATE OR DELETE ON wishlist_receiptfile
    FOR EACH ROW EXECUTE FUNCTION wishlist_receipt_part_kept();
CREATE TRIGGER wishlist_receiptitem_kept BEFORE UPDATE OR DELETE ON wishlist_receiptitem
    FOR EACH ROW EXECUTE FUNCTION wishlist_receipt_part_kept();
"""
BACK = """
DROP TRIGGER wishlist_receiptitem_kept ON wishlist_receiptitem;
DROP TRIGGER wishlist_receiptfile_kept ON wishlist_receiptfile;
DROP FUNCTION wishlist_receipt_part_kept();
DROP TRIGGER wishlist_receipt_kept ON wishlist_receipt;
DROP FUNCTION wishlist_receipt_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("wishlist", "0101_office")]
    operations = [migrations.RunSQL(RECEIPT, BACK)]
