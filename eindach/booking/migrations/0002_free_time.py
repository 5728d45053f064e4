"""The column `free` of an opening and the triggers that keep it.

free = during minus the live appointments of the calendar. Search reads it, booking locks the row that carries it, so
both see one truth. Each trigger locks the openings first (in order of id) and computes in a second statement, whose
snapshot then holds every appointment that was committed while it waited (READ COMMITTED takes a new one a statement).
"""

from django.db import migrations

FORWARD = """
ALTER TABLE booking_opening ADD COLUMN free tstzmultirange NOT NULL DEFAULT '{}';

CREATE FUNCTION booking_refresh_free(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM booking_opening WHERE id = ANY(wanted) ORDER BY id FOR UPDATE;
    UPDATE booking_opening o
    SET free = tstzmultirange(o.during) - coalesce(
        (SELECT range_agg(a.during) FROM booking_appointment a
         WHERE a.calendar_id = o.calendar_id AND a.live AND a.during && o.during), '{}')
    WHERE o.id = ANY(wanted);
    -- Open pages look again (booking/live.py). A payload holds 8,000 bytes: bulk changes do not name theirs.
    PERFORM pg_notify('eindach_openings', CASE WHEN cardinality(wanted) <= 300 THEN array_to_string(wanted, ',') ELSE '' END);
END $$;

CREATE FUNCTION booking_appointment_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN

    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT o.id) INTO touched FROM booking_opening o
        JOIN fresh a ON o.calendar_id = a.calendar_id AND o.during && a.during;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT o.id) INTO touched FROM booking_opening o
        JOIN stale a ON o.calendar_id = a.calendar_id AND o.during && a.during;
    ELSE
        SELECT array_agg(DISTINCT o.id) INTO touched FROM booking_opening o
        JOIN (SELECT f.calendar_id, f.during FROM fresh f JOIN stale s USING (id)
              WHERE (f.live, f.calendar_id, f.during) IS DISTINCT FROM (s.live, s.calendar_id, s.during)
              UNION ALL
              SELECT s.calendar_id, s.during FROM fresh f JOIN stale s USING (id)
              WHERE (f.live, f.calendar_id, f.during) IS DISTINCT FROM (s.live, s.calendar_id, s.during)) a
        ON o.calendar_id = a.calendar_id AND o.during && a.during;
    END IF;
    IF touched IS NOT NULL THEN
        PERFORM booking_refresh_free(touched);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER appointment_added AFTER INSERT ON booking_appointment
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION booking_appointment_changed();
CREATE TRIGGER appointment_changed AFTER UPDATE ON booking_appointment
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION booking_appointment_changed();
CREATE TRIGGER appointment_removed AFTER DELETE ON booking_appointment
    REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION booking_appointment_changed();

CREATE FUNCTION booking_opening_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.free := tstzmultirange(NEW.during) - coalesce(
        (SELECT range_agg(a.during) FROM booking_appointment a
         WHERE a.calendar_id = NEW.calendar_id AND a.live AND a.during && NEW.during), '{}');
    RETURN NEW;
END $$;

CREATE TRIGGER opening_made BEFORE INSERT OR UPDATE OF during, calendar_id ON booking_opening
    FOR EACH ROW EXECUTE FUNCTION booking_opening_free();
"""

BACKWARD = """
DROP TRIGGER opening_made ON booking_opening;
DROP TRIGGER appointment_added ON booking_appointment;
DROP TRIGGER appointment_changed ON booking_appointment;
DROP TRIGGER appointment_removed ON booking_appointment;
DROP FUNCTION booking_opening_free();
DROP FUNCTION booking_appointment_changed();
DROP FUNCTION booking_refresh_free(bigint[]);
ALTER TABLE booking_opening DROP COLUMN free;
"""

class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
