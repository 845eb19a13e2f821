"""An overgangsregel and a change without a first day are kept as announced; only their end or day is added, once."""

from django.db import migrations

KEPT = (
    "objectives_transitionalrule",
    "objectives_transitionalrule_former",
    "objectives_undeterminedchange",
    "objectives_undeterminedchange_changes",
    "objectives_undeterminedchange_creates",
)
LINKS = tuple(table for table in KEPT if table.count("_") == 2)

FUNCTIONS = """
CREATE FUNCTION objectives_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Raden i % er kunngjort og kan ikke endres.', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION objectives_transitional_rule_is_kept_as_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.enacted_by_id, NEW.number, NEW.started, NEW.stage, NEW.started_before, NEW.specialty_id,
        NEW.until, NEW.text)
        IS DISTINCT FROM (OLD.id, OLD.enacted_by_id, OLD.number, OLD.started, OLD.stage, OLD.started_before,
        OLD.specialty_id, OLD.until, OLD.text) THEN
        RAISE EXCEPTION 'En kunngjort overgangsregel kan ikke endres. En ny forskrift kan oppheve den.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.repealed_by_id IS NOT NULL AND (NEW.repealed_by_id, NEW.repealed_from)
        IS DISTINCT FROM (OLD.repealed_by_id, OLD.repealed_from) THEN
        RAISE EXCEPTION 'Overgangsregelen er allerede opphevet. Det kan ikke gjøres om.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_transitional_rule_is_kept_as_announced BEFORE UPDATE ON objectives_transitionalrule
    FOR EACH ROW EXECUTE FUNCTION objectives_transitional_rule_is_kept_as_announced();

CREATE FUNCTION objectives_undetermined_change_is_kept_as_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.enacted_by_id, NEW.number, NEW.operation)
        IS DISTINCT FROM (OLD.id, OLD.enacted_by_id, OLD.number, OLD.operation) THEN
        RAISE EXCEPTION 'En kunngjort endring kan ikke skrives om.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.in_force_from IS NOT NULL AND (NEW.in_force_from, NEW.determined_on, NEW.determined_by_id, NEW.reference)
        IS DISTINCT FROM (OLD.in_force_from, OLD.determined_on, OLD.determined_by_id, OLD.reference) THEN
        RAISE EXCEPTION 'Ikrafttredelsen er fastsatt til % og kan ikke fastsettes på nytt.',
            to_char(OLD.in_force_from, 'DD.MM.YYYY') USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER objectives_undetermined_change_is_kept_as_announced BEFORE UPDATE ON objectives_undeterminedchange
    FOR EACH ROW EXECUTE FUNCTION objectives_undetermined_change_is_kept_as_announced();
"""

KEEPING = "".join(
    f"""
CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_deletion();
CREATE TRIGGER {table}_is_not_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION objectives_refuse_deletion();
"""
    for table in KEPT
)
LINKING = "".join(
    f"""
CREATE TRIGGER {table}_is_never_rewritten BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION objectives_refuse_rewriting();
"""
    for table in LINKS
)

DROP = (
    "".join(
        f"DROP TRIGGER {table}_is_kept ON {table}; DROP TRIGGER {table}_is_not_truncated ON {table};\n"
        for table in KEPT
    )
    + """
DROP FUNCTION objectives_undetermined_change_is_kept_as_announced() CASCADE;
DROP FUNCTION objectives_transitional_rule_is_kept_as_announced() CASCADE;
DROP FUNCTION objectives_refuse_rewriting() CASCADE;
"""
)


class Migration(migrations.Migration):
    dependencies = [("objectives", "0009_transitional_rules_and_undetermined_days")]

    operations = [migrations.RunSQL(FUNCTIONS + KEEPING + LINKING, DROP)]
