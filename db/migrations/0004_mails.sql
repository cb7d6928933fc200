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
CREATE INDEX `outgoing_mails_age` ON `outgoing_mails` (`created_at`);