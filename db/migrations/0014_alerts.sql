CREATE TABLE `alerts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`student_id` integer NOT NULL,
	`kind` text NOT NULL,
	`section_id` integer,
	`period` text NOT NULL,
	`rule` text NOT NULL,
	`ground` text NOT NULL,
	`through_at` integer NOT NULL,
	`raised_at` integer NOT NULL,
	`retracted_at` integer,
	`handled_at` integer,
	`handled_by_id` integer,
	`note` text,
	`escalated_at` integer,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handled_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "alerts_kind_known" CHECK("alerts"."kind" in ('low-attendance', 'consecutive-absences', 'chronic', 'out-of-reach', 'sudden-drop'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_standing` ON `alerts` (`student_id`,`kind`,`period`,case when section_id is null then 0 else section_id end) WHERE retracted_at is null;--> statement-breakpoint
CREATE INDEX `alerts_open` ON `alerts` (`raised_at`) WHERE handled_at is null and retracted_at is null;--> statement-breakpoint
CREATE INDEX `alerts_section` ON `alerts` (`section_id`,`id`);--> statement-breakpoint
CREATE INDEX `alerts_student` ON `alerts` (`student_id`,`id`);--> statement-breakpoint
CREATE INDEX `alerts_handled_by` ON `alerts` (`handled_by_id`) WHERE handled_by_id is not null;--> statement-breakpoint
CREATE TABLE `judged_students` (
	`student_id` integer PRIMARY KEY NOT NULL,
	`changes` integer DEFAULT 1 NOT NULL,
	`judged` integer DEFAULT 0 NOT NULL,
	`from_day` text NOT NULL,
	`is_waiting` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `judged_students_due` ON `judged_students` (`student_id`) WHERE changes > judged or is_waiting = 1;--> statement-breakpoint
CREATE TABLE `section_alert_rules` (
	`section_id` integer PRIMARY KEY NOT NULL,
	`rules` text NOT NULL,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
DROP INDEX `notifications_rule`;--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_rule` ON `notifications` (`user_id`,`rule`,`period`) WHERE rule is not null and retracted_at is null;--> statement-breakpoint
CREATE INDEX `claims_waiting` ON `claims` (`student_id`) WHERE verdict = 'waiting';--> statement-breakpoint
-- Whoever's settled marks change is to be judged: when a register is counted, and with every change in one that is counted. It costs
-- nothing in a register that is open, and nothing when one is closed.
DROP TRIGGER student_changed;
--> statement-breakpoint
CREATE TRIGGER student_changed INSTEAD OF INSERT ON student_changes
BEGIN
  INSERT INTO section_week_tallies (section_id, student_id, week, reason_code_id, present, late, absent, excused)
  VALUES (new.section_id, new.student_id, date(new.day, 'weekday 0', '-6 days'), new.reason_code_id, new.present, new.late, new.absent, new.excused)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO student_sums (day, student_id, present, late, absent, excused, counted_present, counted_absent)
  SELECT t.day, new.student_id, iif(r.counts_as IS NULL, new.present, 0), iif(r.counts_as IS NULL, new.late, 0), iif(r.counts_as IS NULL, new.absent, 0), iif(r.counts_as IS NULL, new.excused, 0), iif(r.counts_as IS 'present', (new.present + new.late + new.absent + new.excused), 0), iif(r.counts_as IS 'absent', (new.present + new.late + new.absent + new.excused), 0)
  FROM tally_days t LEFT JOIN reason_codes r ON r.id = new.reason_code_id WHERE t.day > new.day
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused, counted_present = counted_present + excluded.counted_present, counted_absent = counted_absent + excluded.counted_absent;
  INSERT INTO judged_students (student_id, from_day) VALUES (new.student_id, new.day)
  ON CONFLICT DO UPDATE SET changes = changes + 1, from_day = min(from_day, excluded.from_day);
END;
--> statement-breakpoint
-- Whoever has marks that count can be judged again when a rule changes.
INSERT INTO judged_students (student_id, judged, from_day) SELECT DISTINCT student_id, 1, '9999-12-31' FROM student_sums;
--> statement-breakpoint
-- A term whose days change takes marks into another period.
CREATE TRIGGER term_added AFTER INSERT ON terms
BEGIN
  UPDATE judged_students SET changes = changes + 1, from_day = min(from_day, new.from_day);
END;
--> statement-breakpoint
CREATE TRIGGER term_removed AFTER DELETE ON terms
BEGIN
  UPDATE judged_students SET changes = changes + 1, from_day = min(from_day, old.from_day);
END;
--> statement-breakpoint
CREATE TRIGGER term_moved AFTER UPDATE OF from_day, until_day ON terms WHEN (old.from_day, old.until_day) IS NOT (new.from_day, new.until_day)
BEGIN
  UPDATE judged_students SET changes = changes + 1, from_day = min(from_day, old.from_day, new.from_day);
END;
