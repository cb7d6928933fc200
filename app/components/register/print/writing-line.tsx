/** A line on paper to write on, and what belongs on it. */
export function WritingLine({ label, width }: { label: string; width: string }) {
  return <p className={`${width} border-t border-ink pt-1 text-sm`}>{label}</p>;
}
