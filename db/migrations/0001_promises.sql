-- The promises the database keeps by itself, whoever writes to it.
-- Every change of a mark writes its event and keeps the tallies.
CREATE TRIGGER attendance_written AFTER INSERT ON attendance
BEGIN
  INSERT INTO attendance_events (class_session_id, student_id, from_status, to_status, source, version, note, reason, claim_id, action_id, actor_id, actor_name, actor_role, at)
  VALUES (new.class_session_id, new.student_id, NULL, new.status, new.source, new.version, new.note, new.reason, new.claim_id, new.action_id, new.actor_id, new.actor_name, new.actor_role, new.changed_at);
  INSERT INTO class_session_tallies (class_session_id, present, late, absent, excused, changes)
  VALUES (new.class_session_id, new.status IS 'present', new.status IS 'late', new.status IS 'absent', new.status IS 'excused', 1)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused, changes = changes + 1;
  INSERT INTO student_tallies (student_id, section_id, present, late, absent, excused)
  SELECT new.student_id, cs.section_id, new.status IS 'present', new.status IS 'late', new.status IS 'absent', new.status IS 'excused'
  FROM class_sessions cs
  WHERE cs.id = new.class_session_id AND cs.is_held AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
END;
--> statement-breakpoint
CREATE TRIGGER attendance_changed AFTER UPDATE ON attendance
BEGIN
  INSERT INTO attendance_events (class_session_id, student_id, from_status, to_status, source, version, note, reason, claim_id, action_id, actor_id, actor_name, actor_role, at)
  VALUES (new.class_session_id, new.student_id, old.status, new.status, new.source, new.version, new.note, new.reason, new.claim_id, new.action_id, new.actor_id, new.actor_name, new.actor_role, new.changed_at);
  INSERT INTO class_session_tallies (class_session_id, present, late, absent, excused, changes)
  VALUES (new.class_session_id, (new.status IS 'present') - (old.status IS 'present'), (new.status IS 'late') - (old.status IS 'late'), (new.status IS 'absent') - (old.status IS 'absent'), (new.status IS 'excused') - (old.status IS 'excused'), 1)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused, changes = changes + 1;
  INSERT INTO student_tallies (student_id, section_id, present, late, absent, excused)
  SELECT new.student_id, cs.section_id, (new.status IS 'present') - (old.status IS 'present'), (new.status IS 'late') - (old.status IS 'late'), (new.status IS 'absent') - (old.status IS 'absent'), (new.status IS 'excused') - (old.status IS 'excused')
  FROM class_sessions cs
  WHERE cs.id = new.class_session_id AND cs.is_held AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
END;
--> statement-breakpoint
-- A change that does not say it is one is refused: versions start at 1 and rise by one, and a mark never moves.
CREATE TRIGGER attendance_first_version BEFORE INSERT ON attendance WHEN new.version <> 1
BEGIN
  SELECT raise(abort, 'a mark starts at version 1');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_next_version BEFORE UPDATE ON attendance WHEN new.version <> old.version + 1 OR new.class_session_id <> old.class_session_id OR new.student_id <> old.student_id
BEGIN
  SELECT raise(abort, 'a mark changes by one version at a time and never moves');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_no_delete BEFORE DELETE ON attendance
BEGIN
  SELECT raise(abort, 'a mark is never deleted');
END;
--> statement-breakpoint
-- Histories only grow; an insert that would replace a row is a change too, whatever the settings of the connection.
CREATE TRIGGER attendance_events_no_replace BEFORE INSERT ON attendance_events
WHEN EXISTS (SELECT 1 FROM attendance_events WHERE id = new.id) OR EXISTS (SELECT 1 FROM attendance_events WHERE class_session_id = new.class_session_id AND student_id = new.student_id AND version = new.version)
BEGIN
  SELECT raise(abort, 'attendance events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_event_seals_no_replace BEFORE INSERT ON attendance_event_seals WHEN EXISTS (SELECT 1 FROM attendance_event_seals WHERE event_id = new.event_id)
BEGIN
  SELECT raise(abort, 'seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_events_no_update BEFORE UPDATE ON attendance_events
BEGIN
  SELECT raise(abort, 'attendance events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_events_no_delete BEFORE DELETE ON attendance_events
BEGIN
  SELECT raise(abort, 'attendance events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_event_seals_no_update BEFORE UPDATE ON attendance_event_seals
BEGIN
  SELECT raise(abort, 'seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_event_seals_no_delete BEFORE DELETE ON attendance_event_seals
BEGIN
  SELECT raise(abort, 'seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = new.id)
BEGIN
  SELECT raise(abort, 'audit events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN
  SELECT raise(abort, 'audit events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN
  SELECT raise(abort, 'audit events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER claims_no_delete BEFORE DELETE ON claims
BEGIN
  SELECT raise(abort, 'a claim is never dropped');
END;
--> statement-breakpoint
-- A claim sent again, also to replace it, leaves the one that is there.
CREATE TRIGGER claims_no_replace BEFORE INSERT ON claims WHEN EXISTS (SELECT 1 FROM claims WHERE id = new.id)
BEGIN
  SELECT raise(ignore);
END;
--> statement-breakpoint
-- A class session that starts or stops being held brings its marks into the students' tallies, or takes them out.
CREATE TRIGGER class_session_held AFTER UPDATE OF is_held ON class_sessions WHEN new.is_held <> old.is_held
BEGIN
  INSERT INTO student_tallies (student_id, section_id, present, late, absent, excused)
  SELECT a.student_id, new.section_id, (a.status = 'present') * (new.is_held - old.is_held), (a.status = 'late') * (new.is_held - old.is_held), (a.status = 'absent') * (new.is_held - old.is_held), (a.status = 'excused') * (new.is_held - old.is_held)
  FROM attendance a
  WHERE a.class_session_id = new.id AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = new.section_id AND e.from_day <= new.day AND (e.until_day IS NULL OR e.until_day >= new.day))
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
END;
--> statement-breakpoint
-- Only class sessions inside the enrolment count: an enrolment that changes is counted anew.
CREATE TRIGGER enrolment_added AFTER INSERT ON enrolments
BEGIN
  INSERT INTO student_tallies (student_id, section_id, present, late, absent, excused)
  SELECT new.student_id, new.section_id, coalesce(sum(a.status = 'present'), 0), coalesce(sum(a.status = 'late'), 0), coalesce(sum(a.status = 'absent'), 0), coalesce(sum(a.status = 'excused'), 0)
  FROM attendance a JOIN class_sessions cs ON cs.id = a.class_session_id
  WHERE a.student_id = new.student_id AND cs.section_id = new.section_id AND cs.is_held AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
  ON CONFLICT DO UPDATE SET present = excluded.present, late = excluded.late, absent = excluded.absent, excused = excluded.excused;
END;
--> statement-breakpoint
CREATE TRIGGER enrolment_changed AFTER UPDATE ON enrolments
BEGIN
  INSERT INTO student_tallies (student_id, section_id, present, late, absent, excused)
  SELECT old.student_id, old.section_id, coalesce(sum(a.status = 'present'), 0), coalesce(sum(a.status = 'late'), 0), coalesce(sum(a.status = 'absent'), 0), coalesce(sum(a.status = 'excused'), 0)
  FROM attendance a JOIN class_sessions cs ON cs.id = a.class_session_id
  WHERE a.student_id = old.student_id AND cs.section_id = old.section_id AND cs.is_held AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
  ON CONFLICT DO UPDATE SET present = excluded.present, late = excluded.late, absent = excluded.absent, excused = excluded.excused;
  INSERT INTO student_tallies (student_id, section_id, present, late, absent, excused)
  SELECT new.student_id, new.section_id, coalesce(sum(a.status = 'present'), 0), coalesce(sum(a.status = 'late'), 0), coalesce(sum(a.status = 'absent'), 0), coalesce(sum(a.status = 'excused'), 0)
  FROM attendance a JOIN class_sessions cs ON cs.id = a.class_session_id
  WHERE a.student_id = new.student_id AND cs.section_id = new.section_id AND cs.is_held AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
  ON CONFLICT DO UPDATE SET present = excluded.present, late = excluded.late, absent = excluded.absent, excused = excluded.excused;
END;
--> statement-breakpoint
CREATE TRIGGER enrolment_removed AFTER DELETE ON enrolments
BEGIN
  INSERT INTO student_tallies (student_id, section_id, present, late, absent, excused)
  SELECT old.student_id, old.section_id, coalesce(sum(a.status = 'present'), 0), coalesce(sum(a.status = 'late'), 0), coalesce(sum(a.status = 'absent'), 0), coalesce(sum(a.status = 'excused'), 0)
  FROM attendance a JOIN class_sessions cs ON cs.id = a.class_session_id
  WHERE a.student_id = old.student_id AND cs.section_id = old.section_id AND cs.is_held AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
  ON CONFLICT DO UPDATE SET present = excluded.present, late = excluded.late, absent = excluded.absent, excused = excluded.excused;
END;
