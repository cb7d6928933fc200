/** The last who checked in, with face and name: seen under the code without looking for their rows. Readers hear them elsewhere. */
import { Trans } from '@lingui/react/macro';
import { useRegister } from '#app/components/register/model/register-context';
import { lastArrivals } from '#app/components/register/model/register-state';
import { useRegisterState } from '#app/components/register/model/register-store';
import { Avatar } from '#app/components/ui/avatar';
import { cx } from '#app/components/ui/cx';
import { StatusChip } from '#app/components/ui/status-chip';

const SHOWN = 5;

/** Below everything else of its panel, so that nothing moves when somebody comes. */
export function JustIn({ isLarge = false, className }: { isLarge?: boolean; className?: string }) {
  const { store } = useRegister();
  const last = lastArrivals(useRegisterState(store), SHOWN);
  if (last.length === 0) return null;
  return (
    <div className={className}>
      <h3 className={cx('font-medium text-ink-muted', isLarge ? 'text-[clamp(1rem,2.4vmin,1.75rem)]' : 'text-sm')}>
        <Trans>Just in</Trans>
      </h3>
      <ul className="mt-1.5 grid gap-1.5">
        {last.map(({ studentId, name, photoAt, status }) => (
          <li key={studentId} className="flex animate-rise items-center gap-2.5">
            <Avatar name={name} userId={studentId} photoAt={photoAt} size="sm" />
            <span className={cx('min-w-0 flex-1 truncate font-medium', isLarge && 'text-[clamp(1rem,3vmin,2rem)]')}>{name}</span>
            <StatusChip status={status} size="compact" />
          </li>
        ))}
      </ul>
    </div>
  );
}
