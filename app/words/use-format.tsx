/** The reader's format for all screens, which the root gives: its data has the school's zone and the reader's locale, also offline. */
import { useLingui } from '@lingui/react';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type Format, formatOf, type Place } from './format';
import { i18nOf } from './i18n';
import { useWritten } from './written';

/** Of error screens that came before the school was known. */
const NOWHERE: Place = { zone: 'UTC', locale: 'en-GB' };

const FormatContext = createContext<Format>(formatOf(NOWHERE, i18nOf()));

/** Stays the same object until the school, the reader or the language is another. */
export function useFormat(): Format {
  return useContext(FormatContext);
}

export function FormatProvider({ zone, locale, children }: Place & { children: ReactNode }) {
  const { i18n } = useLingui();
  const written = useWritten(`${zone} ${locale} ${i18n.locale}`);
  const format = useMemo(() => formatOf({ zone, locale }, i18n, written), [zone, locale, i18n, written]);
  return <FormatContext.Provider value={format}>{children}</FormatContext.Provider>;
}
