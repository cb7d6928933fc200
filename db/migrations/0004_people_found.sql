-- How many people there are of each kind, so that a list can say so without counting them.
INSERT INTO user_counts (role, state, is_archived, people)
SELECT r.value, s.value, a.value, (SELECT count(*) FROM users u WHERE u.role = r.value AND u.state = s.value AND (u.archived_at IS NOT NULL) = a.value)
FROM json_each('["admin","teacher","assistant","student"]') r, json_each('["pending","active","suspended"]') s, json_each('[0,1]') a;
--> statement-breakpoint
CREATE TRIGGER user_counted AFTER INSERT ON users
BEGIN
  UPDATE user_counts SET people = people + 1 WHERE role = new.role AND state = new.state AND is_archived = (new.archived_at IS NOT NULL);
END;
--> statement-breakpoint
CREATE TRIGGER user_uncounted AFTER DELETE ON users
BEGIN
  UPDATE user_counts SET people = people - 1 WHERE role = old.role AND state = old.state AND is_archived = (old.archived_at IS NOT NULL);
END;
--> statement-breakpoint
CREATE TRIGGER user_recounted AFTER UPDATE OF role, state, archived_at ON users
BEGIN
  UPDATE user_counts SET people = people - 1 WHERE role = old.role AND state = old.state AND is_archived = (old.archived_at IS NOT NULL);
  UPDATE user_counts SET people = people + 1 WHERE role = new.role AND state = new.state AND is_archived = (new.archived_at IS NOT NULL);
END;
--> statement-breakpoint
-- The words of people's names and addresses, without accents and case: what a search begins with.
CREATE VIRTUAL TABLE user_words USING fts5(name, preferred_name, email, content='users', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
INSERT INTO user_words (user_words) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER user_words_added AFTER INSERT ON users
BEGIN
  INSERT INTO user_words (rowid, name, preferred_name, email) VALUES (new.id, new.name, new.preferred_name, new.email);
END;
--> statement-breakpoint
CREATE TRIGGER user_words_removed AFTER DELETE ON users
BEGIN
  INSERT INTO user_words (user_words, rowid, name, preferred_name, email) VALUES ('delete', old.id, old.name, old.preferred_name, old.email);
END;
--> statement-breakpoint
CREATE TRIGGER user_words_changed AFTER UPDATE OF name, preferred_name, email ON users
BEGIN
  INSERT INTO user_words (user_words, rowid, name, preferred_name, email) VALUES ('delete', old.id, old.name, old.preferred_name, old.email);
  INSERT INTO user_words (rowid, name, preferred_name, email) VALUES (new.id, new.name, new.preferred_name, new.email);
END;

--> statement-breakpoint
-- What a device presented stays as it was, whatever becomes of the verdict.
CREATE TRIGGER claim_evidence_kept BEFORE UPDATE OF id, class_session_id, student_id, device_id, tokens, code, signature, last_window, device_at, received_at ON claims
BEGIN
  SELECT raise(ABORT, 'the evidence of a claim is never changed');
END;
