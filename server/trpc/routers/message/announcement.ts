/** Procedures of announcements, for whoever writes them. */
import { AnnouncementPage, AnnouncementRef, EditAnnouncementInput, PublishInput, UnreadPage } from '#domain/message/announcement';
import { publishAnnouncement } from '#server/services/message/announcement';
import { editAnnouncement, withdrawAnnouncement } from '#server/services/message/announcement-change';
import { getAnnouncementFile } from '#server/services/message/announcement-file';
import { getAnnouncement, getProgress, listAnnouncements, listUnread } from '#server/services/message/announcement-list';
import { actorProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const announcementRouter = router({
  publish: staffProcedure.input(PublishInput).mutation(({ ctx, input }) => publishAnnouncement(ctx, input)),
  edit: staffProcedure.input(EditAnnouncementInput).mutation(({ ctx, input }) => editAnnouncement(ctx, input)),
  withdraw: staffProcedure.input(AnnouncementRef).mutation(({ ctx, input }) => withdrawAnnouncement(ctx, input)),
  list: staffProcedure.input(AnnouncementPage).query(({ ctx, input }) => listAnnouncements(ctx, input)),
  get: staffProcedure.input(AnnouncementRef).query(({ ctx, input }) => getAnnouncement(ctx, input)),
  file: actorProcedure.input(AnnouncementRef).query(({ ctx, input }) => getAnnouncementFile(ctx, input)),
  progress: staffProcedure.input(AnnouncementRef).query(({ ctx, input }) => getProgress(ctx, input)),
  unread: staffProcedure.input(UnreadPage).query(({ ctx, input }) => listUnread(ctx, input)),
});
