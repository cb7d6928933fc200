CREATE TABLE `calendar_feeds` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_feeds_user` ON `calendar_feeds` (`user_id`);--> statement-breakpoint
CREATE TABLE `import_batches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`state` text NOT NULL,
	`options` text NOT NULL,
	`counts` text NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`error` text,
	`uploaded_by_id` integer NOT NULL,
	`uploaded_at` integer NOT NULL,
	`applied_at` integer,
	`undone_at` integer,
	FOREIGN KEY (`uploaded_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `import_batches_uploaded` ON `import_batches` (`uploaded_at`);--> statement-breakpoint
CREATE INDEX `import_batches_uploader` ON `import_batches` (`uploaded_by_id`);--> statement-breakpoint
CREATE TABLE `import_changes` (
	`batch_id` integer NOT NULL,
	`position` integer NOT NULL,
	`table_name` text NOT NULL,
	`row_key` text NOT NULL,
	`before` text,
	`after` text,
	PRIMARY KEY(`batch_id`, `position`),
	FOREIGN KEY (`batch_id`) REFERENCES `import_batches`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `import_rows` (
	`batch_id` integer NOT NULL,
	`position` integer NOT NULL,
	`file` text NOT NULL,
	`line` integer NOT NULL,
	`verdict` text NOT NULL,
	`subject` text NOT NULL,
	`message` text,
	`data` text NOT NULL,
	PRIMARY KEY(`batch_id`, `position`),
	FOREIGN KEY (`batch_id`) REFERENCES `import_batches`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `import_rows_verdict` ON `import_rows` (`batch_id`,`verdict`,`position`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`public_key` blob NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `passkeys_user` ON `passkeys` (`user_id`);--> statement-breakpoint
CREATE TABLE `user_photos` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`bytes` blob NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
DROP INDEX `class_sessions_slot`;--> statement-breakpoint
ALTER TABLE `class_sessions` ADD `slot_day` text;--> statement-breakpoint
ALTER TABLE `class_sessions` ADD `edited_at` integer;--> statement-breakpoint
ALTER TABLE `class_sessions` ADD `sequence` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `class_sessions_slot` ON `class_sessions` (`slot_id`,`slot_day`);--> statement-breakpoint
ALTER TABLE `courses` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `courses_sourced_id` ON `courses` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `departments` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `departments_sourced_id` ON `departments` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `devices` ADD `browser_id` text;--> statement-breakpoint
CREATE INDEX `devices_browser` ON `devices` (`browser_id`);--> statement-breakpoint
ALTER TABLE `enrolments` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_sourced_id` ON `enrolments` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `one_time_codes` ADD `user_id` integer REFERENCES users(id) ON DELETE CASCADE;--> statement-breakpoint
CREATE INDEX `one_time_codes_user` ON `one_time_codes` (`user_id`,`purpose`);--> statement-breakpoint
CREATE INDEX `one_time_codes_expiry` ON `one_time_codes` (`expires_at`);--> statement-breakpoint
ALTER TABLE `sections` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `sections_sourced_id` ON `sections` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `terms` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `terms_sourced_id` ON `terms` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `users` ADD `preferred_name` text;--> statement-breakpoint
ALTER TABLE `users` ADD `phone` text;--> statement-breakpoint
ALTER TABLE `users` ADD `locale` text;--> statement-breakpoint
ALTER TABLE `users` ADD `sourced_id` text;--> statement-breakpoint
ALTER TABLE `users` ADD `archived_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `users_sourced_id` ON `users` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
CREATE INDEX `users_name` ON `users` (name collate nocase,`id`);--> statement-breakpoint
CREATE INDEX `users_created` ON `users` (`created_at`,`id`);--> statement-breakpoint
DROP INDEX `users_role_name`;--> statement-breakpoint
CREATE INDEX `users_role_name` ON `users` (`role`,name collate nocase,`id`);--> statement-breakpoint
CREATE INDEX `enrolments_section_days` ON `enrolments` (`section_id`,`from_day`,`until_day`);--> statement-breakpoint
CREATE TABLE `user_counts` (
	`role` text NOT NULL,
	`state` text NOT NULL,
	`is_archived` integer NOT NULL,
	`people` integer NOT NULL,
	PRIMARY KEY(`role`, `state`, `is_archived`)
);
--> statement-breakpoint
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
