/** On the sign-in page of the demo school: a login for each role, filled in with one tap. Without the page's script they can be typed. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { MouseEvent } from 'react';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#domain/school/demo';

/** Writes answers into the fields of the form that the pressed button is in. */
function fill({ currentTarget }: MouseEvent<HTMLButtonElement>, answers: Record<string, string>): void {
  for (const [name, answer] of Object.entries(answers)) {
    const control = currentTarget.form?.elements.namedItem(name);
    if (control instanceof HTMLInputElement) control.value = answer;
  }
}

/** Belongs inside the sign-in form. */
export function DemoLogins() {
  const { i18n, t } = useLingui();
  return (
    <Notice tone="info" title={t`This is a demo school`}>
      <p>
        <Trans>
          Every account’s password is <code className="font-mono whitespace-nowrap">{DEMO_PASSWORD}</code>. Tap a role to fill in
          its login:
        </Trans>
      </p>
      <ul className="mt-3 grid gap-2">
        {DEMO_ACCOUNTS.map(({ role, email }) => (
          <li key={email}>
            <Button
              size="sm"
              isWide
              className="justify-between! max-xs:flex-wrap max-xs:py-1.5"
              onClick={(event) => fill(event, { email, password: DEMO_PASSWORD })}
            >
              {i18n._(ROLE_WORDS[role])}
              <span className="text-xs font-normal text-ink-muted">{email}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
