CREATE INDEX `attendance_events_at` ON `attendance_events` (`at`);--> statement-breakpoint
CREATE INDEX `attendance_events_actor` ON `attendance_events` (`actor_id`,`at`) WHERE actor_id is not null;--> statement-breakpoint
CREATE INDEX `audit_events_action` ON `audit_events` (`action`,`at`);--> statement-breakpoint
CREATE INDEX `audit_events_person` ON `audit_events` (case when detail ->> 'studentId' is null then detail ->> 'userId' else detail ->> 'studentId' end,`id`) WHERE case when detail ->> 'studentId' is null then detail ->> 'userId' else detail ->> 'studentId' end is not null;