/** One's own details, photo and password. */
import { z } from 'zod';
import { PhotoInput, ProfileInput } from '#domain/profile';
import { ChangePasswordInput, UserId } from '#domain/user';
import { changePassword } from '#server/auth/password-change';
import { exportOwnData } from '#server/services/own-data';
import { editProfile, getPhoto, removePhoto, setPhoto } from '#server/services/profile';
import { actorProcedure, router } from '../trpc';

export const profileRouter = router({
  edit: actorProcedure.input(ProfileInput).mutation(({ ctx, input }) => editProfile(ctx, input)),
  changePassword: actorProcedure.input(ChangePasswordInput).mutation(({ ctx, input }) => changePassword(ctx, input)),
  setPhoto: actorProcedure.input(PhotoInput).mutation(({ ctx, input }) => setPhoto(ctx, input)),
  removePhoto: actorProcedure.mutation(({ ctx }) => removePhoto(ctx)),
  export: actorProcedure.query(({ ctx }) => exportOwnData(ctx)),
  photo: actorProcedure.input(z.object({ userId: UserId })).query(({ ctx, input }) => getPhoto(ctx, input)),
});
