CREATE TABLE `channel_choices` (
	`user_id` integer NOT NULL,
	`kind_group` text NOT NULL,
	`channel` text NOT NULL,
	`is_on` integer NOT NULL,
	PRIMARY KEY(`user_id`, `kind_group`, `channel`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`channel` text NOT NULL,
	`kind` text NOT NULL,
	`user_id` integer,
	`notification_id` integer,
	`subscription_id` integer,
	`address` text,
	`is_urgent` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer,
	`tries` integer DEFAULT 0 NOT NULL,
	`sent_at` integer,
	`failure` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`notification_id`) REFERENCES `notifications`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`subscription_id`) REFERENCES `push_subscriptions`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "deliveries_channel_known" CHECK("deliveries"."channel" in ('mail', 'push', 'webhook'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_waiting` ON `deliveries` (`user_id`,`kind`) WHERE due_at is not null and notification_id is null;--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`channel`,`due_at`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `deliveries_given_up` ON `deliveries` (`channel`,`id`) WHERE due_at is null and sent_at is null;--> statement-breakpoint
CREATE INDEX `deliveries_sent` ON `deliveries` (`channel`,`sent_at`) WHERE sent_at is not null;--> statement-breakpoint
CREATE INDEX `deliveries_user` ON `deliveries` (`user_id`,`channel`,`created_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_notification` ON `deliveries` (`notification_id`,`channel`,case when subscription_id is null then 0 else subscription_id end) WHERE notification_id is not null;--> statement-breakpoint
CREATE INDEX `deliveries_subscription` ON `deliveries` (`subscription_id`);--> statement-breakpoint
CREATE INDEX `deliveries_age` ON `deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `push_subscriptions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`login_session_id` text NOT NULL,
	`endpoint` text NOT NULL,
	`p256dh` text NOT NULL,
	`auth` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`login_session_id`) REFERENCES `login_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `push_subscriptions_endpoint` ON `push_subscriptions` (`endpoint`);--> statement-breakpoint
CREATE INDEX `push_subscriptions_user` ON `push_subscriptions` (`user_id`);--> statement-breakpoint
CREATE INDEX `push_subscriptions_login_session` ON `push_subscriptions` (`login_session_id`);--> statement-breakpoint
-- Mails about accounts wait on where they did.
INSERT INTO deliveries (channel, kind, user_id, address, is_urgent, created_at, due_at, tries, sent_at)
  SELECT 'mail', kind, user_id, address, true, created_at, due_at, tries, sent_at FROM outgoing_mails ORDER BY id;
--> statement-breakpoint
DROP TABLE `outgoing_mails`;--> statement-breakpoint
ALTER TABLE `notifications` ADD `planned_at` integer;--> statement-breakpoint
-- What is in inboxes already is not sent by other ways; what is scheduled will be.
UPDATE notifications SET planned_at = created_at WHERE created_at <= unixepoch() * 1000;
--> statement-breakpoint
CREATE INDEX `notifications_unplanned` ON `notifications` (`created_at`) WHERE planned_at is null;