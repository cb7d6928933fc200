CREATE TABLE `import_files` (
	`batch_id` integer NOT NULL,
	`position` integer NOT NULL,
	`bytes` blob NOT NULL,
	PRIMARY KEY(`batch_id`, `position`),
	FOREIGN KEY (`batch_id`) REFERENCES `import_batches`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `person_merges` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`from_id` integer NOT NULL,
	`into_id` integer NOT NULL,
	`action_id` text NOT NULL,
	`merged_at` integer NOT NULL,
	`merged_by_id` integer NOT NULL,
	`undone_at` integer,
	`moved` text NOT NULL,
	FOREIGN KEY (`from_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`into_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`merged_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_merges_action` ON `person_merges` (`action_id`);--> statement-breakpoint
CREATE INDEX `person_merges_into` ON `person_merges` (`into_id`,`merged_at`);--> statement-breakpoint
CREATE INDEX `person_merges_from` ON `person_merges` (`from_id`);--> statement-breakpoint
CREATE INDEX `person_merges_by` ON `person_merges` (`merged_by_id`);--> statement-breakpoint
ALTER TABLE `users` ADD `student_number` text;--> statement-breakpoint
ALTER TABLE `users` ADD `family_name` text;--> statement-breakpoint
CREATE INDEX `users_student_number` ON `users` (`student_number`) WHERE student_number is not null;--> statement-breakpoint
ALTER TABLE `sections` ADD `term_id` integer REFERENCES terms(id) ON DELETE SET NULL;
--> statement-breakpoint
-- What a search of people finds: the words as they are written, and those of `searchForm`, which the rows of this view are made with.
CREATE VIEW people_searched AS SELECT id, name, preferred_name, email, student_number,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(searched, char(1479), ''), char(1611), ''), char(1612), ''), char(1613), ''), char(1614), ''), char(1615), ''), char(1616), ''), char(1617), ''), char(1618), ''), char(1648), '') AS searched FROM (
  SELECT id, name, preferred_name, email, student_number,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(searched, char(1465), ''), char(1466), ''), char(1467), ''), char(1468), ''), char(1469), ''), char(1471), ''), char(1473), ''), char(1474), ''), char(1476), ''), char(1477), '') AS searched FROM (
  SELECT id, name, preferred_name, email, student_number,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(searched, 'ـ', ''), char(1456), ''), char(1457), ''), char(1458), ''), char(1459), ''), char(1460), ''), char(1461), ''), char(1462), ''), char(1463), ''), char(1464), '') AS searched FROM (
  SELECT id, name, preferred_name, email, student_number,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(searched, '’', ''), '‘', ''), 'ʻ', ''), 'ʼ', ''), 'ʹ', ''), 'ʾ', ''), 'ʿ', ''), '`', ''), '´', ''), '׳', '') AS searched FROM (
  SELECT id, name, preferred_name, email, student_number,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(searched, 'Ħ', 'h'), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'Æ', 'ae'), 'œ', 'oe'), 'Œ', 'oe'), 'þ', 'th'), 'Þ', 'th'), '''', '') AS searched FROM (
  SELECT id, name, preferred_name, email, student_number,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(searched, 'ł', 'l'), 'Ł', 'l'), 'ı', 'i'), 'ø', 'o'), 'Ø', 'o'), 'đ', 'd'), 'Đ', 'd'), 'ð', 'd'), 'Ð', 'd'), 'ħ', 'h') AS searched FROM (
  SELECT id, name, preferred_name, email, student_number,
    name || ' ' || coalesce(preferred_name, '') || ' ' || email AS searched FROM users))))));
--> statement-breakpoint
DROP TRIGGER user_words_added;
--> statement-breakpoint
DROP TRIGGER user_words_removed;
--> statement-breakpoint
DROP TRIGGER user_words_changed;
--> statement-breakpoint
DROP TABLE user_words;
--> statement-breakpoint
CREATE VIRTUAL TABLE user_words USING fts5(name, preferred_name, email, student_number, searched, content='people_searched', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
INSERT INTO user_words (user_words) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER user_words_added AFTER INSERT ON users
BEGIN
  INSERT INTO user_words (rowid, name, preferred_name, email, student_number, searched) SELECT id, name, preferred_name, email, student_number, searched FROM people_searched WHERE id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER user_words_removed BEFORE DELETE ON users
BEGIN
  INSERT INTO user_words (user_words, rowid, name, preferred_name, email, student_number, searched) SELECT 'delete', id, name, preferred_name, email, student_number, searched FROM people_searched WHERE id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER user_words_changing BEFORE UPDATE OF name, preferred_name, email, student_number ON users
BEGIN
  INSERT INTO user_words (user_words, rowid, name, preferred_name, email, student_number, searched) SELECT 'delete', id, name, preferred_name, email, student_number, searched FROM people_searched WHERE id = old.id;
END;
--> statement-breakpoint
CREATE TRIGGER user_words_changed AFTER UPDATE OF name, preferred_name, email, student_number ON users
BEGIN
  INSERT INTO user_words (rowid, name, preferred_name, email, student_number, searched) SELECT id, name, preferred_name, email, student_number, searched FROM people_searched WHERE id = new.id;
END;
--> statement-breakpoint
-- What imports noted of rows is compared with what they are, whole: with the new columns, or none of them could be undone.
UPDATE import_changes SET after = json_object('id', after -> '$.id', 'email', after -> '$.email', 'name', after -> '$.name', 'preferred_name', after -> '$.preferred_name', 'phone', after -> '$.phone', 'locale', after -> '$.locale', 'language', after -> '$.language', 'role', after -> '$.role', 'state', after -> '$.state', 'sourced_id', after -> '$.sourced_id', 'student_number', null, 'family_name', null, 'created_at', after -> '$.created_at', 'approved_at', after -> '$.approved_at', 'approved_by_id', after -> '$.approved_by_id', 'archived_at', after -> '$.archived_at', 'has_password', after -> '$.has_password') WHERE table_name = 'users' AND after IS NOT NULL;
--> statement-breakpoint
UPDATE import_changes SET after = json_object('id', after -> '$.id', 'course_id', after -> '$.course_id', 'code', after -> '$.code', 'term_id', null, 'sourced_id', after -> '$.sourced_id', 'archived_at', after -> '$.archived_at') WHERE table_name = 'sections' AND after IS NOT NULL;
