/** A button that downloads a file. Sent as a form and not followed as a link: it is an act, and asks first whether it is the person. */
import { Form } from '@remix-run/react';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';

export type DownloadFormProps = {
  action: string;
  /** Which backup; none for everything. */
  name?: string;
  /** What the button is called for readers, where its words say too little. */
  label?: string;
  isMain?: boolean;
  children: ReactNode;
};

export function DownloadForm({ action, name, label, isMain = false, children }: DownloadFormProps) {
  return (
    <Form method="post" action={action} reloadDocument>
      {name !== undefined && <input type="hidden" name="name" value={name} />}
      <Button
        type="submit"
        size={isMain ? 'md' : 'sm'}
        variant={isMain ? 'primary' : 'secondary'}
        icon={Download}
        aria-label={label}
      >
        {children}
      </Button>
    </Form>
  );
}
