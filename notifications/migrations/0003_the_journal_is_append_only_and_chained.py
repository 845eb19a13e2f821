"""The database chains the journal and refuses to change it.

The advisory lock makes the order of the chain the order of the commits: the next writer reads the tail only after
the one before it has committed. The hash covers the fields as text, joined by the unit separator (U+001F), which
`manage.py verify_journal` computes again from the rows.
"""

from django.db import migrations

CHAIN = """
CREATE FUNCTION notifications_event_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tail record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('notifications_event'));
    SELECT sequence, hash INTO tail FROM notifications_event ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := COALESCE(tail.sequence, 0) + 1;
    NEW.previous_hash := COALESCE(tail.hash, repeat('0', 64));
    NEW.hash := encode(sha256(convert_to(concat_ws(chr(31),
        NEW.previous_hash, NEW.sequence::text, extract(epoch FROM NEW.moment)::text, NEW.actor_id::text, NEW.verb,
        NEW.subject_type, NEW.subject_id, NEW.subject_label, NEW.case_number, NEW.payload::text), 'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER notifications_event_chain BEFORE INSERT ON notifications_event
    FOR EACH ROW EXECUTE FUNCTION notifications_event_chain();

CREATE FUNCTION notifications_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('app.allow_truncate', true) = 'on' THEN
        RETURN NULL;  -- the test runner empties its own database
    END IF;
    RAISE EXCEPTION 'Journalen kan ikke endres eller slettes. Skriv en ny hendelse i stedet.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER notifications_event_is_append_only BEFORE UPDATE OR DELETE ON notifications_event
    FOR EACH ROW EXECUTE FUNCTION notifications_event_is_append_only();
CREATE TRIGGER notifications_event_is_not_truncated BEFORE TRUNCATE ON notifications_event
    FOR EACH STATEMENT EXECUTE FUNCTION notifications_event_is_append_only();
"""

UNCHAIN = """
DROP TRIGGER notifications_event_is_not_truncated ON notifications_event;
DROP TRIGGER notifications_event_is_append_only ON notifications_event;
DROP FUNCTION notifications_event_is_append_only();
DROP TRIGGER notifications_event_chain ON notifications_event;
DROP FUNCTION notifications_event_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_the_actor")]

    operations = [migrations.RunSQL(CHAIN, UNCHAIN)]
