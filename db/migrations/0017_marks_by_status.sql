DROP INDEX `attendance_student`;--> statement-breakpoint
CREATE INDEX `attendance_student` ON `attendance` (`student_id`,`status`,`class_session_id`);