/** The one-time code of a link: it stands in the fragment, which the server never sees. */
import { useEffect, useState } from 'react';

/** The code in the address once the page runs in a browser. It stays there for a reload, and is worthless once used. */
export function useLinkedCode(): string | undefined {
  const [code, setCode] = useState<string>();
  useEffect(() => setCode(window.location.hash.slice(1) || undefined), []);
  return code;
}
