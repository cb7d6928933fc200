CREATE TABLE `seals` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`record` text NOT NULL,
	`record_id` text NOT NULL,
	`hash` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `seals_record` ON `seals` (`record`,`record_id`);--> statement-breakpoint
CREATE INDEX `seals_last` ON `seals` (`record`,`position`);--> statement-breakpoint
CREATE TABLE `sightings` (
	`user_id` integer NOT NULL,
	`login_session_id` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `seen_at`, `login_session_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sightings_age` ON `sightings` (`seen_at`);--> statement-breakpoint
DROP TABLE `attendance_event_seals`;--> statement-breakpoint
DROP TABLE `device_sightings`;--> statement-breakpoint
ALTER TABLE `claims` ADD `network` text;--> statement-breakpoint
CREATE INDEX `claims_network_age` ON `claims` (`received_at`) WHERE network is not null;--> statement-breakpoint
CREATE INDEX `claims_student_time` ON `claims` (`student_id`,`received_at`);--> statement-breakpoint
ALTER TABLE `class_sessions` ADD `revisions_ended_at` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `login_sessions` ADD `confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `outgoing_mails` ADD `address` text;--> statement-breakpoint
ALTER TABLE `users` ADD `email_confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `requested_name` text;--> statement-breakpoint
CREATE INDEX `user_photos_shown` ON `user_photos` (`user_id`,`updated_at`);--> statement-breakpoint
ALTER TABLE `one_time_codes` ADD `mailed_to` text;--> statement-breakpoint
CREATE INDEX `users_requested_name` ON `users` (`id`) WHERE requested_name is not null;--> statement-breakpoint
CREATE TABLE `unsealed_claims` (
	`claim_id` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `history_anchors` (
	`target` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
-- Names so far were the browsers' own word, which proves nothing of a phone that two students use.
UPDATE `devices` SET `browser_id` = NULL;--> statement-breakpoint
CREATE INDEX `devices_key` ON `devices` (`public_key`);
