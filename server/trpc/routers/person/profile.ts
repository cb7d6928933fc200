/** One's own details, photo and password. */
import { z } from 'zod';
import { ProveByPasswordInput } from '#domain/person/identity-check';
import { PhotoInput, ProfileInput } from '#domain/person/profile';
import { ChangePasswordInput, UserId } from '#domain/person/user';
import { isProved, proveByPassword } from '#server/auth/account/identity-check';
import { changePassword } from '#server/auth/account/password-change';
import { ownViews } from '#server/services/person/involvement';
import { withdrawName } from '#server/services/person/name-request';
import { exportOwnData } from '#server/services/person/own-data';
import { editProfile, getPhoto, removePhoto, setPhoto } from '#server/services/person/profile';
import { actorProcedure, router } from '#server/trpc/trpc';

export const profileRouter = router({
  edit: actorProcedure.input(ProfileInput).mutation(({ ctx, input }) => editProfile(ctx, input)),
  changePassword: actorProcedure.input(ChangePasswordInput).mutation(({ ctx, input }) => changePassword(ctx, input)),
  withdrawName: actorProcedure.mutation(({ ctx }) => withdrawName(ctx)),
  /** Whether the actor has proved lately who they are, as some changes ask. */
  isProved: actorProcedure.query(({ ctx }) => isProved(ctx)),
  prove: actorProcedure.input(ProveByPasswordInput).mutation(({ ctx, input }) => proveByPassword(ctx, input)),
  /** The views the actor has: their role's, and those of what else they do. */
  views: actorProcedure.query(({ ctx }) => ownViews(ctx)),
  setPhoto: actorProcedure.input(PhotoInput).mutation(({ ctx, input }) => setPhoto(ctx, input)),
  removePhoto: actorProcedure.mutation(({ ctx }) => removePhoto(ctx)),
  export: actorProcedure.query(({ ctx }) => exportOwnData(ctx)),
  photo: actorProcedure.input(z.object({ userId: UserId })).query(({ ctx, input }) => getPhoto(ctx, input)),
});
