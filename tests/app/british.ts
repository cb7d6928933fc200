/** The format of a reader in Britain, for tests of what words say. */
import { formatOf } from '#app/words/format';
import { i18nOf } from '#app/words/i18n';

export const BRITISH = formatOf({ zone: 'Europe/London', locale: 'en-GB' }, i18nOf('en'));
