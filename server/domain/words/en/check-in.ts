/** Checking in by code and by badge. */
export default {
  'six-digits': 'The code has six digits.',
  'tokens-or-code': 'Send either tokens or a typed code.',
  'too-many-tries': 'Too many attempts. Ask your teacher.',
  unknown: 'There is no such check-in.',
  'register-locked': 'This register is locked. Decide the correction instead.',
  'badge-after-close': 'Scanned while the register was open, delivered after it closed.',
  'badge-not-open': 'Badges are scanned while the register is open.',
} as const;
