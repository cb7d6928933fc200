/** One's own details, photo and password. */
import { z } from 'zod';
import { ProveByPasswordInput } from '#domain/identity-check';
import { PhotoInput, ProfileInput } from '#domain/profile';
import { ChangePasswordInput, UserId } from '#domain/user';
import { isProved, proveByPassword } from '#server/auth/identity-check';
import { changePassword } from '#server/auth/password-change';
import { withdrawName } from '#server/services/name-request';
import { exportOwnData } from '#server/services/own-data';
import { editProfile, getPhoto, removePhoto, setPhoto } from '#server/services/profile';
import { actorProcedure, router } from '../trpc';

export const profileRouter = router({
  edit: actorProcedure.input(ProfileInput).mutation(({ ctx, input }) => editProfile(ctx, input)),
  changePassword: actorProcedure.input(ChangePasswordInput).mutation(({ ctx, input }) => changePassword(ctx, input)),
  withdrawName: actorProcedure.mutation(({ ctx }) => withdrawName(ctx)),
  /** Whether the actor has proved lately who they are, as some changes ask. */
  isProved: actorProcedure.query(({ ctx }) => isProved(ctx)),
  prove: actorProcedure.input(ProveByPasswordInput).mutation(({ ctx, input }) => proveByPassword(ctx, input)),
  setPhoto: actorProcedure.input(PhotoInput).mutation(({ ctx, input }) => setPhoto(ctx, input)),
  removePhoto: actorProcedure.mutation(({ ctx }) => removePhoto(ctx)),
  export: actorProcedure.query(({ ctx }) => exportOwnData(ctx)),
  photo: actorProcedure.input(z.object({ userId: UserId })).query(({ ctx, input }) => getPhoto(ctx, input)),
});
