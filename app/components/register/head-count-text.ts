/** The head count against the register, in words. Pure. */

/** How many were counted compared with how many are present or late. Never throws. */
export function headCountText(headCount: number | null, checkedIn: number): string {
  if (headCount === null) return `${checkedIn} marked present or late.`;
  const difference = headCount - checkedIn;
  if (difference === 0) return 'The same as marked.';
  if (difference < 0) return `${-difference} fewer than marked.`;
  return `${difference} more than marked.`;
}
