/** @param does what a package does with it, as in "Remix loads pages"
 *  @throws when the package does so in another way now: what is to be replaced is not in its code, or more than once */
export function replaced(code: string, said: string, instead: string, does: string): string {
  if (code.split(said).length !== 2) throw new Error(`${does} in another way now: "${said}" is not in it once.`);
  return code.replace(said, instead);
}
