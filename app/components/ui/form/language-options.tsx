/** The languages on offer as the choices of a field, each in its own words. */
import type { Language } from '#domain/words/language';

export type OfferedLanguage = { language: Language; name: string };

export function LanguageOptions({ languages }: { languages: readonly OfferedLanguage[] }) {
  return languages.map(({ language, name }) => (
    <option key={language} value={language} lang={language}>
      {name}
    </option>
  ));
}
