/** One figure with its name and what it rests on, as a way to the class sessions behind it. */
import { Link } from '@remix-run/react';

export type FigureTileProps = { label: string; value: string; detail?: string | undefined; to: string };

/** A tile. */
export function FigureTile({ label, value, detail, to }: FigureTileProps) {
  return (
    <Link
      to={to}
      className="block break-inside-avoid rounded-xl border border-line bg-surface-raised px-4 py-3.5 shadow-raised transition-colors hover:border-edge sm:px-5"
    >
      <span className="figures block text-2xl font-semibold">{value}</span>
      <span className="block text-sm font-medium">{label}</span>
      {detail && <span className="block text-sm text-ink-muted">{detail}</span>}
    </Link>
  );
}
