CREATE TABLE `covers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`class_session_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`given_at` integer NOT NULL,
	`given_by_id` integer NOT NULL,
	`ended_at` integer,
	`ended_by_id` integer,
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`given_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `covers_standing` ON `covers` (`class_session_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `covers_class_session` ON `covers` (`class_session_id`,`user_id`);--> statement-breakpoint
CREATE INDEX `covers_user` ON `covers` (`user_id`,`class_session_id`);--> statement-breakpoint
CREATE INDEX `covers_given_by` ON `covers` (`given_by_id`);--> statement-breakpoint
CREATE INDEX `covers_ended_by` ON `covers` (`ended_by_id`) WHERE ended_by_id is not null;