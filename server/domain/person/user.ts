/** People and how they come in: roles, states, and the forms of signing up and in. */

import { z } from 'zod';
import { asciiAddress } from '#domain/address';
import { Ticked } from '#domain/ids';
import { OneTimeCode } from '#domain/one-time-code';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { FirstWeekday, Locale, SchoolName, Zone } from '#domain/school/settings';
import { nameSchema } from '#domain/text';
import type { Language } from '#domain/words/language';
import { says } from '#domain/words/says';

export const ROLES = ['admin', 'teacher', 'assistant', 'student'] as const;
export const Role = z.enum(ROLES);
export type Role = (typeof ROLES)[number];

export const USER_STATES = ['pending', 'active', 'suspended'] as const;
export type UserState = (typeof USER_STATES)[number];

/** Roles a person may ask for. An administrator is only ever made by an administrator, or at the one-time link. */
export const SIGN_UP_ROLES = ['student', 'teacher', 'assistant'] as const;

/** Who is calling, as the sign-in says. Jobs have no actor: what they write has `actor_id` null. */
export type Actor = {
  id: number;
  name: string;
  role: Role;
  state: UserState;
  /** How they like dates written; left out where they follow the school. */
  locale?: string;
  /** Language of the words they read; left out where they chose none. */
  language?: Language;
  /** When their photo was set, epoch ms; left out where there is none. */
  photoAt?: number;
};

/** Trimmed, lower-cased address with its domain in ASCII: the same person however it is typed. */
export const Email = z
  .string({ error: says('sign-in.email-missing') })
  .trim()
  .toLowerCase()
  .overwrite(asciiAddress)
  .max(254, says('sign-in.email-too-long'))
  .pipe(z.email({ error: says('sign-in.email-invalid') }));

/** NIST SP 800-63B: length is what counts; no composition rules. */
export const NewPassword = z
  .string({ error: says('account.password-choose') })
  .min(10, says('account.password-too-short'))
  .max(200, says('form.too-long', { max: 200 }));

export const PersonName = nameSchema({ most: 100, missing: says('account.name-missing') });

export const SignInInput = z.object({
  email: Email,
  password: z
    .string({ error: says('sign-in.password-missing') })
    .min(1, says('sign-in.password-missing'))
    .max(200, says('sign-in.password-too-long')),
});
export type SignInInput = z.infer<typeof SignInInput>;

export const SignUpInput = z.object({
  name: PersonName,
  email: Email,
  password: NewPassword,
  role: z.enum(SIGN_UP_ROLES, { error: says('account.choose-role') }),
});
export type SignUpInput = z.infer<typeof SignUpInput>;

/** The school and its first administrator, made with the code of the one-time link. */
export const SetUpInput = z.object({
  schoolName: SchoolName,
  /** Every day and time of the school is read in it, so it is asked for before the first class is planned. */
  zone: Zone,
  locale: Locale.default(DEFAULT_SETTINGS.locale),
  firstWeekday: FirstWeekday,
  code: z
    .string({ error: says('account.set-up-code-missing') })
    .trim()
    .min(1, says('account.set-up-code-missing'))
    .max(100),
  name: PersonName,
  email: Email,
  password: NewPassword,
});
export type SetUpInput = z.infer<typeof SetUpInput>;

/** Asking for a link to choose another password. */
export const ForgotPasswordInput = z.object({ email: Email });
export type ForgotPasswordInput = z.infer<typeof ForgotPasswordInput>;

/** Proving an address with the code of a link. */
export const ConfirmAddressInput = z.object({ code: OneTimeCode });
export type ConfirmAddressInput = z.infer<typeof ConfirmAddressInput>;

export const ResetPasswordInput = z.object({ code: OneTimeCode, password: NewPassword });
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

/** Looking at an invitation before it is accepted. */
export const InvitationInput = z.object({ code: OneTimeCode });
export type InvitationInput = z.infer<typeof InvitationInput>;

export const AcceptInvitationInput = z.object({ code: OneTimeCode, name: PersonName, password: NewPassword });
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;

export const ChangePasswordInput = z.object({
  current: z
    .string({ error: says('account.password-now-missing') })
    .min(1, says('account.password-now-missing'))
    .max(200, says('sign-in.password-too-long')),
  password: NewPassword,
  /** Whether the passkeys end as well. */
  endPasskeys: Ticked.optional(),
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

export const UserId = z.number().int().positive();

/** Approves or refuses pending accounts. */
export const ApprovalInput = z.object({ userIds: z.array(UserId).min(1).max(500), decision: z.enum(['approve', 'reject']) });
export type ApprovalInput = z.infer<typeof ApprovalInput>;

/** Allowed email domains by role; an empty list allows any. An administrator is not restricted. */
export type EmailDomains = Record<(typeof SIGN_UP_ROLES)[number], string[]>;

/** Whether `email` may hold `role`. Sub-domains are not included: a school lists what it means. Never throws. */
export function isAllowedDomain(email: string, role: Role, domains: EmailDomains): boolean {
  if (role === 'admin') return true;
  const allowed = domains[role];
  return allowed.length === 0 || allowed.includes(email.slice(email.lastIndexOf('@') + 1));
}

/** Up to two letters to stand for a person without a photo. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}

/** Somebody who waits for approval. Times are epoch ms; null for what has not happened. */
export type PendingPerson = {
  id: number;
  name: string;
  email: string;
  role: Role;
  createdAt: number;
  emailConfirmedAt: number | null;
  photoAt: number | null;
};

/** One of the actor's own sign-ins, as shown to them. `id` stands for the sign-in and opens nothing. */
export type OwnLoginSession = {
  id: string;
  isCurrent: boolean;
  userAgent: string;
  address: string;
  createdAt: number;
  lastSeenAt: number;
};

/** Domains as addresses end in them: `@school.org`. Never throws. */
export function addressEnds(domains: readonly string[]): string[] {
  return domains.map((domain) => `@${domain}`);
}
