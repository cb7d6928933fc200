/** What is written in an announcement: title, text with a preview, how long it stays. Of the form of a new one and of an edit. */
import type { FieldMetadata } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Eye, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#app/components/ui/button';
import { CheckboxField, TextAreaField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { BODY_MAX, TITLE_MAX } from '#domain/message/announcement';
import { Markdown } from './markdown';

type Content = Record<'title' | 'body' | 'isPinned' | 'expiresAt', FieldMetadata<string>>;

/** The text, as it is typed or as it will be read. The field stays in the form while the preview is shown. */
function BodyField({ field }: { field: FieldMetadata<string> }) {
  const { t } = useLingui();
  const [text, setText] = useState(field.initialValue ?? '');
  const [isPreview, setPreview] = useState(false);
  return (
    <div>
      <div className={isPreview ? 'hidden' : undefined}>
        <TextAreaField
          {...fieldProps(field)}
          label={t`Message`}
          hint={t`*Italics*, **bold**, lists that begin with a dash, and links can be used.`}
          rows={8}
          maxLength={BODY_MAX}
          onChange={(event) => setText(event.target.value)}
          required
        />
      </div>
      {isPreview && (
        <section aria-label={t`Preview`} className="min-h-24 rounded-md border border-line bg-surface-sunken p-4">
          {text.trim() === '' ? (
            <p className="text-ink-muted">
              <Trans>Nothing to show yet.</Trans>
            </p>
          ) : (
            <Markdown text={text} />
          )}
        </section>
      )}
      <Button
        size="sm"
        variant="quiet"
        icon={isPreview ? PencilLine : Eye}
        onClick={() => setPreview(!isPreview)}
        className="mt-1.5 -ms-3 noscript:hidden"
      >
        {isPreview ? t`Keep writing` : t`Preview`}
      </Button>
    </div>
  );
}

export type AnnouncementFieldsProps = { fields: Content; today: string };

export function AnnouncementFields({ fields, today }: AnnouncementFieldsProps) {
  const { t } = useLingui();
  const { title, body, isPinned, expiresAt } = fields;
  return (
    <>
      <TextField {...fieldProps(title)} label={t`Title`} maxLength={TITLE_MAX} autoComplete="off" required />
      <BodyField field={body} />
      <CheckboxField
        id={isPinned.id}
        name={isPinned.name}
        defaultChecked={isPinned.initialValue === 'on'}
        label={t`Pin it`}
        hint={t`It stays on the first screen of everybody who gets it.`}
      />
      <TextField
        {...fieldProps(expiresAt)}
        label={t`Last day`}
        hint={t`After it, the announcement is gone from every inbox.`}
        type="date"
        min={today}
        className="max-w-60"
      />
    </>
  );
}
