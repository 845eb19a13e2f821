"""What was registered of an act is never rewritten in passing: only a correction of that act moves what follows from it.

The correction says so itself, for its own transaction: `set_config('app.corrects_act', '<the act's key>', true)`. Then
number and dates of that act can be set right, and the first or last days it gave can be moved with the announcement.
The words cannot be changed by anyone, as before.
"""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION objectives_is_corrected(act bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('app.corrects_act', true) = act::text, false)
$$;

CREATE FUNCTION objectives_act_is_corrected_and_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.number, NEW.decided_on, coalesce(OLD.announced_at, NEW.announced_at))
        IS DISTINCT FROM (OLD.id, OLD.number, OLD.decided_on, NEW.announced_at)
        AND NOT objectives_is_corrected(OLD.id) THEN
        RAISE EXCEPTION 'Nummer og datoer i FOR-%-% kan bare endres ved en retting av kunngjøringen.',
            to_char(OLD.decided_on, 'YYYY-MM-DD'), OLD.number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_act_is_corrected_and_never_rewritten BEFORE UPDATE ON objectives_legalact
    FOR EACH ROW EXECUTE FUNCTION objectives_act_is_corrected_and_never_rewritten();

CREATE OR REPLACE FUNCTION objectives_text_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.objective_id, NEW.text, NEW.enacted_by_id)
        IS DISTINCT FROM (OLD.id, OLD.objective_id, OLD.text, OLD.enacted_by_id)
        OR lower(NEW.valid) IS DISTINCT FROM lower(OLD.valid) AND NOT objectives_is_corrected(OLD.enacted_by_id) THEN
        RAISE EXCEPTION 'Teksten i en versjon av et læringsmål kan ikke endres. En ny ordlyd er en ny versjon.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF upper(OLD.valid) IS NOT NULL AND upper(NEW.valid) IS DISTINCT FROM upper(OLD.valid)
        AND NOT (objectives_is_corrected(OLD.repealed_by_id) AND upper(NEW.valid) IS NOT NULL
            AND NEW.repealed_by_id = OLD.repealed_by_id) THEN
        RAISE EXCEPTION 'Versjonen slutter allerede å gjelde %. Slutten er fastsatt ved forskrift og kan ikke flyttes.',
            to_char(upper(OLD.valid), 'DD.MM.YYYY') USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION objectives_heading_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.theme_id, NEW.number, NEW.title, NEW.enacted_by_id)
        IS DISTINCT FROM (OLD.id, OLD.theme_id, OLD.number, OLD.title, OLD.enacted_by_id)
        OR lower(NEW.valid) IS DISTINCT FROM lower(OLD.valid) AND NOT objectives_is_corrected(OLD.enacted_by_id) THEN
        RAISE EXCEPTION 'Ordlyden i en temaoverskrift kan ikke endres. En ny ordlyd er en ny versjon.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF upper(OLD.valid) IS NOT NULL AND upper(NEW.valid) IS DISTINCT FROM upper(OLD.valid)
        AND NOT (objectives_is_corrected(OLD.repealed_by_id) AND upper(NEW.valid) IS NOT NULL
            AND NEW.repealed_by_id = OLD.repealed_by_id) THEN
        RAISE EXCEPTION 'Temaoverskriften slutter allerede å gjelde %. Slutten er fastsatt ved forskrift og kan ikke flyttes.',
            to_char(upper(OLD.valid), 'DD.MM.YYYY') USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION objectives_transitional_rule_is_kept_as_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.enacted_by_id, NEW.number, NEW.started, NEW.stage, NEW.started_before, NEW.specialty_id,
        NEW.until, NEW.text)
        IS DISTINCT FROM (OLD.id, OLD.enacted_by_id, OLD.number, OLD.started, OLD.stage, OLD.started_before,
        OLD.specialty_id, OLD.until, OLD.text) THEN
        RAISE EXCEPTION 'En kunngjort overgangsregel kan ikke endres. En ny forskrift kan oppheve den.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.repealed_by_id IS NOT NULL AND (NEW.repealed_by_id, NEW.repealed_from)
        IS DISTINCT FROM (OLD.repealed_by_id, OLD.repealed_from)
        AND NOT (objectives_is_corrected(OLD.repealed_by_id) AND NEW.repealed_by_id = OLD.repealed_by_id
            AND NEW.repealed_from IS NOT NULL) THEN
        RAISE EXCEPTION 'Overgangsregelen er allerede opphevet. Det kan ikke gjøres om.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

DROP = """
DROP FUNCTION objectives_act_is_corrected_and_never_rewritten() CASCADE;
"""


class Migration(migrations.Migration):
    # Back to what 0003, 0005 and 0010 say is not needed for going back: without a correction they refuse the same.
    dependencies = [("objectives", "0010_the_database_keeps_what_is_announced_for_later")]

    operations = [migrations.RunSQL(TRIGGERS, DROP)]
