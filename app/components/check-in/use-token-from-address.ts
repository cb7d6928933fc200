/** Takes the token out of `/c#token`, or the one that was kept when somebody had to sign in first. */
import { useEffect, useState } from 'react';
import { keepPendingScan, pendingScan } from '#app/offline/pending-scan';
import { tokenFromScan } from '#domain/check-in/rotating-code';

/** `reading` while the server renders and until the address has been read. */
export type TokenReading =
  | { step: 'reading' }
  | { step: 'none' /** The address held something that is not a token. */; isBroken: boolean }
  | { step: 'found'; tokens: string[] /** This browser will still have it after signing in. */; isKept: boolean };

/** Wipes the fragment, so that the token stays neither in the address bar nor in the history. Keeps what the router noted there. */
function takeFragment(): string {
  const { hash, pathname, search } = window.location;
  if (hash) window.history.replaceState(window.history.state, '', pathname + search);
  return hash.slice(1);
}

function read(): TokenReading {
  const now = Date.now();
  const fragment = takeFragment();
  const token = tokenFromScan(fragment);
  if (token) return { step: 'found', tokens: [token], isKept: keepPendingScan([token], now) };
  const kept = fragment ? null : pendingScan(now);
  return kept ? { step: 'found', tokens: kept.tokens, isKept: true } : { step: 'none', isBroken: fragment !== '' };
}

/** Reads once the page is alive, and again when another QR is opened in the same tab. */
export function useTokenFromAddress(): TokenReading {
  const [reading, setReading] = useState<TokenReading>({ step: 'reading' });
  useEffect(() => {
    const readAgain = () => setReading(read());
    readAgain();
    const onFragment = () => window.location.hash && readAgain();
    window.addEventListener('hashchange', onFragment);
    return () => window.removeEventListener('hashchange', onFragment);
  }, []);
  return reading;
}
