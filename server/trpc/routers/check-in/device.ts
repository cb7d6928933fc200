/** Phones and browsers that sign check-ins. */
import { z } from 'zod';
import { DeviceRegisterInput, DeviceRenameInput } from '#domain/check-in/device';
import { deviceChallenge, registerDevice } from '#server/auth/device-registration';
import { listOwnDevices, renameDevice, revokeDevice } from '#server/services/check-in/device';
import { actorProcedure, router } from '#server/trpc/trpc';

export const deviceRouter = router({
  challenge: actorProcedure.query(({ ctx }) => ({ challenge: deviceChallenge(ctx) })),
  register: actorProcedure.input(DeviceRegisterInput).mutation(({ ctx, input }) => registerDevice(ctx, input)),
  rename: actorProcedure.input(DeviceRenameInput).mutation(({ ctx, input }) => renameDevice(ctx, input)),
  revoke: actorProcedure.input(z.object({ deviceId: z.uuid() })).mutation(({ ctx, input }) => revokeDevice(ctx, input)),
  mine: actorProcedure.query(({ ctx }) => listOwnDevices(ctx)),
});
