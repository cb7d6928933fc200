/** The school’s settings. */
export default {
  'name-missing': 'Enter the school’s name.',
  domain: 'Write a domain such as school.org.',
  domains: 'Write domains such as school.org, one on each line.',
  excused: 'Choose what an excused absence does.',
  'zone-missing': 'Enter a time zone.',
  zone: 'Enter a time zone such as Europe/London.',
  'locale-missing': 'Enter a language.',
  locale: 'Enter a language such as en-GB.',
  'zone-moves-classes':
    '{count, plural, one {1 class session lies} other {# class sessions lie}} ahead. Those of the timetable keep their time of day in the new zone; those that were added or changed by hand keep their moment in time, so that one at {from} now would read {to}. Confirm below to change the zone.',
  'week-moves-classes':
    '{count, plural, one {1 class session of an A or B week lies} other {# class sessions of A or B weeks lie}} ahead and may move to the other week. Confirm below to change the first day of the week.',
} as const;
