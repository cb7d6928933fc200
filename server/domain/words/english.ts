/** The server's own words, by noun. A text is found by `<noun>.<key>`; values stand in braces, plurals as ICU MessageFormat has them. */
import language from './en/language';

export const ENGLISH = { language } as const;

type Nouns = typeof ENGLISH;

/** Names one of the server's texts, such as `language.name`. */
export type WordsId = { [Noun in keyof Nouns]: `${Noun & string}.${keyof Nouns[Noun] & string}` }[keyof Nouns];
