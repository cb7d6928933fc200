-- A reminder is of those missing from a class session, or of chosen students of a section.
CREATE TABLE `__new_reminders` (
	`id` text PRIMARY KEY NOT NULL,
	`class_session_id` integer,
	`section_id` integer,
	`sent_by_id` integer NOT NULL,
	`sent_at` integer NOT NULL,
	`recipients` integer NOT NULL,
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sent_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reminders_of_one" CHECK(("class_session_id" is null) <> ("section_id" is null))
);
--> statement-breakpoint
INSERT INTO `__new_reminders`(`id`, `class_session_id`, `sent_by_id`, `sent_at`, `recipients`) SELECT `id`, `class_session_id`, `sent_by_id`, `sent_at`, `recipients` FROM `reminders`;--> statement-breakpoint
DROP TABLE `reminders`;--> statement-breakpoint
ALTER TABLE `__new_reminders` RENAME TO `reminders`;--> statement-breakpoint
CREATE INDEX `reminders_class_session` ON `reminders` (`class_session_id`,`sent_at`);--> statement-breakpoint
CREATE INDEX `reminders_section` ON `reminders` (`section_id`) WHERE section_id is not null;--> statement-breakpoint
CREATE INDEX `reminders_sent_by` ON `reminders` (`sent_by_id`);--> statement-breakpoint
ALTER TABLE `announcements` ADD `department_ids` text;--> statement-breakpoint
ALTER TABLE `announcements` ADD `attachment_key` text;--> statement-breakpoint
ALTER TABLE `announcements` ADD `attachment_type` text;--> statement-breakpoint
ALTER TABLE `announcements` ADD `attachment_size` integer;--> statement-breakpoint
CREATE INDEX `notifications_passing` ON `notifications` (`kind`,`retracted_at`) WHERE rule is not null and retracted_at is not null;