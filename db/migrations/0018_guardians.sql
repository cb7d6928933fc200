CREATE TABLE `guardian_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`guardian_id` integer NOT NULL,
	`purpose` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`guardian_id`) REFERENCES `guardians`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "guardian_links_purpose_known" CHECK("guardian_links"."purpose" in ('confirm', 'days'))
);
--> statement-breakpoint
CREATE INDEX `guardian_links_guardian` ON `guardian_links` (`guardian_id`);--> statement-breakpoint
CREATE INDEX `guardian_links_expiry` ON `guardian_links` (`expires_at`);--> statement-breakpoint
CREATE TABLE `guardians` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`student_id` integer NOT NULL,
	`name` text NOT NULL,
	`relation` text,
	`email` text NOT NULL,
	`position` integer NOT NULL,
	`is_barred` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`asked_at` integer,
	`confirmed_at` integer,
	`unsubscribed_at` integer,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `guardians_address` ON `guardians` (`student_id`,`email`);--> statement-breakpoint
CREATE INDEX `guardians_unasked` ON `guardians` (`id`) WHERE asked_at is null;--> statement-breakpoint
DROP INDEX `deliveries_notification`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `guardian_id` integer REFERENCES guardians(id) ON DELETE CASCADE;--> statement-breakpoint
CREATE INDEX `deliveries_guardian` ON `deliveries` (`guardian_id`,`created_at`) WHERE guardian_id is not null;--> statement-breakpoint
CREATE INDEX `deliveries_guardian_due` ON `deliveries` (`guardian_id`,`id`) WHERE guardian_id is not null and due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_notification` ON `deliveries` (`notification_id`,`channel`,case when subscription_id is null then 0 else subscription_id end,case when guardian_id is null then 0 else guardian_id end) WHERE notification_id is not null;