"""A vedtak that is made is never edited or deleted, only superseded by a new one (SA-6)."""

from django.db import migrations

TRIGGER = """
CREATE FUNCTION revisions_made_decision_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF current_setting('app.allow_truncate', true) = 'on' THEN
            RETURN NULL;  -- the test runner empties its own database
        END IF;
    ELSIF OLD.decided_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Vedtaket er fattet og kan ikke endres. Et nytt vedtak med begrunnelse må erstatte det.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER revisions_made_decision_stands BEFORE UPDATE OR DELETE ON revisions_decision
    FOR EACH ROW EXECUTE FUNCTION revisions_made_decision_stands();
CREATE TRIGGER revisions_decisions_are_not_truncated BEFORE TRUNCATE ON revisions_decision
    FOR EACH STATEMENT EXECUTE FUNCTION revisions_made_decision_stands();
"""

DROP = "DROP FUNCTION revisions_made_decision_stands() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("revisions", "0001_initial")]

    operations = [migrations.RunSQL(TRIGGER, DROP)]
