/** Who may not come in, and why. */
export default {
  suspended: 'This account is suspended. Ask your school’s administrator.',
  needed: 'Sign in to continue.',
  'no-access': 'Your account does not have access to this.',
  wrong: 'The email or password is wrong.',
  'other-role': 'Your account has another role now. Load the page again.',
  'too-many-watching': 'Too many people are watching at once. This page will try again by itself.',
  'open-too-often': 'You have this open in too many places. Close some of them.',
  'ended-already': 'This sign-in has already ended.',
  busy: 'A lot of people are signing in. Try again in a minute.',
  'email-missing': 'Enter your email address.',
  'email-too-long': 'This address is too long.',
  'email-invalid': 'Enter an email address such as name@school.org.',
  'password-missing': 'Enter your password.',
  'password-too-long': 'This password is too long.',
  'too-many-tries': 'Too many attempts. Wait {minutes, plural, one {a minute} other {# minutes}}, then try again.',
} as const;
