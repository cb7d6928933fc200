DROP INDEX `enrolments_section_days`;--> statement-breakpoint
CREATE INDEX `enrolments_section_days` ON `enrolments` (`section_id`,`student_id`,`from_day`,`until_day`);