/** Coming in and going out. Each sets or clears cookies on its response. */
import { PasskeyAssertion } from '#domain/person/passkey';
import {
  AcceptInvitationInput,
  ConfirmAddressInput,
  ForgotPasswordInput,
  InvitationInput,
  ResetPasswordInput,
  SetUpInput,
  SignInInput,
  SignUpInput,
} from '#domain/person/user';
import { confirmAddress, resendConfirmation } from '#server/auth/account/address-confirmation';
import { acceptInvitation, lookAtInvitation } from '#server/auth/account/invitation';
import { requestPasswordReset, resetPassword } from '#server/auth/account/password-reset';
import { setUpFirstAdministrator } from '#server/auth/account/set-up';
import { signIn, signOut } from '#server/auth/account/sign-in';
import { signUp } from '#server/auth/account/sign-up';
import { greetBrowser } from '#server/auth/known-device';
import { signInWithPasskey } from '#server/auth/passkey/passkey-use';
import { isApproved } from '#server/auth/waiting';
import { loadSettings } from '#server/services/school/school';
import { publicProcedure, router } from '#server/trpc/trpc';

export const authRouter = router({
  greet: publicProcedure.query(({ ctx }) => greetBrowser(ctx)),
  /** Whether the account that this browser waits for has been approved. */
  isApproved: publicProcedure.query(({ ctx }) => isApproved(ctx)),
  signIn: publicProcedure.input(SignInInput).mutation(({ ctx, input }) => signIn(ctx, input)),
  signInWithPasskey: publicProcedure.input(PasskeyAssertion).mutation(({ ctx, input }) => signInWithPasskey(ctx, input)),
  signOut: publicProcedure.mutation(({ ctx }) => signOut(ctx)),
  signUp: publicProcedure
    .input(SignUpInput)
    .mutation(async ({ ctx, input }) => signUp(ctx, input, (await loadSettings(ctx)).emailDomains)),
  forgotPassword: publicProcedure.input(ForgotPasswordInput).mutation(({ ctx, input }) => requestPasswordReset(ctx, input)),
  confirmAddress: publicProcedure.input(ConfirmAddressInput).mutation(({ ctx, input }) => confirmAddress(ctx, input)),
  resendConfirmation: publicProcedure.input(ForgotPasswordInput).mutation(({ ctx, input }) => resendConfirmation(ctx, input)),
  resetPassword: publicProcedure.input(ResetPasswordInput).mutation(({ ctx, input }) => resetPassword(ctx, input)),
  // A mutation, so that the code is in a body and not in an address.
  lookAtInvitation: publicProcedure.input(InvitationInput).mutation(({ ctx, input }) => lookAtInvitation(ctx, input)),
  acceptInvitation: publicProcedure.input(AcceptInvitationInput).mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
  setUp: publicProcedure.input(SetUpInput).mutation(({ ctx, input }) => setUpFirstAdministrator(ctx, input)),
});
