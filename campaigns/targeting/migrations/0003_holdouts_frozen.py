"""The database itself refuses to change a plan that is committed, its units, its salt, or a line of its log.

What may still be written: that the plan is abandoned, once; and a member who left is forgotten as the author. Rows go
with a campaign that is closed.
"""

from django.db import migrations

FREEZE = """
CREATE FUNCTION targeting_may_go(campaign bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM people_campaign WHERE id = campaign AND closed_at IS NULL)
$$;

CREATE FUNCTION targeting_plan_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open_to_change text[] := ARRAY['committed_by_id', 'abandoned_at', 'abandoned_by_id', 'abandoned_because'];
BEGIN
  IF OLD.committed_at IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF targeting_may_go(OLD.campaign_id) THEN RETURN OLD; END IF;
  ELSIF to_jsonb(NEW) - open_to_change = to_jsonb(OLD) - open_to_change
    AND (NEW.committed_by_id IS NULL OR NEW.committed_by_id = OLD.committed_by_id)
    AND (OLD.abandoned_at IS NULL OR (NEW.abandoned_at = OLD.abandoned_at
      AND NEW.abandoned_because = OLD.abandoned_because
      AND (NEW.abandoned_by_id IS NULL OR NEW.abandoned_by_id = OLD.abandoned_by_id)))
  THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'hold-out plan % is committed: it can be abandoned, not changed', OLD.number
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION targeting_unit_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  plan bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.plan_id ELSE OLD.plan_id END;
  campaign bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.campaign_id ELSE OLD.campaign_id END;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM targeting_holdoutplan WHERE id = plan AND committed_at IS NOT NULL)
    OR (TG_OP = 'DELETE' AND targeting_may_go(campaign)) THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the units of a committed hold-out plan stay what the lots made them'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION targeting_line_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF targeting_may_go(OLD.campaign_id) THEN RETURN OLD; END IF;
  ELSIF to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' AND to_jsonb(NEW) ->> 'by_id' IS NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER holdout_plan_frozen BEFORE UPDATE OR DELETE ON targeting_holdoutplan
  FOR EACH ROW EXECUTE FUNCTION targeting_plan_frozen();
CREATE TRIGGER holdout_unit_frozen BEFORE INSERT OR UPDATE OR DELETE ON targeting_holdoutunit
  FOR EACH ROW EXECUTE FUNCTION targeting_unit_frozen();
CREATE TRIGGER holdout_deviation_frozen BEFORE UPDATE OR DELETE ON targeting_holdoutdeviation
  FOR EACH ROW EXECUTE FUNCTION targeting_line_frozen();
CREATE TRIGGER holdout_salt_frozen BEFORE UPDATE OR DELETE ON targeting_holdoutsalt
  FOR EACH ROW EXECUTE FUNCTION targeting_line_frozen();
"""

THAW = """
DROP TRIGGER holdout_salt_frozen ON targeting_holdoutsalt;
DROP TRIGGER holdout_deviation_frozen ON targeting_holdoutdeviation;
DROP TRIGGER holdout_unit_frozen ON targeting_holdoutunit;
DROP TRIGGER holdout_plan_frozen ON targeting_holdoutplan;
DROP FUNCTION targeting_line_frozen();
DROP FUNCTION targeting_unit_frozen();
DROP FUNCTION targeting_plan_frozen();
DROP FUNCTION targeting_may_go(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("targeting", "0002_holdouts"),
        ("people", "0003_conversation_minutes"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW)]
