/** A person's photo over their initials, whose ground stays the same for the same name. Decorative: the name stands beside it. */
import type { SyntheticEvent } from 'react';
import * as paths from '#app/paths';
import { initials } from '#domain/person/user';
import { cx } from './cx';

const GROUNDS = [
  'bg-accent-soft text-accent',
  'bg-present-soft text-present',
  'bg-excused-soft text-excused',
  'bg-waiting-soft text-waiting',
  'bg-late-soft text-late',
  'bg-unmarked-soft text-unmarked',
] as const;

const SIZES = { sm: 'size-8 text-xs/8', md: 'size-10 text-sm/10', lg: 'size-16 text-xl/16' } as const;

function groundOf(name: string): string {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return GROUNDS[sum % GROUNDS.length] as string;
}

export type AvatarProps = {
  name: string;
  size?: keyof typeof SIZES;
  className?: string;
  /** Whose photo, and when it was set: without one, or where nobody knows of any, the initials stand alone. */
  userId: number | undefined;
  photoAt: number | null | undefined;
};

/** With no network, or where the photo may not be seen, the initials show. */
function hide({ currentTarget }: SyntheticEvent<HTMLImageElement>): void {
  currentTarget.hidden = true;
}

/** The photo or the initials in a circle. Photos are fetched as they come near the screen. */
export function Avatar({ name, size = 'md', className, userId, photoAt }: AvatarProps) {
  const photo = userId === undefined || !photoAt ? null : paths.photo(userId, photoAt);
  return (
    <span
      aria-hidden="true"
      className={cx(
        'block shrink-0 select-none rounded-full text-center font-semibold',
        photo && 'relative',
        SIZES[size],
        groundOf(name),
        className,
      )}
    >
      {initials(name)}
      {photo && (
        <img
          key={photo}
          src={photo}
          alt=""
          loading="lazy"
          decoding="async"
          onError={hide}
          className="absolute inset-0 size-full rounded-full bg-surface-raised object-cover"
        />
      )}
    </span>
  );
}
