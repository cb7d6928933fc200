/** One's own passkeys, and what a browser needs to make or to use one. */
import { AddPasskeyInput, PasskeyAssertion, PasskeyId, RenamePasskeyInput } from '#domain/person/passkey';
import { addPasskey, listPasskeys, passkeyCreationOptions, removePasskey, renamePasskey } from '#server/auth/passkey/passkey';
import { passkeyProofOptions, passkeyRequestOptions, proveByPasskey } from '#server/auth/passkey/passkey-use';
import { actorProcedure, publicProcedure, router } from '#server/trpc/trpc';

export const passkeyRouter = router({
  mine: actorProcedure.query(({ ctx }) => listPasskeys(ctx)),
  // Mutations: each answer holds a challenge of its own, which nothing may keep.
  creationOptions: actorProcedure.mutation(({ ctx }) => passkeyCreationOptions(ctx)),
  requestOptions: publicProcedure.mutation(({ ctx }) => passkeyRequestOptions(ctx)),
  proofOptions: actorProcedure.mutation(({ ctx }) => passkeyProofOptions(ctx)),
  prove: actorProcedure.input(PasskeyAssertion).mutation(({ ctx, input }) => proveByPasskey(ctx, input)),
  add: actorProcedure.input(AddPasskeyInput).mutation(({ ctx, input }) => addPasskey(ctx, input)),
  rename: actorProcedure.input(RenamePasskeyInput).mutation(({ ctx, input }) => renamePasskey(ctx, input)),
  remove: actorProcedure.input(PasskeyId).mutation(({ ctx, input }) => removePasskey(ctx, input)),
});
