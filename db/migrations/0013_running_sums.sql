-- Registers are counted a little after they settle: those that are held and not counted yet wait here. Whoever reads figures adds their
-- marks to the tallies, so that nothing lags.
CREATE TABLE `uncounted_class_sessions` (
	`class_session_id` integer PRIMARY KEY NOT NULL,
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
-- Days of which something is counted, and the end of time. Sums are kept for each.
CREATE TABLE `tally_days` (
	`day` text PRIMARY KEY NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `school_day_tallies` (
	`day` text NOT NULL,
	`hour` integer NOT NULL,
	`reason_code_id` integer NOT NULL,
	`class_sessions` integer DEFAULT 0 NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `hour`, `reason_code_id`)
) WITHOUT ROWID;
--> statement-breakpoint
-- Sums of all marks before a day: what lies between two days is the difference of two rows, however many days that is.
CREATE TABLE `section_sums` (
	`day` text NOT NULL,
	`section_id` integer NOT NULL,
	`reason_code_id` integer NOT NULL,
	`class_sessions` integer DEFAULT 0 NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `section_id`, `reason_code_id`)
) WITHOUT ROWID;
--> statement-breakpoint
-- A student's marks with a reason that says what they count as stand by what it says; those that are out count nowhere.
CREATE TABLE `student_sums` (
	`day` text NOT NULL,
	`student_id` integer NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	`counted_present` integer DEFAULT 0 NOT NULL,
	`counted_absent` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `student_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO tally_days (day) SELECT DISTINCT day FROM class_sessions WHERE is_held UNION SELECT '9999-12-31';
--> statement-breakpoint
INSERT INTO school_day_tallies (day, hour, reason_code_id, class_sessions, present, late, absent, excused)
SELECT day, hour, reason_code_id, sum(class_sessions), sum(present), sum(late), sum(absent), sum(excused) FROM section_day_tallies GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO section_sums (day, section_id, reason_code_id, class_sessions, present, late, absent, excused)
SELECT * FROM (
  SELECT t.day, k.section_id, k.reason_code_id, coalesce(sum(x.class_sessions) OVER earlier, 0) class_sessions, coalesce(sum(x.present) OVER earlier, 0) present, coalesce(sum(x.late) OVER earlier, 0) late, coalesce(sum(x.absent) OVER earlier, 0) absent, coalesce(sum(x.excused) OVER earlier, 0) excused
  FROM tally_days t CROSS JOIN (SELECT DISTINCT section_id, reason_code_id FROM section_day_tallies) k
  LEFT JOIN (SELECT day, section_id, reason_code_id, sum(class_sessions) class_sessions, sum(present) present, sum(late) late, sum(absent) absent, sum(excused) excused FROM section_day_tallies GROUP BY 1, 2, 3) x
    ON x.day = t.day AND x.section_id = k.section_id AND x.reason_code_id = k.reason_code_id
  WINDOW earlier AS (PARTITION BY k.section_id, k.reason_code_id ORDER BY t.day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) WHERE class_sessions OR present OR late OR absent OR excused;
--> statement-breakpoint
INSERT INTO student_sums (day, student_id, present, late, absent, excused, counted_present, counted_absent)
SELECT * FROM (
  SELECT t.day, k.student_id, coalesce(sum(x.present) OVER earlier, 0) present, coalesce(sum(x.late) OVER earlier, 0) late, coalesce(sum(x.absent) OVER earlier, 0) absent, coalesce(sum(x.excused) OVER earlier, 0) excused, coalesce(sum(x.counted_present) OVER earlier, 0) counted_present, coalesce(sum(x.counted_absent) OVER earlier, 0) counted_absent
  FROM tally_days t CROSS JOIN (SELECT DISTINCT student_id FROM student_day_tallies) k
  LEFT JOIN (SELECT d.day, d.student_id, sum(iif(r.counts_as IS NULL, d.present, 0)) present, sum(iif(r.counts_as IS NULL, d.late, 0)) late, sum(iif(r.counts_as IS NULL, d.absent, 0)) absent, sum(iif(r.counts_as IS NULL, d.excused, 0)) excused,
      sum(iif(r.counts_as IS 'present', d.present + d.late + d.absent + d.excused, 0)) counted_present, sum(iif(r.counts_as IS 'absent', d.present + d.late + d.absent + d.excused, 0)) counted_absent
    FROM student_day_tallies d LEFT JOIN reason_codes r ON r.id = d.reason_code_id GROUP BY 1, 2) x
    ON x.day = t.day AND x.student_id = k.student_id
  WINDOW earlier AS (PARTITION BY k.student_id ORDER BY t.day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) WHERE present OR late OR absent OR excused OR counted_present OR counted_absent;
--> statement-breakpoint
DROP TRIGGER tally_changed;
--> statement-breakpoint
DROP TABLE student_week_tallies;
--> statement-breakpoint
DROP TABLE student_day_tallies;
--> statement-breakpoint
-- What is added to a section's hour, and so to the school's, and to the section's sums before every later day.
CREATE VIEW section_changes (section_id, day, hour, reason_code_id, class_sessions, present, late, absent, excused) AS SELECT 0, '', 0, 0, 0, 0, 0, 0, 0 WHERE false;
--> statement-breakpoint
CREATE TRIGGER section_changed INSTEAD OF INSERT ON section_changes
BEGIN
  INSERT INTO section_day_tallies (day, section_id, hour, reason_code_id, class_sessions, present, late, absent, excused)
  VALUES (new.day, new.section_id, new.hour, new.reason_code_id, new.class_sessions, new.present, new.late, new.absent, new.excused)
  ON CONFLICT DO UPDATE SET class_sessions = class_sessions + excluded.class_sessions, present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO school_day_tallies (day, hour, reason_code_id, class_sessions, present, late, absent, excused)
  VALUES (new.day, new.hour, new.reason_code_id, new.class_sessions, new.present, new.late, new.absent, new.excused)
  ON CONFLICT DO UPDATE SET class_sessions = class_sessions + excluded.class_sessions, present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
  INSERT INTO section_sums (day, section_id, reason_code_id, class_sessions, present, late, absent, excused)
  SELECT t.day, new.section_id, new.reason_code_id, new.class_sessions, new.present, new.late, new.absent, new.excused FROM tally_days t WHERE t.day > new.day
  ON CONFLICT DO UPDATE SET class_sessions = class_sessions + excluded.class_sessions, present = present + excluded.present, late = late + excluded.late, absent = absent + excluded.absent, excused = excused + excluded.excused;
END;
--> statement-breakpoint
-- What is added to a student's week in a section, and to the student's sums before every later day.
CREATE VIEW student_changes (section_id, student_id, day, reason_code_id, present, late, absent, excused) AS SELECT 0, 0, '', 0, 0, 0, 0, 0 WHERE false;
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
END;
--> statement-breakpoint
-- What changes in class sessions that are counted already, a mark at a time.
CREATE TRIGGER tally_changed INSTEAD OF INSERT ON tally_changes
BEGIN
  INSERT INTO section_changes (section_id, day, hour, reason_code_id, class_sessions, present, late, absent, excused) VALUES (new.section_id, new.day, new.hour, new.reason_code_id, 0, new.present, new.late, new.absent, new.excused);
  INSERT INTO student_changes (section_id, student_id, day, reason_code_id, present, late, absent, excused) VALUES (new.section_id, new.student_id, new.day, new.reason_code_id, new.present, new.late, new.absent, new.excused);
END;
--> statement-breakpoint
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
  WHERE new.status IS NOT NULL AND cs.id = new.class_session_id AND cs.is_held AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = cs.id) AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day));
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
  WHERE old.status IS NOT NULL AND (old.status, old.reason_code_id) IS NOT (new.status, new.reason_code_id) AND cs.id = new.class_session_id AND cs.is_held AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = cs.id) AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day));
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, new.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(new.reason_code_id, 0), (new.status IS 'present'), (new.status IS 'late'), (new.status IS 'absent'), (new.status IS 'excused')
  FROM class_sessions cs
  WHERE new.status IS NOT NULL AND (old.status, old.reason_code_id) IS NOT (new.status, new.reason_code_id) AND cs.id = new.class_session_id AND cs.is_held AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = cs.id) AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = cs.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day));
END;
--> statement-breakpoint
DROP TRIGGER class_session_counted;
--> statement-breakpoint
DROP TRIGGER class_session_came_held;
--> statement-breakpoint
DROP TRIGGER class_session_left_held;
--> statement-breakpoint
-- A class session that was counted and stops being held, or moves, is taken out; one that is held is counted anew.
CREATE TRIGGER class_session_uncounted AFTER UPDATE OF is_held, section_id, day, start_time ON class_sessions
WHEN old.is_held AND (NOT new.is_held OR (old.section_id, old.day, substr(old.start_time, 1, 2)) IS NOT (new.section_id, new.day, substr(new.start_time, 1, 2)))
BEGIN
  INSERT INTO section_changes (section_id, day, hour, reason_code_id, class_sessions, present, late, absent, excused)
  SELECT old.section_id, old.day, CAST(substr(old.start_time, 1, 2) AS integer), 0, -1, 0, 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = old.id);
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT old.section_id, a.student_id, old.day, CAST(substr(old.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), -(a.status IS 'present'), -(a.status IS 'late'), -(a.status IS 'absent'), -(a.status IS 'excused')
  FROM attendance a
  WHERE a.class_session_id = old.id AND a.status IS NOT NULL AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = old.id) AND EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = a.student_id AND e.section_id = old.section_id AND e.from_day <= old.day AND (e.until_day IS NULL OR e.until_day >= old.day));
  DELETE FROM uncounted_class_sessions WHERE class_session_id = old.id AND NOT new.is_held;
  INSERT INTO uncounted_class_sessions (class_session_id) SELECT new.id WHERE new.is_held ON CONFLICT DO NOTHING;
END;
--> statement-breakpoint
CREATE TRIGGER class_session_held AFTER UPDATE OF is_held ON class_sessions WHEN new.is_held AND NOT old.is_held
BEGIN
  INSERT INTO uncounted_class_sessions (class_session_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER class_session_came_held AFTER INSERT ON class_sessions WHEN new.is_held
BEGIN
  INSERT INTO uncounted_class_sessions (class_session_id) VALUES (new.id);
END;
--> statement-breakpoint
CREATE TRIGGER class_session_left_held BEFORE DELETE ON class_sessions WHEN old.is_held
BEGIN
  INSERT INTO section_changes (section_id, day, hour, reason_code_id, class_sessions, present, late, absent, excused)
  SELECT old.section_id, old.day, CAST(substr(old.start_time, 1, 2) AS integer), 0, -1, 0, 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = old.id);
END;
--> statement-breakpoint
DROP TRIGGER enrolment_added;
--> statement-breakpoint
CREATE TRIGGER enrolment_added AFTER INSERT ON enrolments
BEGIN
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), (a.status IS 'present'), (a.status IS 'late'), (a.status IS 'absent'), (a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = new.student_id
  WHERE cs.section_id = new.section_id AND cs.day >= new.from_day AND cs.day <= coalesce(new.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = cs.id)
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = new.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> new.id);
END;
--> statement-breakpoint
DROP TRIGGER enrolment_changed;
--> statement-breakpoint
CREATE TRIGGER enrolment_changed AFTER UPDATE OF section_id, student_id, from_day, until_day ON enrolments
BEGIN
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), -(a.status IS 'present'), -(a.status IS 'late'), -(a.status IS 'absent'), -(a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = old.student_id
  WHERE cs.section_id = old.section_id AND cs.day >= old.from_day AND cs.day <= coalesce(old.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = cs.id)
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = old.student_id AND e.section_id = old.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> old.id);
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), (a.status IS 'present'), (a.status IS 'late'), (a.status IS 'absent'), (a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = new.student_id
  WHERE cs.section_id = new.section_id AND cs.day >= new.from_day AND cs.day <= coalesce(new.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = cs.id)
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = new.student_id AND e.section_id = new.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> new.id);
END;
--> statement-breakpoint
DROP TRIGGER enrolment_removed;
--> statement-breakpoint
CREATE TRIGGER enrolment_removed AFTER DELETE ON enrolments
BEGIN
  INSERT INTO tally_changes (section_id, student_id, day, hour, reason_code_id, present, late, absent, excused)
  SELECT cs.section_id, a.student_id, cs.day, CAST(substr(cs.start_time, 1, 2) AS integer), coalesce(a.reason_code_id, 0), -(a.status IS 'present'), -(a.status IS 'late'), -(a.status IS 'absent'), -(a.status IS 'excused')
  FROM class_sessions cs JOIN attendance a ON a.class_session_id = cs.id AND a.student_id = old.student_id
  WHERE cs.section_id = old.section_id AND cs.day >= old.from_day AND cs.day <= coalesce(old.until_day, '9999-12-31') AND cs.is_held AND a.status IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM uncounted_class_sessions WHERE class_session_id = cs.id)
    AND NOT EXISTS (SELECT 1 FROM enrolments e WHERE e.student_id = old.student_id AND e.section_id = old.section_id AND e.from_day <= cs.day AND (e.until_day IS NULL OR e.until_day >= cs.day) AND e.id <> old.id);
END;
