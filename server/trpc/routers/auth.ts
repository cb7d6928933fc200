/** Coming in and going out. Each sets or clears cookies on its response. */
import { SetUpInput, SignInInput, SignUpInput } from '#domain/user';
import { greetBrowser } from '#server/auth/known-device';
import { setUpFirstAdministrator } from '#server/auth/set-up';
import { signIn, signOut } from '#server/auth/sign-in';
import { signUp } from '#server/auth/sign-up';
import { loadSettings } from '#server/services/school';
import { publicProcedure, router } from '../trpc';

export const authRouter = router({
  greet: publicProcedure.query(({ ctx }) => greetBrowser(ctx)),
  signIn: publicProcedure.input(SignInInput).mutation(({ ctx, input }) => signIn(ctx, input)),
  signOut: publicProcedure.mutation(({ ctx }) => signOut(ctx)),
  signUp: publicProcedure
    .input(SignUpInput)
    .mutation(async ({ ctx, input }) => signUp(ctx, input, (await loadSettings(ctx)).emailDomains)),
  setUp: publicProcedure.input(SetUpInput).mutation(({ ctx, input }) => setUpFirstAdministrator(ctx, input)),
});
