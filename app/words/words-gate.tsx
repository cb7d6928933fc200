/** Holds back the next page until its words are there; React keeps the page before on screen. */
import { useMatches } from '@remix-run/react';
import { Suspense, useState } from 'react';
import { pendingWords } from './pending';

/** Waits only when it is new: a page on screen is never taken away. */
function Wait() {
  const [pending] = useState(pendingWords);
  if (pending) throw pending;
  return null;
}

/** Stands beside the outlet, once. */
export function WordsGate() {
  const page = useMatches().at(-1)?.id;
  return (
    <Suspense fallback={null}>
      <Wait key={page} />
    </Suspense>
  );
}
