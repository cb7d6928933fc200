-- Tallies that figures are made of. Their rows are kept by their key alone (`WITHOUT ROWID`, which the generator does not know).
CREATE TABLE `section_day_tallies` (
	`day` text NOT NULL,
	`section_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`reason_code_id` integer NOT NULL,
	`class_sessions` integer DEFAULT 0 NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `section_id`, `hour`, `reason_code_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `section_day_tallies_section` ON `section_day_tallies` (`section_id`,`day`);--> statement-breakpoint
CREATE TABLE `section_week_tallies` (
	`section_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`week` text NOT NULL,
	`reason_code_id` integer NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`section_id`, `student_id`, `week`, `reason_code_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `student_day_tallies` (
	`day` text NOT NULL,
	`student_id` integer NOT NULL,
	`reason_code_id` integer NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `student_id`, `reason_code_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `student_week_tallies` (
	`student_id` integer NOT NULL,
	`week` text NOT NULL,
	`reason_code_id` integer NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`student_id`, `week`, `reason_code_id`)
) WITHOUT ROWID;
--> statement-breakpoint
-- Everything that changes what is counted says so here, a row for each student and class session: more, or less. Without an hour, the
-- section's day was counted by the statement before.
CREATE VIEW tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused) AS SELECT 0, 0, '', 0, 0, 0, 0, 0, 0 WHERE false;
--> statement-breakpoint
CREATE TRIGGER tally_changed INSTEAD OF INSERT ON tally_changes
BEGIN
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, present, late, absent, excused)
  SELECT new.day, new.section_id, new.hour, new.reason_code_id, new.present, new.late, new.absent, new.excused WHERE new.hour IS NOT NULL
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO section_week_tallies (section_id, student_id, week, reason_code_id, present, late, absent, excused)
  VALUES (new.section_id, new.student_id, date(new.day, 'weekday 0', '-6 days'), new.reason_code_id, new.present, new.late, new.absent, new.excused)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO student_week_tallies (student_id, week, reason_code_id, present, late, absent, excused)
  VALUES (new.student_id, date(new.day, 'weekday 0', '-6 days'), new.reason_code_id, new.present, new.late, new.absent, new.excused)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO student_day_tallies (student_id, day, reason_code_id, present, late, absent, excused)
  VALUES (new.student_id, new.day, new.reason_code_id, new.present, new.late, new.absent, new.excused)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
END;
--> statement-breakpoint
-- What was counted before.
INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, class_sessions)
SELECT cs.day, cs.section_id, CAST(substr(cs.start_time, 1, 2) AS integer), 0, count(*) FROM class_sessions cs WHERE cs.is_held GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, present, late, absent, excused)
SELECT cs.day, cs.section_id, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), sum(a.status = 'present'), sum(a.status = 'late'), sum(a.status = 'absent'), sum(a.status = 'excused')
FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id
WHERE cs.is_held AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
--> statement-breakpoint
INSERT INTO section_week_tallies (section_id, student_id, week, reason_code_id, present, late, absent, excused)
SELECT cs.section_id, a.student_id, date(cs.day, 'weekday 0', '-6 days'), coalesce(a.reason_code_id, 0), sum(a.status = 'present'), sum(a.status = 'late'), sum(a.status = 'absent'), sum(a.status = 'excused')
FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id
WHERE cs.is_held AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
--> statement-breakpoint
INSERT INTO student_week_tallies (student_id, week, reason_code_id, present, late, absent, excused)
SELECT student_id, week, reason_code_id, sum(present), sum(late), sum(absent), sum(excused) FROM section_week_tallies GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO student_day_tallies (day, student_id, reason_code_id, present, late, absent, excused)
SELECT cs.day, a.student_id, coalesce(a.reason_code_id, 0), sum(a.status = 'present'), sum(a.status = 'late'), sum(a.status = 'absent'), sum(a.status = 'excused')
FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id
WHERE cs.is_held AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day))
GROUP BY 1, 2, 3
ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
--> statement-breakpoint
-- The tallies of before give way to these, and the triggers that kept them to triggers that say what changes.
DROP TRIGGER attendance_written;
--> statement-breakpoint
CREATE TRIGGER attendance_written AFTER INSERT ON attendance
BEGIN
  INSERT INTO attendance_events (class_session_id, student_id, from_status, to_status, source, version, note, reason, reason_code_id, claim_id, action_id, actor_id, actor_name, actor_role, at)
  VALUES (new.class_session_id, new.student_id, NULL, new.status, new.source, new.version, new.note, new.reason, new.reason_code_id, new.claim_id, new.action_id, new.actor_id, new.actor_name, new.actor_role, new.changed_at);
  INSERT INTO class_session_tallies (class_session_id, present, late, absent, excused, changes)
  VALUES (new.class_session_id, new.status IS 'present', new.status IS 'late', new.status IS 'absent', new.status IS 'excused', 1)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused, changes = changes + 1;
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, new.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(new.reason_code_id, 0), (new.status IS 'present'), (new.status IS 'late'), (new.status IS 'absent'), (new.status IS 'excused')
  FROM class_sessions cs
  WHERE new.status IS NOT NULL AND cs.id = new.class_session_id AND cs.is_held AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day));
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
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, new.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(old.reason_code_id, 0), -(old.status IS 'present'), -(old.status IS 'late'), -(old.status IS 'absent'), -(old.status IS 'excused')
  FROM class_sessions cs
  WHERE old.status IS NOT NULL AND (old.status, old.reason_code_id) IS NOT (new.status, new.reason_code_id) AND cs.id = new.class_session_id AND cs.is_held AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day));
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, new.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(new.reason_code_id, 0), (new.status IS 'present'), (new.status IS 'late'), (new.status IS 'absent'), (new.status IS 'excused')
  FROM class_sessions cs
  WHERE new.status IS NOT NULL AND (old.status, old.reason_code_id) IS NOT (new.status, new.reason_code_id) AND cs.id = new.class_session_id AND cs.is_held AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day));
END;
--> statement-breakpoint
DROP TRIGGER class_session_held;
--> statement-breakpoint
DROP TRIGGER enrolment_added;
--> statement-breakpoint
DROP TRIGGER enrolment_changed;
--> statement-breakpoint
DROP TRIGGER enrolment_removed;
--> statement-breakpoint
-- A class session that starts or stops being held brings its marks in or takes them out, and one that moves takes them along.
CREATE TRIGGER class_session_counted AFTER UPDATE OF is_held, section_id, day, start_time ON class_sessions
WHEN (old.is_held OR new.is_held) AND (old.is_held, old.section_id, old.day, substr(old.start_time, 1, 2)) IS NOT (new.is_held, new.section_id, new.day, substr(new.start_time, 1, 2))
BEGIN
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, class_sessions)
  SELECT old.day, old.section_id, CAST(substr(old.start_time, 1, 2) AS integer), 0, -1 WHERE old.is_held
  ON CONFLICT DO UPDATE SET class_sessions = class_sessions + excluded.class_sessions;
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, present, late, absent, excused)
  SELECT old.day, old.section_id, CAST(substr(old.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), -sum(a.status = 'present'), -sum(a.status = 'late'), -sum(a.status = 'absent'), -sum(a.status = 'excused')
  FROM attendance a
  WHERE old.is_held AND a.class_session_id = old.id AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = old.section_id AND e.from_day <= old.day AND (e.until_day IS NULL OR e.until_day >= old.day))
  GROUP BY coalesce(a.reason_code_id, 0)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT old.section_id, a.student_id, old.day, NULL, coalesce(a.reason_code_id, 0), -(a.status IS 'present'), -(a.status IS 'late'), -(a.status IS 'absent'), -(a.status IS 'excused')
  FROM attendance a
  WHERE old.is_held AND a.class_session_id = old.id AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = old.section_id AND e.from_day <= old.day AND (e.until_day IS NULL OR e.until_day >= old.day));
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, class_sessions)
  SELECT new.day, new.section_id, CAST(substr(new.start_time, 1, 2) AS integer), 0, 1 WHERE new.is_held
  ON CONFLICT DO UPDATE SET class_sessions = class_sessions + excluded.class_sessions;
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, present, late, absent, excused)
  SELECT new.day, new.section_id, CAST(substr(new.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), sum(a.status = 'present'), sum(a.status = 'late'), sum(a.status = 'absent'), sum(a.status = 'excused')
  FROM attendance a
  WHERE new.is_held AND a.class_session_id = new.id AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = new.section_id AND e.from_day <= new.day AND (e.until_day IS NULL OR e.until_day >= new.day))
  GROUP BY coalesce(a.reason_code_id, 0)
  ON CONFLICT DO UPDATE SET present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT new.section_id, a.student_id, new.day, NULL, coalesce(a.reason_code_id, 0), (a.status IS 'present'), (a.status IS 'late'), (a.status IS 'absent'), (a.status IS 'excused')
  FROM attendance a
  WHERE new.is_held AND a.class_session_id = new.id AND a.status IS NOT NULL AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = new.section_id AND e.from_day <= new.day AND (e.until_day IS NULL OR e.until_day >= new.day));
END;
--> statement-breakpoint
CREATE TRIGGER class_session_came_held AFTER INSERT ON class_sessions WHEN new.is_held
BEGIN
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, class_sessions)
  VALUES (new.day, new.section_id, CAST(substr(new.start_time, 1, 2) AS integer), 0, 1)
  ON CONFLICT DO UPDATE SET class_sessions = class_sessions + excluded.class_sessions;
END;
--> statement-breakpoint
CREATE TRIGGER class_session_left_held AFTER DELETE ON class_sessions WHEN old.is_held
BEGIN
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, class_sessions)
  VALUES (old.day, old.section_id, CAST(substr(old.start_time, 1, 2) AS integer), 0, -1)
  ON CONFLICT DO UPDATE SET class_sessions = class_sessions + excluded.class_sessions;
END;
--> statement-breakpoint
-- Only class sessions inside the enrolment count, once however many enrolments hold their day.
CREATE TRIGGER enrolment_added AFTER INSERT ON enrolments
BEGIN
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), (a.status IS 'present'), (a.status IS 'late'), (a.status IS 'absent'), (a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = new.student_id
  WHERE cs.section_id = new.section_id AND cs.day >= new.from_day AND cs.day <= coalesce(new.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = new.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> new.id);
END;
--> statement-breakpoint
CREATE TRIGGER enrolment_changed AFTER UPDATE OF section_id, student_id, from_day, until_day ON enrolments
BEGIN
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), -(a.status IS 'present'), -(a.status IS 'late'), -(a.status IS 'absent'), -(a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = old.student_id
  WHERE cs.section_id = old.section_id AND cs.day >= old.from_day AND cs.day <= coalesce(old.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = old.student_id AND e.section_id = old.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> old.id);
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), (a.status IS 'present'), (a.status IS 'late'), (a.status IS 'absent'), (a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = new.student_id
  WHERE cs.section_id = new.section_id AND cs.day >= new.from_day AND cs.day <= coalesce(new.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = new.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> new.id);
END;
--> statement-breakpoint
CREATE TRIGGER enrolment_removed AFTER DELETE ON enrolments
BEGIN
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), -(a.status IS 'present'), -(a.status IS 'late'), -(a.status IS 'absent'), -(a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = old.student_id
  WHERE cs.section_id = old.section_id AND cs.day >= old.from_day AND cs.day <= coalesce(old.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = old.student_id AND e.section_id = old.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> old.id);
END;
--> statement-breakpoint
DROP TABLE student_tallies;
