/** Carries the content security policy's nonce from the server entry to the inline scripts of the root. */
import { createContext, useContext } from 'react';

const NonceContext = createContext<string | undefined>(undefined);

export const NonceProvider = NonceContext.Provider;

/** The nonce for inline scripts. Undefined in the browser, where it is neither needed nor readable. Never throws. */
export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
