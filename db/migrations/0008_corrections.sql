CREATE TABLE `attachments` (
	`key` text PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `leaves` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`action_id` text NOT NULL,
	`student_id` integer NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text NOT NULL,
	`from_time` text,
	`until_time` text,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`reason` text NOT NULL,
	`reason_code_id` integer,
	`requested_by_id` integer NOT NULL,
	`requested_at` integer NOT NULL,
	`state` text NOT NULL,
	`decided_by_id` integer,
	`decided_at` integer,
	`decision_reason` text,
	`decision_id` text,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reason_code_id`) REFERENCES `reason_codes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requested_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "leaves_range" CHECK("leaves"."ends_at" > "leaves"."starts_at" and "leaves"."until_day" >= "leaves"."from_day"),
	CONSTRAINT "leaves_hours" CHECK(("leaves"."from_time" is null) = ("leaves"."until_time" is null) and ("leaves"."from_time" is null or "leaves"."from_day" = "leaves"."until_day")),
	CONSTRAINT "leaves_state_known" CHECK("leaves"."state" in ('open', 'approved', 'declined', 'withdrawn'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `leaves_action` ON `leaves` (`action_id`);--> statement-breakpoint
CREATE INDEX `leaves_student` ON `leaves` (`student_id`,`ends_at`);--> statement-breakpoint
CREATE INDEX `leaves_state` ON `leaves` (`state`,`requested_at`);--> statement-breakpoint
CREATE INDEX `leaves_requested_by` ON `leaves` (`requested_by_id`);--> statement-breakpoint
CREATE INDEX `leaves_decided` ON `leaves` (`decided_at`) WHERE decided_at is not null;--> statement-breakpoint
CREATE INDEX `leaves_decided_by` ON `leaves` (`decided_by_id`) WHERE decided_by_id is not null;--> statement-breakpoint
CREATE TABLE `reason_codes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`counts_as` text,
	`external_code` text,
	`position` integer NOT NULL,
	`archived_at` integer,
	CONSTRAINT "reason_codes_status_known" CHECK("reason_codes"."status" in ('present', 'late', 'absent', 'excused')),
	CONSTRAINT "reason_codes_counts_as_known" CHECK("reason_codes"."counts_as" in ('present', 'absent', 'out'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reason_codes_name` ON `reason_codes` (lower("name")) WHERE archived_at is null;--> statement-breakpoint
ALTER TABLE `attendance` ADD `reason_code_id` integer REFERENCES reason_codes(id);--> statement-breakpoint
ALTER TABLE `attendance_events` ADD `reason_code_id` integer;--> statement-breakpoint
ALTER TABLE `corrections` ADD `action_id` text;--> statement-breakpoint
ALTER TABLE `corrections` ADD `decision_id` text;--> statement-breakpoint
ALTER TABLE `corrections` ADD `reason_code_id` integer REFERENCES reason_codes(id);--> statement-breakpoint
ALTER TABLE `corrections` ADD `decided_status` text;--> statement-breakpoint
ALTER TABLE `corrections` ADD `attachment_key` text;--> statement-breakpoint
ALTER TABLE `corrections` ADD `attachment_type` text;--> statement-breakpoint
ALTER TABLE `corrections` ADD `attachment_size` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `corrections_action` ON `corrections` (`action_id`) WHERE action_id is not null;--> statement-breakpoint
CREATE INDEX `corrections_decided` ON `corrections` (`decided_at`) WHERE decided_at is not null;--> statement-breakpoint
-- As before, but for the reason code, which an event keeps too.
DROP TRIGGER attendance_written;
--> statement-breakpoint
CREATE TRIGGER attendance_written AFTER INSERT ON attendance
BEGIN
  INSERT INTO attendance_events (class_session_id, student_id, from_status, to_status, source, version, note, reason, reason_code_id, claim_id, action_id, actor_id, actor_name, actor_role, at)
  VALUES (new.class_session_id, new.student_id, NULL, new.status, new.source, new.version, new.note, new.reason, new.reason_code_id, new.claim_id, new.action_id, new.actor_id, new.actor_name, new.actor_role, new.changed_at);
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
DROP TRIGGER attendance_changed;
--> statement-breakpoint
CREATE TRIGGER attendance_changed AFTER UPDATE ON attendance
BEGIN
  INSERT INTO attendance_events (class_session_id, student_id, from_status, to_status, source, version, note, reason, reason_code_id, claim_id, action_id, actor_id, actor_name, actor_role, at)
  VALUES (new.class_session_id, new.student_id, old.status, new.status, new.source, new.version, new.note, new.reason, new.reason_code_id, new.claim_id, new.action_id, new.actor_id, new.actor_name, new.actor_role, new.changed_at);
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
-- A mark carries no reason of another status.
CREATE TRIGGER attendance_first_reason_code BEFORE INSERT ON attendance
WHEN new.reason_code_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reason_codes WHERE id = new.reason_code_id AND status = new.status)
BEGIN
  SELECT raise(abort, 'a reason code belongs to one status');
END;
--> statement-breakpoint
CREATE TRIGGER attendance_next_reason_code BEFORE UPDATE ON attendance
WHEN new.reason_code_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reason_codes WHERE id = new.reason_code_id AND status = new.status)
BEGIN
  SELECT raise(abort, 'a reason code belongs to one status');
END;
--> statement-breakpoint
-- Figures rest on what a reason means, of marks long past too.
CREATE TRIGGER reason_codes_meaning_kept BEFORE UPDATE OF id, status, counts_as ON reason_codes
WHEN new.id <> old.id OR new.status <> old.status OR new.counts_as IS NOT old.counts_as
BEGIN
  SELECT raise(abort, 'what a reason code means never changes');
END;
--> statement-breakpoint
CREATE TRIGGER reason_codes_no_delete BEFORE DELETE ON reason_codes
BEGIN
  SELECT raise(abort, 'a reason code is archived, never deleted');
END;
--> statement-breakpoint
CREATE TRIGGER decided_correction_kept BEFORE UPDATE OF state, class_session_id, student_id, wanted_status, reason, claim_id, requested_by_id, decided_by_id, decided_at, decision_reason, decided_status ON corrections WHEN old.state <> 'open'
BEGIN
  SELECT raise(abort, 'a decided correction is never changed');
END;
