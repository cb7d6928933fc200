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
CREATE INDEX `import_batches_under_way` ON `import_batches` (`state`) WHERE state in ('reading', 'applying', 'undoing');--> statement-breakpoint
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
CREATE TABLE `outgoing_mails` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`kind` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer,
	`tries` integer DEFAULT 0 NOT NULL,
	`sent_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outgoing_mails_waiting` ON `outgoing_mails` (`user_id`,`kind`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `outgoing_mails_due` ON `outgoing_mails` (`due_at`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `outgoing_mails_user` ON `outgoing_mails` (`user_id`,`kind`,`created_at`);--> statement-breakpoint
CREATE INDEX `outgoing_mails_age` ON `outgoing_mails` (`created_at`);--> statement-breakpoint
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
CREATE TABLE `user_counts` (
	`role` text NOT NULL,
	`state` text NOT NULL,
	`is_archived` integer NOT NULL,
	`people` integer NOT NULL,
	PRIMARY KEY(`role`, `state`, `is_archived`)
);
--> statement-breakpoint
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
DROP INDEX `users_role_name`;--> statement-breakpoint
ALTER TABLE `users` ADD `preferred_name` text;--> statement-breakpoint
ALTER TABLE `users` ADD `phone` text;--> statement-breakpoint
ALTER TABLE `users` ADD `locale` text;--> statement-breakpoint
ALTER TABLE `users` ADD `sourced_id` text;--> statement-breakpoint
ALTER TABLE `users` ADD `archived_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `users_sourced_id` ON `users` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
CREATE INDEX `users_name` ON `users` (name collate nocase,`id`);--> statement-breakpoint
CREATE INDEX `users_created` ON `users` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `users_role_name` ON `users` (`role`,name collate nocase,`id`);--> statement-breakpoint
ALTER TABLE `courses` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `courses_sourced_id` ON `courses` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `departments` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `departments_sourced_id` ON `departments` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `devices` ADD `browser_id` text;--> statement-breakpoint
CREATE INDEX `devices_browser` ON `devices` (`browser_id`);--> statement-breakpoint
ALTER TABLE `enrolments` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_sourced_id` ON `enrolments` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
CREATE INDEX `enrolments_section_days` ON `enrolments` (`section_id`,`from_day`,`until_day`);--> statement-breakpoint
ALTER TABLE `one_time_codes` ADD `user_id` integer REFERENCES users(id) ON DELETE CASCADE;--> statement-breakpoint
CREATE INDEX `one_time_codes_user` ON `one_time_codes` (`user_id`,`purpose`);--> statement-breakpoint
CREATE INDEX `one_time_codes_expiry` ON `one_time_codes` (`expires_at`);--> statement-breakpoint
ALTER TABLE `sections` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `sections_sourced_id` ON `sections` (`sourced_id`) WHERE sourced_id is not null;--> statement-breakpoint
ALTER TABLE `terms` ADD `sourced_id` text;--> statement-breakpoint
CREATE UNIQUE INDEX `terms_sourced_id` ON `terms` (`sourced_id`) WHERE sourced_id is not null;