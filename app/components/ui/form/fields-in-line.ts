/** Fields beside each other of which some have a hint or an error: label stands by label, and control by control. Its caller says how many
 *  stand in a row. */
export const FIELDS_IN_LINE =
  'grid gap-4 sm:-mb-4 sm:gap-y-0 sm:*:mb-4 sm:*:row-span-4 sm:*:grid sm:*:grid-cols-1 sm:*:grid-rows-subgrid';
