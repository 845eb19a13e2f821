"""What must never go wrong with a code or a text is refused by the database itself (ID-2, ID-4, ID-7).

The triggers hold whatever the way in: the ORM, update(), the admin or SQL by hand.
"""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION objectives_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF current_setting('app.allow_truncate', true) = 'on' THEN
            RETURN NULL;  -- the test runner empties its own database
        END IF;
        RAISE EXCEPTION 'Tabellen % kan ikke tømmes: registeret er lovens hukommelse.', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RAISE EXCEPTION 'Raden i % kan ikke slettes: registeret er lovens hukommelse (ID-2, ID-7).', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER objectives_objective_is_kept BEFORE DELETE ON objectives_objective
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_objective_is_not_truncated BEFORE TRUNCATE ON objectives_objective
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_codeseries_is_kept BEFORE DELETE ON objectives_codeseries
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_codeseries_is_not_truncated BEFORE TRUNCATE ON objectives_codeseries
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_objectiveversion_is_kept BEFORE DELETE ON objectives_objectiveversion
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_objectiveversion_is_not_truncated BEFORE TRUNCATE ON objectives_objectiveversion
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_succession_is_kept BEFORE DELETE ON objectives_succession
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_succession_is_not_truncated BEFORE TRUNCATE ON objectives_succession
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_refuse_deletion();

CREATE FUNCTION objectives_code_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.code, NEW.series_id, NEW.number) IS DISTINCT FROM (OLD.id, OLD.code, OLD.series_id, OLD.number) THEN
        RAISE EXCEPTION 'Koden % kan ikke endres. En kode som er gitt, står for alltid (ID-7).', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_code_is_never_changed BEFORE UPDATE ON objectives_objective
    FOR EACH ROW EXECUTE FUNCTION objectives_code_is_never_changed();

CREATE FUNCTION objectives_code_belongs_to_its_series() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    series record;
BEGIN
    SELECT prefix, last_number, digits INTO series FROM objectives_codeseries WHERE id = NEW.series_id;
    IF NEW.code <> series.prefix || '-' || lpad(NEW.number::text, greatest(series.digits, length(NEW.number::text)), '0') THEN
        RAISE EXCEPTION 'Koden % hører ikke til nummer % i serien %.', NEW.code, NEW.number, series.prefix
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.number > series.last_number THEN
        RAISE EXCEPTION 'Koden % er høyere enn det siste nummeret i serien %. Nye koder gis ved å telle serien opp (ID-1).',
            NEW.code, series.prefix USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_code_belongs_to_its_series BEFORE INSERT ON objectives_objective
    FOR EACH ROW EXECUTE FUNCTION objectives_code_belongs_to_its_series();

CREATE FUNCTION objectives_series_only_counts_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.last_number < OLD.last_number THEN
        RAISE EXCEPTION 'Serien % kan ikke telles ned fra % til %: da kunne en kode bli gitt to ganger (ID-2).',
            OLD.prefix, OLD.last_number, NEW.last_number USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.id, NEW.prefix, NEW.digits) IS DISTINCT FROM (OLD.id, OLD.prefix, OLD.digits) THEN
        RAISE EXCEPTION 'Prefikset % og antallet sifre kan ikke endres (ID-7).', OLD.prefix
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_series_only_counts_up BEFORE UPDATE ON objectives_codeseries
    FOR EACH ROW EXECUTE FUNCTION objectives_series_only_counts_up();

CREATE FUNCTION objectives_text_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.objective_id, NEW.text, lower(NEW.valid), NEW.enacted_by_id)
        IS DISTINCT FROM (OLD.id, OLD.objective_id, OLD.text, lower(OLD.valid), OLD.enacted_by_id) THEN
        RAISE EXCEPTION 'Teksten i en versjon av et læringsmål kan ikke endres. En ny ordlyd er en ny versjon.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF upper(OLD.valid) IS NOT NULL AND upper(NEW.valid) IS DISTINCT FROM upper(OLD.valid) THEN
        RAISE EXCEPTION 'Versjonen slutter allerede å gjelde %. Slutten er fastsatt ved forskrift og kan ikke flyttes.',
            to_char(upper(OLD.valid), 'DD.MM.YYYY') USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_text_is_never_rewritten BEFORE UPDATE ON objectives_objectiveversion
    FOR EACH ROW EXECUTE FUNCTION objectives_text_is_never_rewritten();

CREATE FUNCTION objectives_theme_is_in_its_chapter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.theme_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM objectives_theme WHERE id = NEW.theme_id AND chapter_id = NEW.chapter_id
    ) THEN
        RAISE EXCEPTION 'Temaoverskriften hører til et annet kapittel enn læringsmålet.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_theme_is_in_its_chapter BEFORE INSERT OR UPDATE ON objectives_objectiveversion
    FOR EACH ROW EXECUTE FUNCTION objectives_theme_is_in_its_chapter();

CREATE FUNCTION objectives_successions_form_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'En erstatning er fastsatt ved forskrift og kan ikke endres.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- Two transactions could each close half a circle; the lock makes the second one see the first.
    PERFORM pg_advisory_xact_lock(hashtext('objectives_succession'));
    IF EXISTS (
        WITH RECURSIVE later(id) AS (
            SELECT NEW.new_id
            UNION
            SELECT s.new_id FROM objectives_succession s JOIN later ON s.old_id = later.id
        ) SELECT FROM later WHERE id = NEW.old_id
    ) THEN
        RAISE EXCEPTION 'Erstatningen ville gå i ring: et læringsmål kan ikke erstatte noe som har erstattet det.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_successions_form_no_circle BEFORE INSERT OR UPDATE ON objectives_succession
    FOR EACH ROW EXECUTE FUNCTION objectives_successions_form_no_circle();
"""

DROP = """
DROP FUNCTION objectives_successions_form_no_circle() CASCADE;
DROP FUNCTION objectives_theme_is_in_its_chapter() CASCADE;
DROP FUNCTION objectives_text_is_never_rewritten() CASCADE;
DROP FUNCTION objectives_series_only_counts_up() CASCADE;
DROP FUNCTION objectives_code_belongs_to_its_series() CASCADE;
DROP FUNCTION objectives_code_is_never_changed() CASCADE;
DROP FUNCTION objectives_refuse_deletion() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("objectives", "0002_specialties_and_constraints")]

    operations = [migrations.RunSQL(TRIGGERS, DROP)]
