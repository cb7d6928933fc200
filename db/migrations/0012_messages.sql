-- No release has written an announcement: its table begins anew.
DROP TABLE `announcements`;--> statement-breakpoint
CREATE TABLE `announcements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`action_id` text NOT NULL,
	`author_id` integer NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`audience` text NOT NULL,
	`roles` text,
	`is_pinned` integer DEFAULT false NOT NULL,
	`published_at` integer NOT NULL,
	`expires_at` integer,
	`edited_at` integer,
	`withdrawn_at` integer,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "announcements_audience_known" CHECK("announcements"."audience" in ('school', 'sections', 'people'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `announcements_action` ON `announcements` (`action_id`);--> statement-breakpoint
CREATE INDEX `announcements_author` ON `announcements` (`author_id`);--> statement-breakpoint
CREATE INDEX `announcements_pinned` ON `announcements` (`published_at`) WHERE is_pinned = 1;--> statement-breakpoint
CREATE TABLE `announcement_sections` (
	`announcement_id` integer NOT NULL,
	`section_id` integer NOT NULL,
	PRIMARY KEY(`announcement_id`, `section_id`),
	FOREIGN KEY (`announcement_id`) REFERENCES `announcements`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `announcement_sections_section` ON `announcement_sections` (`section_id`);--> statement-breakpoint
CREATE TABLE `reminders` (
	`id` text PRIMARY KEY NOT NULL,
	`class_session_id` integer NOT NULL,
	`sent_by_id` integer NOT NULL,
	`sent_at` integer NOT NULL,
	`recipients` integer NOT NULL,
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`sent_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reminders_class_session` ON `reminders` (`class_session_id`,`sent_at`);--> statement-breakpoint
CREATE INDEX `reminders_sent_by` ON `reminders` (`sent_by_id`);--> statement-breakpoint
DROP INDEX `notifications_announcement`;--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`user_id`,`created_at`) WHERE read_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_announcement` ON `notifications` (`announcement_id`,`user_id`) WHERE announcement_id is not null;--> statement-breakpoint
CREATE INDEX `notifications_not_read` ON `notifications` (`announcement_id`) WHERE announcement_id is not null and read_at is null;
