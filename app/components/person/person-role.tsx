/** Giving somebody another role: first what would follow, then the change. Two forms of the page's action. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link } from '@remix-run/react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Notice } from '#app/components/ui/feedback/notice';
import { SelectField } from '#app/components/ui/form/field';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import { ROLES, type Role } from '#domain/person/user';

type Affected = { sectionId: number; courseTitle: string; courseCode: string; sectionCode: string; staffRole: string | null };

export type RolePreview = { from: Role; to: Role; ends: readonly Affected[]; changes: readonly Affected[] };

function Consequences({ from, ends, changes }: RolePreview) {
  const { t } = useLingui();
  if (ends.length === 0 && changes.length === 0)
    return (
      <p>
        <Trans>No class is affected. They sign in again afterwards.</Trans>
      </p>
    );
  return (
    <>
      <p>
        {ends.length > 0 && from === 'student' && `${t`These enrolments end today; marks made until then are kept.`} `}
        {ends.length > 0 && from !== 'student' && `${t`They are no longer staff of these classes.`} `}
        {changes.length > 0 && `${t`They stay staff of these classes, in the new role.`} `}
        <Trans>They sign in again afterwards.</Trans>
      </p>
      <ul className="mt-2 list-disc ps-5">
        {[...ends, ...changes].map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
          <li key={sectionId}>
            <Link to={paths.section(sectionId)} className="underline underline-offset-4">
              {`${courseTitle} (${courseCode} ${sectionCode})`}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

type RoleProps = {
  personId: number;
  role: Role;
  preview: RolePreview | null;
  /** Why the role asked for cannot be given. */
  errors: string[] | undefined;
};

/** The role, and what another one would change. */
export function PersonRole({ personId, role, preview, errors }: RoleProps) {
  const { i18n, t } = useLingui();
  return (
    <Card title={t`Role`}>
      <FormErrors errors={errors} />
      {preview ? (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="personId" value={personId} />
          <input type="hidden" name="from" value={preview.from} />
          <input type="hidden" name="role" value={preview.to} />
          <Notice tone="warning" title={t`From ${t(ROLE_WORDS[preview.from])} to ${t(ROLE_WORDS[preview.to])}`}>
            <Consequences {...preview} />
          </Notice>
          <div className="mt-4 flex flex-wrap gap-2">
            <Button type="submit" name="intent" value="role" variant="primary">
              <Trans>Change role</Trans>
            </Button>
            <ButtonLink to="." preventScrollReset>
              <Trans>Cancel</Trans>
            </ButtonLink>
          </div>
        </Form>
      ) : (
        <Form method="post" className="mt-1 flex flex-wrap items-end gap-3" preventScrollReset>
          <input type="hidden" name="personId" value={personId} />
          <SelectField label={t`Role`} name="role" defaultValue={role} required className="min-w-48 flex-1">
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {i18n._(ROLE_WORDS[one])}
              </option>
            ))}
          </SelectField>
          <Button type="submit" name="intent" value="preview">
            <Trans>Show what changes</Trans>
          </Button>
        </Form>
      )}
    </Card>
  );
}
