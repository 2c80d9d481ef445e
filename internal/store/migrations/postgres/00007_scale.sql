-- +goose Up
-- Counts that are kept: how many households and people are in which state, and homes with what holds them, by area. What
-- happens to a household or a dwelling marks it in recount, whoever wrote it; the step that did it counts it anew before
-- it is committed (internal/store/count.go), so that the counts are true at every moment and nobody counts a million.
CREATE TABLE recount (noun TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (noun, id));
-- What each is counted as, so that it can be taken out again; and the sums.
CREATE TABLE counted (
  noun TEXT NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, area TEXT NOT NULL, units BIGINT NOT NULL, persons BIGINT NOT NULL,
  PRIMARY KEY (noun, id, what));
CREATE INDEX counted_what ON counted (noun, what, id);
CREATE TABLE tally (
  noun TEXT NOT NULL, area TEXT NOT NULL, what TEXT NOT NULL, units BIGINT NOT NULL, persons BIGINT NOT NULL,
  PRIMARY KEY (noun, area, what));
INSERT INTO recount SELECT 'household', id FROM household;
INSERT INTO recount SELECT 'dwelling', id FROM dwelling;
CREATE INDEX movement_under_way ON movement (number) WHERE arrived_at IS NULL;
-- +goose StatementBegin
CREATE FUNCTION recount_self() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'household', NEW.id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_household() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'household', NEW.household_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'household', NEW.household_id UNION SELECT 'household', OLD.household_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_of_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'household', household_id FROM entry WHERE round_id = NEW.id AND live ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_household_and_dwelling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'household', NEW.household_id UNION ALL SELECT 'dwelling', NEW.dwelling_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_of_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'household', household_id FROM seat WHERE movement_id = NEW.id AND live ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_dwelling_self() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'dwelling', NEW.id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_dwelling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'dwelling', NEW.dwelling_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION recount_of_building() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recount SELECT 'dwelling', id FROM dwelling WHERE building_id = NEW.building_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER recount_household_insert AFTER INSERT ON household FOR EACH ROW EXECUTE FUNCTION recount_self();
CREATE TRIGGER recount_household_update AFTER UPDATE OF area, ended_on ON household FOR EACH ROW EXECUTE FUNCTION recount_self();
CREATE TRIGGER recount_membership_insert AFTER INSERT ON membership FOR EACH ROW EXECUTE FUNCTION recount_household();
CREATE TRIGGER recount_membership_update AFTER UPDATE OF household_id, valid_to ON membership FOR EACH ROW EXECUTE FUNCTION recount_both();
CREATE TRIGGER recount_entry_insert AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION recount_household();
CREATE TRIGGER recount_entry_update AFTER UPDATE OF live ON entry FOR EACH ROW EXECUTE FUNCTION recount_household();
CREATE TRIGGER recount_round_update AFTER UPDATE OF published_at ON round FOR EACH ROW EXECUTE FUNCTION recount_of_round();
CREATE TRIGGER recount_allocation_insert AFTER INSERT ON allocation FOR EACH ROW EXECUTE FUNCTION recount_household_and_dwelling();
CREATE TRIGGER recount_allocation_update AFTER UPDATE OF ended_at ON allocation FOR EACH ROW EXECUTE FUNCTION recount_household_and_dwelling();
CREATE TRIGGER recount_offer_insert AFTER INSERT ON offer FOR EACH ROW EXECUTE FUNCTION recount_household_and_dwelling();
CREATE TRIGGER recount_offer_update AFTER UPDATE OF answer ON offer FOR EACH ROW EXECUTE FUNCTION recount_household_and_dwelling();
CREATE TRIGGER recount_seat_insert AFTER INSERT ON seat FOR EACH ROW EXECUTE FUNCTION recount_household();
CREATE TRIGGER recount_seat_update AFTER UPDATE OF live ON seat FOR EACH ROW EXECUTE FUNCTION recount_household();
CREATE TRIGGER recount_movement_update AFTER UPDATE OF departed_at, arrived_at ON movement FOR EACH ROW EXECUTE FUNCTION recount_of_movement();
CREATE TRIGGER recount_handover_insert AFTER INSERT ON handover FOR EACH ROW EXECUTE FUNCTION recount_household_and_dwelling();
CREATE TRIGGER recount_handover_update AFTER UPDATE OF keys_at ON handover FOR EACH ROW EXECUTE FUNCTION recount_household_and_dwelling();
CREATE TRIGGER recount_dwelling_insert AFTER INSERT ON dwelling FOR EACH ROW EXECUTE FUNCTION recount_dwelling_self();
CREATE TRIGGER recount_dwelling_update AFTER UPDATE OF place ON dwelling FOR EACH ROW EXECUTE FUNCTION recount_dwelling_self();
CREATE TRIGGER recount_readiness_insert AFTER INSERT ON readiness FOR EACH ROW EXECUTE FUNCTION recount_dwelling();
CREATE TRIGGER recount_readiness_update AFTER UPDATE OF ready, closed ON readiness FOR EACH ROW EXECUTE FUNCTION recount_dwelling();
CREATE TRIGGER recount_ground_finding_insert AFTER INSERT ON ground_finding FOR EACH ROW EXECUTE FUNCTION recount_of_building();
CREATE TRIGGER recount_claim_insert AFTER INSERT ON claim FOR EACH ROW EXECUTE FUNCTION recount_dwelling();
CREATE TRIGGER recount_claim_update AFTER UPDATE OF decision ON claim FOR EACH ROW EXECUTE FUNCTION recount_dwelling();
CREATE TRIGGER recount_round_dwelling_insert AFTER INSERT ON round_dwelling FOR EACH ROW EXECUTE FUNCTION recount_dwelling();
CREATE TRIGGER recount_round_dwelling_update AFTER UPDATE OF live ON round_dwelling FOR EACH ROW EXECUTE FUNCTION recount_dwelling();
