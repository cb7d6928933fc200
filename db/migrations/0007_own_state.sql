CREATE TABLE `class_session_actions` (
	`id` text PRIMARY KEY NOT NULL,
	`class_session_id` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `class_session_actions_class_session` ON `class_session_actions` (`class_session_id`);--> statement-breakpoint
CREATE TABLE `departures` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`day` text NOT NULL,
	`ended` text NOT NULL,
	`dropped` text NOT NULL,
	`staffed` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `class_sessions` ADD `head_counted_at` integer;--> statement-breakpoint
-- Messages are a kind and its facts. What an earlier version worded stays as it was worded.
ALTER TABLE `notifications` ADD `kind` text NOT NULL DEFAULT 'text';--> statement-breakpoint
ALTER TABLE `notifications` ADD `facts` text NOT NULL DEFAULT '{}';--> statement-breakpoint
UPDATE `notifications` SET `facts` = json_object('title', `title`, 'body', `body`);--> statement-breakpoint
ALTER TABLE `notifications` DROP COLUMN `title`;--> statement-breakpoint
ALTER TABLE `notifications` DROP COLUMN `body`;--> statement-breakpoint
ALTER TABLE `users` ADD `language` text;--> statement-breakpoint
UPDATE `import_batches` SET `error` = json_object('id', 'import.as-told', 'values', json_object('text', `error`)) WHERE `error` IS NOT NULL;--> statement-breakpoint
UPDATE `import_rows` SET `message` = json_object('id', 'import.as-told', 'values', json_object('text', `message`)) WHERE `message` IS NOT NULL;--> statement-breakpoint
-- The audit log is a record and never state: what was read from it until now gets a place of its own.
UPDATE `class_sessions` SET `head_counted_at` = (
  SELECT max(json_extract(a.detail, '$.countedAt')) FROM audit_events a WHERE a.subject = 'class-session:' || class_sessions.id AND a.action = 'head-count.set'
) WHERE `head_count` IS NOT NULL;--> statement-breakpoint
INSERT OR IGNORE INTO `class_session_actions` (`id`, `class_session_id`, `at`)
SELECT json_extract(a.detail, '$.actionId'), cs.id, a.at FROM audit_events a JOIN class_sessions cs ON a.subject = 'class-session:' || cs.id
WHERE a.action IN ('check-in.extended', 'check-in.ended') AND json_extract(a.detail, '$.actionId') IS NOT NULL;--> statement-breakpoint
INSERT INTO `departures` (`user_id`, `day`, `ended`, `dropped`, `staffed`)
SELECT u.id, json_extract(a.detail, '$.day'), coalesce(json_extract(a.detail, '$.ended'), '[]'), coalesce(json_extract(a.detail, '$.dropped'), '[]'),
  coalesce(json_extract(a.detail, '$.staffed'), '[]')
FROM users u JOIN audit_events a ON a.id = (SELECT max(b.id) FROM audit_events b WHERE b.subject = 'user:' || u.id AND b.action = 'user.archived')
WHERE u.archived_at IS NOT NULL AND json_extract(a.detail, '$.day') IS NOT NULL;
