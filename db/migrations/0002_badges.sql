CREATE TABLE `badge_cards` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`student_id` integer NOT NULL,
	`digest` text NOT NULL,
	`issued_at` integer NOT NULL,
	`issued_by_id` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`issued_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `badge_cards_digest` ON `badge_cards` (`digest`);--> statement-breakpoint
CREATE UNIQUE INDEX `badge_cards_current` ON `badge_cards` (`student_id`) WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX `badge_cards_issued_by` ON `badge_cards` (`issued_by_id`);--> statement-breakpoint
CREATE TABLE `spot_checks` (
	`class_session_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`is_flagged` integer NOT NULL,
	`is_here` integer NOT NULL,
	`answered_at` integer NOT NULL,
	`answered_by_id` integer NOT NULL,
	PRIMARY KEY(`class_session_id`, `student_id`),
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`answered_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `spot_checks_student` ON `spot_checks` (`student_id`,`answered_at`);--> statement-breakpoint
CREATE INDEX `spot_checks_answered_by` ON `spot_checks` (`answered_by_id`);