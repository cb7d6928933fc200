/** Mails about accounts. */
export default {
  greeting: 'Hello {name},',
  copy: 'Or copy this address:',
  open: 'Open Muster',
  'choose-password': 'Choose a password',
  'choose-new-password': 'Choose a new password',
  'confirm-address': 'Confirm the address',
  'not-you':
    'If it was not you, choose a new password at once with “Forgotten password” on the sign-in page, and tell your school.',
  'not-you-passkeys':
    'If it was not you, choose a new password at once with “Forgotten password” on the sign-in page, and tell your school. A new password chosen that way removes every passkey.',
  'invite-subject': 'Your account at {school}',
  'invite-who': '{school} uses Muster for attendance and has created an account for you.',
  'invite-open': 'Open this link within 14 days to choose your password. From then on you sign in with {email}.',
  'invite-unexpected': 'The link works once. If you did not expect this email, ask your school before you open it.',
  'reset-subject': 'A new password for {school}',
  'reset-open':
    'Somebody, probably you, asked for a new password for your account. Open this link within 30 minutes to choose one.',
  'reset-unexpected': 'The link works once. If it was not you, ignore it: your password stays as it is.',
  'confirm-subject': 'Confirm your address for {school}',
  'confirm-open':
    'Somebody, probably you, asked for an account at {school} with this address. Open this link within 7 days to confirm that the address is yours.',
  'confirm-then': 'After that, an administrator of your school has to approve your account.',
  'confirm-unexpected': 'The link works once. If you did not ask for an account, ignore this email and tell your school.',
  'password-changed-subject': 'Your password at {school} was changed',
  'password-changed':
    'The password of your account was changed a moment ago, and you were signed out on other browsers. If it was chosen with a link, your passkeys were removed as well.',
  'passkey-added-subject': 'A passkey was added to your account at {school}',
  'passkey-added': 'A passkey was added to your account a moment ago. Anyone who has it can sign in without your password.',
  'passkey-removed-subject': 'A passkey was removed from your account at {school}',
  'passkey-removed': 'A passkey of your account was removed a moment ago and can no longer be used to sign in.',
  'address-changed-subject': 'Your account at {school} has another address',
  'address-changed':
    'Your school changed the address of your account a moment ago. You can no longer sign in with this address, and emails about the account go to the new one.',
  'address-changed-unexpected':
    'If you did not expect this, tell your school at once: anyone who reads mail at the other address could use your account.',
} as const;
