"""Only what never applied can be annulled, and then it stays so; a heading is kept like a text (ID-2, EF-5)."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION objectives_only_what_never_applied_is_annulled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decided date;
BEGIN
    IF OLD.annulled_by_id IS NOT NULL THEN
        IF (NEW.annulled_by_id, NEW.valid, NEW.repealed_by_id)
            IS DISTINCT FROM (OLD.annulled_by_id, OLD.valid, OLD.repealed_by_id) THEN
            RAISE EXCEPTION 'Versjonen ble endret før den trådte i kraft, og gjelder aldri. Det kan ikke gjøres om.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF NEW.annulled_by_id IS NOT NULL THEN
        SELECT decided_on INTO decided FROM objectives_legalact WHERE id = NEW.annulled_by_id;
        IF decided >= lower(OLD.valid) THEN
            RAISE EXCEPTION 'Versjonen gjelder fra %, og forskriften er vedtatt %. Bare det som ikke er i kraft ved vedtaket, kan falle bort.',
                to_char(lower(OLD.valid), 'DD.MM.YYYY'), to_char(decided, 'DD.MM.YYYY')
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_only_what_never_applied_is_annulled BEFORE UPDATE ON objectives_objectiveversion
    FOR EACH ROW EXECUTE FUNCTION objectives_only_what_never_applied_is_annulled();
CREATE TRIGGER objectives_only_what_never_applied_is_annulled BEFORE UPDATE ON objectives_themeversion
    FOR EACH ROW EXECUTE FUNCTION objectives_only_what_never_applied_is_annulled();

CREATE FUNCTION objectives_heading_is_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.theme_id, NEW.number, NEW.title, lower(NEW.valid), NEW.enacted_by_id)
        IS DISTINCT FROM (OLD.id, OLD.theme_id, OLD.number, OLD.title, lower(OLD.valid), OLD.enacted_by_id) THEN
        RAISE EXCEPTION 'Ordlyden i en temaoverskrift kan ikke endres. En ny ordlyd er en ny versjon.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF upper(OLD.valid) IS NOT NULL AND upper(NEW.valid) IS DISTINCT FROM upper(OLD.valid) THEN
        RAISE EXCEPTION 'Temaoverskriften slutter allerede å gjelde %. Slutten er fastsatt ved forskrift og kan ikke flyttes.',
            to_char(upper(OLD.valid), 'DD.MM.YYYY') USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_heading_is_never_rewritten BEFORE UPDATE ON objectives_themeversion
    FOR EACH ROW EXECUTE FUNCTION objectives_heading_is_never_rewritten();
CREATE TRIGGER objectives_themeversion_is_kept BEFORE DELETE ON objectives_themeversion
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER objectives_themeversion_is_not_truncated BEFORE TRUNCATE ON objectives_themeversion
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_refuse_deletion();
"""

DROP = """
DROP TRIGGER objectives_themeversion_is_not_truncated ON objectives_themeversion;
DROP TRIGGER objectives_themeversion_is_kept ON objectives_themeversion;
DROP FUNCTION objectives_heading_is_never_rewritten() CASCADE;
DROP FUNCTION objectives_only_what_never_applied_is_annulled() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("objectives", "0004_an_announced_text_can_be_annulled")]

    operations = [migrations.RunSQL(TRIGGERS, DROP)]
