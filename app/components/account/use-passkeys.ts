/** Whether the page can offer passkeys: known once it runs in a browser. */
import { useEffect, useState } from 'react';

/** False while the server renders, and on browsers that have none. */
export function usePasskeys(): boolean {
  const [isThere, setThere] = useState(false);
  useEffect(() => setThere(typeof window.PublicKeyCredential === 'function'), []);
  return isThere;
}
