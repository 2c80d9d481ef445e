-- +goose Up
-- Counts that are kept: how many households and people are in which state, and homes with what holds them, by area. What
-- happens to a household or a dwelling marks it in recount, whoever wrote it; the step that did it counts it anew before
-- it is committed (internal/store/count.go), so that the counts are true at every moment and nobody counts a million.
CREATE TABLE recount (noun TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (noun, id));
-- What each is counted as, so that it can be taken out again; and the sums.
CREATE TABLE counted (
  noun TEXT NOT NULL, id TEXT NOT NULL, what TEXT NOT NULL, area TEXT NOT NULL, units INTEGER NOT NULL, persons INTEGER NOT NULL,
  PRIMARY KEY (noun, id, what));
CREATE INDEX counted_what ON counted (noun, what, id);
CREATE TABLE tally (
  noun TEXT NOT NULL, area TEXT NOT NULL, what TEXT NOT NULL, units INTEGER NOT NULL, persons INTEGER NOT NULL,
  PRIMARY KEY (noun, area, what));
INSERT INTO recount SELECT 'household', id FROM household;
INSERT INTO recount SELECT 'dwelling', id FROM dwelling;
CREATE INDEX movement_under_way ON movement (number) WHERE arrived_at IS NULL;
-- +goose StatementBegin
CREATE TRIGGER recount_household_insert AFTER INSERT ON household BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_household_update AFTER UPDATE OF area, ended_on ON household BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_membership_insert AFTER INSERT ON membership BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_membership_update AFTER UPDATE OF household_id, valid_to ON membership BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id UNION SELECT 'household', OLD.household_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_entry_insert AFTER INSERT ON entry BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_entry_update AFTER UPDATE OF live ON entry BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_round_update AFTER UPDATE OF published_at ON round BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', household_id FROM entry WHERE round_id = NEW.id AND live; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_allocation_insert AFTER INSERT ON allocation BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id UNION ALL SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_allocation_update AFTER UPDATE OF ended_at ON allocation BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id UNION ALL SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_offer_insert AFTER INSERT ON offer BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id UNION ALL SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_offer_update AFTER UPDATE OF answer ON offer BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id UNION ALL SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_seat_insert AFTER INSERT ON seat BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_seat_update AFTER UPDATE OF live ON seat BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_movement_update AFTER UPDATE OF departed_at, arrived_at ON movement BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', household_id FROM seat WHERE movement_id = NEW.id AND live; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_handover_insert AFTER INSERT ON handover BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id UNION ALL SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_handover_update AFTER UPDATE OF keys_at ON handover BEGIN
  INSERT OR IGNORE INTO recount SELECT 'household', NEW.household_id UNION ALL SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_dwelling_insert AFTER INSERT ON dwelling BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_dwelling_update AFTER UPDATE OF place ON dwelling BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_readiness_insert AFTER INSERT ON readiness BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_readiness_update AFTER UPDATE OF ready, closed ON readiness BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_ground_finding_insert AFTER INSERT ON ground_finding BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', id FROM dwelling WHERE building_id = NEW.building_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_claim_insert AFTER INSERT ON claim BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_claim_update AFTER UPDATE OF decision ON claim BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_round_dwelling_insert AFTER INSERT ON round_dwelling BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recount_round_dwelling_update AFTER UPDATE OF live ON round_dwelling BEGIN
  INSERT OR IGNORE INTO recount SELECT 'dwelling', NEW.dwelling_id; END;
-- +goose StatementEnd
