"""The database itself counts seats, and keeps what was decided about courses.

``courses_run.seats_taken`` is the sum of the seats of bookings that hold some, ``waiting_seats`` of
those in the queue. The trigger keeps them with every booking that comes, changes or goes; the
constraint ``run_is_never_oversold`` then refuses one too many, whoever writes it. An update of a run
by any other way leaves both as they are, so that a form saved late cannot undo bookings.
"""

from django.db import migrations

HOLDING = "'unconfirmed', 'unpaid', 'booked', 'offered'"

FORWARD = f"""
CREATE FUNCTION courses_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken integer := 0;
    waiting integer := 0;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.run_id <> OLD.run_id THEN
        RAISE EXCEPTION 'a booking stays with its run' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        taken := taken - CASE WHEN OLD.state IN ({HOLDING}) THEN OLD.seats ELSE 0 END;
        waiting := waiting - CASE WHEN OLD.state = 'waiting' THEN OLD.seats ELSE 0 END;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        taken := taken + CASE WHEN NEW.state IN ({HOLDING}) THEN NEW.seats ELSE 0 END;
        waiting := waiting + CASE WHEN NEW.state = 'waiting' THEN NEW.seats ELSE 0 END;
    END IF;
    IF taken <> 0 OR waiting <> 0 THEN
        UPDATE courses_run
        SET seats_taken = seats_taken + taken, waiting_seats = waiting_seats + waiting
        WHERE id = COALESCE(NEW.run_id, OLD.run_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER courses_count_seats
    AFTER INSERT OR UPDATE OF state, seats, run_id OR DELETE ON courses_booking
    FOR EACH ROW EXECUTE FUNCTION courses_count_seats();

CREATE FUNCTION courses_keep_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        NEW.seats_taken := OLD.seats_taken;
        NEW.waiting_seats := OLD.waiting_seats;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER courses_keep_seats
    BEFORE UPDATE ON courses_run
    FOR EACH ROW EXECUTE FUNCTION courses_keep_seats();

CREATE FUNCTION courses_step_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL
        AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the steps of courses are append-only'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER courses_step_append_only
    BEFORE UPDATE OR DELETE ON courses_coursestep
    FOR EACH ROW EXECUTE FUNCTION courses_step_append_only();
"""
BACK = """
DROP TRIGGER courses_step_append_only ON courses_coursestep;
DROP FUNCTION courses_step_append_only();
DROP TRIGGER courses_keep_seats ON courses_run;
DROP FUNCTION courses_keep_seats();
DROP TRIGGER courses_count_seats ON courses_booking;
DROP FUNCTION courses_count_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
