/** Names the register's keys, and turns them off. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Dialog } from '#app/components/ui/dialog';
import { CheckboxField } from '#app/components/ui/form/field';
import { SHORTCUTS } from './shortcuts';

export type ShortcutsDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  areOn: boolean;
  onChange: (areOn: boolean) => void;
};

/** The keys in two columns. */
export function ShortcutsDialog({ isOpen, onClose, areOn, onChange }: ShortcutsDialogProps) {
  const { i18n, t } = useLingui();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t`Keyboard shortcuts`}>
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2.5 sm:grid-cols-[auto_1fr_auto_1fr]">
        {SHORTCUTS.map(({ key, text }) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="grid size-7 place-items-center rounded-sm border border-edge bg-surface-sunken font-mono text-sm font-semibold">
                {key}
              </kbd>
            </dt>
            <dd className="self-center text-sm">{i18n._(text)}</dd>
          </div>
        ))}
      </dl>
      <p className="mb-3 text-sm text-ink-muted">
        <Trans>Marks go to the student whose row has the focus. Left and right change the mark.</Trans>
      </p>
      <CheckboxField
        label={t`Use shortcuts on this device`}
        required
        checked={areOn}
        onChange={(event) => onChange(event.target.checked)}
      />
    </Dialog>
  );
}
