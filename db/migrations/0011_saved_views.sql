CREATE TABLE `saved_views` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	`page` text NOT NULL,
	`filter` text NOT NULL,
	`detail` text NOT NULL,
	`is_rolling` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "saved_views_page_known" CHECK("saved_views"."page" in ('attendance', 'students', 'registers', 'sessions'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_views_name` ON `saved_views` (`user_id`,lower("name"));