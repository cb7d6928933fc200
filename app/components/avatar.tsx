/** A person's photo, or initials on a ground that stays the same for the same name. Decorative: the name stands beside it. */
import { initials } from '#domain/user';
import { cx } from './cx';

const GROUNDS = [
  'bg-accent-soft text-accent',
  'bg-present-soft text-present',
  'bg-excused-soft text-excused',
  'bg-waiting-soft text-waiting',
  'bg-late-soft text-late',
  'bg-unmarked-soft text-unmarked',
] as const;

const SIZES = { sm: 'size-8 text-xs', md: 'size-10 text-sm', lg: 'size-16 text-xl' } as const;

function groundOf(name: string): string {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return GROUNDS[sum % GROUNDS.length] as string;
}

export type AvatarProps = {
  name: string;
  size?: keyof typeof SIZES;
  /** Address of the photo (`photoPath`), where there is one that may be seen. */
  photo?: string | null;
};

/** The photo or the initials in a circle. */
export function Avatar({ name, size = 'md', photo }: AvatarProps) {
  if (photo) return <img src={photo} alt="" className={cx('shrink-0 rounded-full object-cover', SIZES[size])} />;
  return (
    <span
      aria-hidden="true"
      className={cx('grid shrink-0 select-none place-items-center rounded-full font-semibold', SIZES[size], groundOf(name))}
    >
      {initials(name)}
    </span>
  );
}
