/** What a form says it wants. Its bounds are the handler's matter; its fields are judged by `submitForm`. */
import { data } from '@remix-run/server-runtime';

/** What an answer that saves nothing keeps of a form: everything that was typed. */
export function keepTyped(form: FormData) {
  const initialValue = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  return { status: undefined, initialValue: initialValue as Record<string, string> };
}

/** The one of `known` that a form names in `field`.
 *  @throws Response 400 for anything else: a page of another version, or not ours */
export function chosenIn<const Choice extends string>(form: FormData, field: string, known: readonly Choice[]): Choice {
  const value = form.get(field);
  const choice = known.find((one) => one === value);
  if (choice === undefined) throw data(null, 400);
  return choice;
}

/** What a form wants of a page that has several forms. @throws Response 400 */
export function intentOf<const Intent extends string>(form: FormData, known: readonly Intent[]): Intent {
  return chosenIn(form, 'intent', known);
}
