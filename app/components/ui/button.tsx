/** Buttons, and links that look like them. A button acts, a link goes somewhere: the element says which. */
import { Link, type LinkProps } from '@remix-run/react';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ComponentPropsWithoutRef, MouseEvent, ReactNode } from 'react';
import { cx } from './cx';

const VARIANTS = {
  primary: 'bg-accent text-accent-ink shadow-raised hover:bg-accent-strong',
  secondary: 'border border-line-strong bg-surface-raised text-ink shadow-raised hover:bg-surface-sunken',
  quiet: 'text-ink hover:bg-surface-sunken',
  danger: 'bg-absent text-status-ink shadow-raised hover:brightness-90',
} as const;

/** Small controls grow to thumb size on touch screens. */
const SIZES = {
  sm: 'min-h-9 gap-1.5 rounded-md px-3 text-sm pointer-coarse:min-h-11',
  md: 'min-h-11 gap-2 rounded-md px-4 text-base',
  lg: 'min-h-14 gap-2.5 rounded-lg px-6 text-lg',
} as const;

type Looks = {
  /** `primary` once a screen. */
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  icon?: LucideIcon;
  isWide?: boolean;
};

function looks({ variant = 'secondary', size = 'md', isWide }: Looks, className?: string): string {
  return cx(
    'inline-flex select-none items-center justify-center text-center font-medium transition-colors duration-100',
    'disabled:opacity-50 aria-disabled:opacity-60',
    VARIANTS[variant],
    SIZES[size],
    isWide && 'w-full',
    className,
  );
}

function Face({ icon: Icon, isPending, children }: { icon?: LucideIcon; isPending?: boolean; children: ReactNode }) {
  const Shown = isPending ? LoaderCircle : Icon;
  return (
    <>
      {Shown && <Shown className={cx('size-[1.15em] shrink-0', isPending && 'animate-spin')} aria-hidden="true" />}
      {children}
    </>
  );
}

export type ButtonProps = Looks &
  ComponentPropsWithoutRef<'button'> & {
    /** Work is under way: the button stays focusable, spins, and does nothing more. */
    isPending?: boolean;
  };

/** A button; `type` is `button` unless said otherwise. While pending it keeps focus and swallows clicks. */
export function Button({ variant, size, icon, isWide, isPending, type = 'button', onClick, ...rest }: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => (isPending ? event.preventDefault() : onClick?.(event));
  return (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-disabled={isPending || undefined}
      className={looks({ variant, size, isWide }, rest.className)}
    >
      <Face icon={icon} isPending={isPending}>
        {rest.children}
      </Face>
    </button>
  );
}

export type ButtonLinkProps = Looks & LinkProps;

/** A link with a button's looks. */
export function ButtonLink({ variant, size, icon, isWide, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={looks({ variant, size, isWide }, className)}>
      <Face icon={icon}>{children}</Face>
    </Link>
  );
}

export type IconButtonProps = Omit<ButtonProps, 'icon' | 'children' | 'isWide'> & { icon: LucideIcon; label: string };

/** A square button with an icon; `label` is its name for readers and its tooltip. */
export function IconButton({ icon, label, variant = 'quiet', className, ...rest }: IconButtonProps) {
  return (
    <Button {...rest} variant={variant} icon={icon} title={label} className={cx('touch px-0', className)}>
      <span className="sr-only">{label}</span>
    </Button>
  );
}
