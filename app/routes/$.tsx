/** Every address that is no page: the error screen inside the frame of whoever is signed in. */
import { data } from '@remix-run/server-runtime';

/** @throws Response 404, always */
export function loader() {
  throw data(null, 404);
}

/** Also for other methods: a form sent to nowhere is told so. @throws Response 404, always */
export function action() {
  loader();
}

export default function NoPage() {
  return null;
}
