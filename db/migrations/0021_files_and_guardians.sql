DROP INDEX `notifications_not_read`;--> statement-breakpoint
CREATE INDEX `notifications_not_read` ON `notifications` (`announcement_id`,`read_at`,`user_id`) WHERE announcement_id is not null;--> statement-breakpoint
ALTER TABLE `attachments` ADD `stored_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `attachments_stored` ON `attachments` (`stored_at`);--> statement-breakpoint
ALTER TABLE `guardians` ADD `caught_up_at` integer;--> statement-breakpoint
-- Whoever has proved the address before hears of what comes, as until now.
UPDATE `guardians` SET `caught_up_at` = `confirmed_at`;--> statement-breakpoint
CREATE INDEX `guardians_behind` ON `guardians` (`id`) WHERE confirmed_at is not null and caught_up_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX `corrections_attachment` ON `corrections` (`attachment_key`) WHERE attachment_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `announcements_attachment` ON `announcements` (`attachment_key`) WHERE attachment_key is not null;