/** Phones and browsers that sign check-ins. */
import { DeviceRegisterInput } from '#domain/device';
import { listOwnDevices, registerDevice } from '#server/services/device';
import { actorProcedure, router } from '../trpc';

export const deviceRouter = router({
  register: actorProcedure.input(DeviceRegisterInput).mutation(({ ctx, input }) => registerDevice(ctx, input)),
  mine: actorProcedure.query(({ ctx }) => listOwnDevices(ctx)),
});
