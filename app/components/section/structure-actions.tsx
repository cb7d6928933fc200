/** Putting a department, course or section away, bringing it back, or deleting it. A form of its own; its action is the page's. */
import { Trans } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Archive, ArchiveRestore, Trash2 } from 'lucide-react';
import { Button } from '#app/components/ui/button';

export type StructureNoun = 'department' | 'course' | 'section';

type ActionsProps = { noun: StructureNoun; id: number; label: string; isArchived: boolean };

/** @param label names the thing for readers */
export function StructureActions({ noun, id, label, isArchived }: ActionsProps) {
  const name = <span className="sr-only"> {label}</span>;
  return (
    <Form method="post" preventScrollReset className="flex flex-wrap gap-2">
      <input type="hidden" name={`${noun}Id`} value={id} />
      {isArchived ? (
        <Button type="submit" name="intent" value={`${noun}.restore`} size="sm" icon={ArchiveRestore}>
          <Trans>Restore{name}</Trans>
        </Button>
      ) : (
        <Button type="submit" name="intent" value={`${noun}.archive`} size="sm" icon={Archive}>
          <Trans>Archive{name}</Trans>
        </Button>
      )}
      <Button type="submit" name="intent" value={`${noun}.remove`} size="sm" icon={Trash2}>
        <Trans>Delete{name}</Trans>
      </Button>
    </Form>
  );
}
