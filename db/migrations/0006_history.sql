-- Seals only grow, as what they seal does.
CREATE TRIGGER seals_no_replace BEFORE INSERT ON seals
WHEN EXISTS (SELECT 1 FROM seals WHERE position = new.position) OR EXISTS (SELECT 1 FROM seals WHERE record = new.record AND record_id = new.record_id)
BEGIN
  SELECT raise(abort, 'seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals
BEGIN
  SELECT raise(abort, 'seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN
  SELECT raise(abort, 'seals are append-only');
END;
--> statement-breakpoint
-- What staff decided about a claim stands, and waits to be sealed.
CREATE TRIGGER settled_claim_kept BEFORE UPDATE OF verdict, status, source, reasons, settled_at, settled_by_id ON claims WHEN old.settled_at IS NOT NULL
BEGIN
  SELECT raise(abort, 'a settled claim is never changed');
END;
--> statement-breakpoint
-- Where a claim came from is erased in time, and never told otherwise.
CREATE TRIGGER claim_network_kept BEFORE UPDATE OF network ON claims WHEN new.network IS NOT NULL
BEGIN
  SELECT raise(abort, 'the network of a claim is only ever erased');
END;
--> statement-breakpoint
CREATE TRIGGER claim_settled AFTER UPDATE OF settled_at ON claims WHEN new.settled_at IS NOT NULL
BEGIN
  INSERT INTO unsealed_claims (claim_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER claim_came_settled AFTER INSERT ON claims WHEN new.settled_at IS NOT NULL
BEGIN
  INSERT INTO unsealed_claims (claim_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER claim_sealed AFTER INSERT ON seals WHEN new.record = 'claim'
BEGIN
  DELETE FROM unsealed_claims WHERE claim_id = new.record_id;
END;
--> statement-breakpoint
-- What was settled before is sealed as it stands.
INSERT INTO unsealed_claims (claim_id) SELECT id FROM claims WHERE settled_at IS NOT NULL;
