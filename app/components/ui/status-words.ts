/** What the register says of a student, within a sentence and counted: texts of their own, because few languages make them of a chip's word. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Status } from '#domain/register/attendance';

type MarkOrNone = Status | 'unmarked';

const WITHIN: Record<MarkOrNone, MessageDescriptor> = {
  present: msg({ message: 'present', context: 'a mark within a sentence' }),
  late: msg({ message: 'late', context: 'a mark within a sentence' }),
  absent: msg({ message: 'absent', context: 'a mark within a sentence' }),
  excused: msg({ message: 'excused', context: 'a mark within a sentence' }),
  unmarked: msg({ message: 'unmarked', context: 'a mark within a sentence' }),
};

const COUNTED: Record<MarkOrNone, (count: number) => MessageDescriptor> = {
  present: (count) => msg`${plural(count, { one: '# present', other: '# present' })}`,
  late: (count) => msg`${plural(count, { one: '# late', other: '# late' })}`,
  absent: (count) => msg`${plural(count, { one: '# absent', other: '# absent' })}`,
  excused: (count) => msg`${plural(count, { one: '# excused', other: '# excused' })}`,
  unmarked: (count) => msg`${plural(count, { one: '# unmarked', other: '# unmarked' })}`,
};

/** "late", as it stands within a sentence; null is unmarked. Never throws. */
export function markText(i18n: I18n, status: MarkOrNone | null): string {
  return i18n._(WITHIN[status ?? 'unmarked']);
}

/** "18 present". Never throws. */
export function countedText(i18n: I18n, status: MarkOrNone, count: number): string {
  return i18n._(COUNTED[status](count));
}
