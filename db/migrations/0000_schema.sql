CREATE TABLE `announcements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`section_id` integer,
	`author_id` integer NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`published_at` integer NOT NULL,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `announcements_section` ON `announcements` (`section_id`,`published_at`);--> statement-breakpoint
CREATE INDEX `announcements_author` ON `announcements` (`author_id`);--> statement-breakpoint
CREATE TABLE `attendance` (
	`class_session_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`status` text,
	`source` text NOT NULL,
	`version` integer NOT NULL,
	`note` text,
	`reason` text,
	`claim_id` text,
	`action_id` text,
	`actor_id` integer,
	`actor_name` text NOT NULL,
	`actor_role` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`class_session_id`, `student_id`),
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`actor_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attendance_status_known" CHECK("attendance"."status" in ('present', 'late', 'absent', 'excused')),
	CONSTRAINT "attendance_source_known" CHECK("attendance"."source" in ('admin', 'teacher', 'badge', 'qr', 'code', 'offline', 'leave', 'auto'))
);
--> statement-breakpoint
CREATE INDEX `attendance_student` ON `attendance` (`student_id`,`class_session_id`);--> statement-breakpoint
CREATE INDEX `attendance_claim` ON `attendance` (`claim_id`) WHERE claim_id is not null;--> statement-breakpoint
CREATE INDEX `attendance_actor` ON `attendance` (`actor_id`) WHERE actor_id is not null;--> statement-breakpoint
CREATE TABLE `attendance_event_seals` (
	`event_id` integer PRIMARY KEY NOT NULL,
	`hash` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `attendance_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`class_session_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`from_status` text,
	`to_status` text,
	`source` text NOT NULL,
	`version` integer NOT NULL,
	`note` text,
	`reason` text,
	`claim_id` text,
	`action_id` text,
	`actor_id` integer,
	`actor_name` text NOT NULL,
	`actor_role` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attendance_events_mark` ON `attendance_events` (`class_session_id`,`student_id`,`version`);--> statement-breakpoint
CREATE INDEX `attendance_events_student` ON `attendance_events` (`student_id`,`id`);--> statement-breakpoint
CREATE INDEX `attendance_events_action` ON `attendance_events` (`action_id`,`class_session_id`,`student_id`) WHERE action_id is not null;--> statement-breakpoint
CREATE TABLE `audit_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_id` integer,
	`actor_name` text NOT NULL,
	`actor_role` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_events_subject` ON `audit_events` (`subject`,`id`);--> statement-breakpoint
CREATE INDEX `audit_events_actor` ON `audit_events` (`actor_id`,`id`);--> statement-breakpoint
CREATE INDEX `audit_events_at` ON `audit_events` (`at`);--> statement-breakpoint
CREATE TABLE `claims` (
	`id` text PRIMARY KEY NOT NULL,
	`class_session_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`device_id` text NOT NULL,
	`tokens` text NOT NULL,
	`code` text,
	`signature` text NOT NULL,
	`last_window` integer,
	`device_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`verdict` text NOT NULL,
	`status` text,
	`source` text,
	`reasons` text NOT NULL,
	`settled_at` integer,
	`settled_by_id` integer,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`settled_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claims_verdict_known" CHECK("claims"."verdict" in ('accepted', 'waiting', 'refused'))
);
--> statement-breakpoint
CREATE INDEX `claims_class_session` ON `claims` (`class_session_id`,`verdict`);--> statement-breakpoint
CREATE INDEX `claims_student` ON `claims` (`student_id`,`class_session_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `claims_device` ON `claims` (`device_id`,`class_session_id`);--> statement-breakpoint
CREATE INDEX `claims_settled_by` ON `claims` (`settled_by_id`) WHERE settled_by_id is not null;--> statement-breakpoint
CREATE TABLE `class_session_tallies` (
	`class_session_id` integer PRIMARY KEY NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	`changes` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `class_sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`section_id` integer NOT NULL,
	`slot_id` integer,
	`day` text NOT NULL,
	`start_time` text NOT NULL,
	`end_time` text NOT NULL,
	`zone` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`room` text,
	`state` text NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`opened_at` integer,
	`opened_by_id` integer,
	`check_in_closes_at` integer,
	`closes_at` integer NOT NULL,
	`closed_at` integer,
	`closed_by_id` integer,
	`is_held` integer DEFAULT false NOT NULL,
	`is_locked` integer DEFAULT false NOT NULL,
	`head_count` integer,
	`created_by_id` integer,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`slot_id`) REFERENCES `slots`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opened_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "class_sessions_order" CHECK("class_sessions"."ends_at" > "class_sessions"."starts_at"),
	CONSTRAINT "class_sessions_state_known" CHECK("class_sessions"."state" in ('scheduled', 'open', 'closed', 'cancelled'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `class_sessions_section_start` ON `class_sessions` (`section_id`,`starts_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `class_sessions_one_open` ON `class_sessions` (`section_id`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `class_sessions_day` ON `class_sessions` (`day`,`starts_at`);--> statement-breakpoint
CREATE INDEX `class_sessions_section_day` ON `class_sessions` (`section_id`,`day`);--> statement-breakpoint
CREATE INDEX `class_sessions_slot` ON `class_sessions` (`slot_id`);--> statement-breakpoint
CREATE INDEX `class_sessions_due` ON `class_sessions` (`closes_at`) WHERE state in ('scheduled', 'open');--> statement-breakpoint
CREATE INDEX `class_sessions_lock` ON `class_sessions` (`ends_at`) WHERE state = 'closed' and is_locked = 0;--> statement-breakpoint
CREATE INDEX `class_sessions_opened_by` ON `class_sessions` (`opened_by_id`);--> statement-breakpoint
CREATE INDEX `class_sessions_closed_by` ON `class_sessions` (`closed_by_id`);--> statement-breakpoint
CREATE INDEX `class_sessions_created_by` ON `class_sessions` (`created_by_id`);--> statement-breakpoint
CREATE TABLE `closures` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `closures_days` ON `closures` (`from_day`,`until_day`);--> statement-breakpoint
CREATE TABLE `corrections` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`class_session_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`wanted_status` text,
	`reason` text NOT NULL,
	`claim_id` text,
	`requested_by_id` integer,
	`requested_at` integer NOT NULL,
	`state` text NOT NULL,
	`decided_by_id` integer,
	`decided_at` integer,
	`decision_reason` text,
	FOREIGN KEY (`class_session_id`) REFERENCES `class_sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claim_id`) REFERENCES `claims`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requested_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `corrections_state` ON `corrections` (`state`,`requested_at`);--> statement-breakpoint
CREATE INDEX `corrections_class_session` ON `corrections` (`class_session_id`,`student_id`);--> statement-breakpoint
CREATE INDEX `corrections_student` ON `corrections` (`student_id`,`requested_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `corrections_claim` ON `corrections` (`claim_id`) WHERE claim_id is not null;--> statement-breakpoint
CREATE INDEX `corrections_requested_by` ON `corrections` (`requested_by_id`);--> statement-breakpoint
CREATE INDEX `corrections_decided_by` ON `corrections` (`decided_by_id`);--> statement-breakpoint
CREATE TABLE `courses` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`department_id` integer NOT NULL,
	`code` text NOT NULL,
	`title` text NOT NULL,
	`archived_at` integer,
	FOREIGN KEY (`department_id`) REFERENCES `departments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `courses_code` ON `courses` (`code`);--> statement-breakpoint
CREATE INDEX `courses_department` ON `courses` (`department_id`);--> statement-breakpoint
CREATE TABLE `departments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `departments_name` ON `departments` (lower("name"));--> statement-breakpoint
CREATE TABLE `device_sightings` (
	`device_id` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`device_id`, `seen_at`)
);
--> statement-breakpoint
CREATE INDEX `device_sightings_age` ON `device_sightings` (`seen_at`);--> statement-breakpoint
CREATE TABLE `devices` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`public_key` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `devices_user` ON `devices` (`user_id`);--> statement-breakpoint
CREATE TABLE `enrolments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`section_id` integer NOT NULL,
	`student_id` integer NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enrolments_range" CHECK("enrolments"."until_day" is null or "enrolments"."until_day" >= "enrolments"."from_day")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_section_student_from` ON `enrolments` (`section_id`,`student_id`,`from_day`);--> statement-breakpoint
CREATE INDEX `enrolments_student` ON `enrolments` (`student_id`,`section_id`,`from_day`);--> statement-breakpoint
CREATE TABLE `job_leases` (
	`name` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `login_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`user_agent` text NOT NULL,
	`address` text NOT NULL,
	`device_id` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`device_id`) REFERENCES `devices`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `login_sessions_user` ON `login_sessions` (`user_id`,`last_seen_at`);--> statement-breakpoint
CREATE INDEX `login_sessions_device` ON `login_sessions` (`device_id`);--> statement-breakpoint
CREATE INDEX `login_sessions_expiry` ON `login_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`announcement_id` integer,
	`rule` text,
	`period` text,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`read_at` integer,
	`retracted_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`announcement_id`) REFERENCES `announcements`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `notifications_user` ON `notifications` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `notifications_announcement` ON `notifications` (`announcement_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_rule` ON `notifications` (`user_id`,`rule`,`period`) WHERE rule is not null;--> statement-breakpoint
CREATE TABLE `one_time_codes` (
	`hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` text PRIMARY KEY NOT NULL,
	`failures` integer NOT NULL,
	`resets_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_limits_expiry` ON `rate_limits` (`resets_at`);--> statement-breakpoint
CREATE TABLE `school` (
	`id` integer PRIMARY KEY NOT NULL,
	`settings` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `section_staff` (
	`section_id` integer NOT NULL,
	`user_id` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`section_id`, `user_id`),
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `section_staff_user` ON `section_staff` (`user_id`,`section_id`);--> statement-breakpoint
CREATE TABLE `sections` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`course_id` integer NOT NULL,
	`code` text NOT NULL,
	`archived_at` integer,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sections_course_code` ON `sections` (`course_id`,`code`);--> statement-breakpoint
CREATE TABLE `slots` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`section_id` integer NOT NULL,
	`term_id` integer NOT NULL,
	`weekday` integer NOT NULL,
	`start_time` text NOT NULL,
	`end_time` text NOT NULL,
	`room` text,
	`weeks` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_until` text NOT NULL,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`term_id`) REFERENCES `terms`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `slots_section` ON `slots` (`section_id`);--> statement-breakpoint
CREATE INDEX `slots_term` ON `slots` (`term_id`);--> statement-breakpoint
CREATE TABLE `student_tallies` (
	`student_id` integer NOT NULL,
	`section_id` integer NOT NULL,
	`present` integer DEFAULT 0 NOT NULL,
	`late` integer DEFAULT 0 NOT NULL,
	`absent` integer DEFAULT 0 NOT NULL,
	`excused` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`student_id`, `section_id`),
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`section_id`) REFERENCES `sections`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `student_tallies_section` ON `student_tallies` (`section_id`);--> statement-breakpoint
CREATE TABLE `terms` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`from_day` text NOT NULL,
	`until_day` text NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`state` text NOT NULL,
	`password_hash` text,
	`created_at` integer NOT NULL,
	`approved_at` integer,
	`approved_by_id` integer,
	CONSTRAINT "users_role_known" CHECK("users"."role" in ('admin', 'teacher', 'assistant', 'student')),
	CONSTRAINT "users_state_known" CHECK("users"."state" in ('pending', 'active', 'suspended'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE INDEX `users_state` ON `users` (`state`,`created_at`);--> statement-breakpoint
CREATE INDEX `users_role_name` ON `users` (`role`,`name`);