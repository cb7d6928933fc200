/** What the search over everything offers: people and classes that were found, and the places and actions of a role. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { CalendarPlus, FileUp, Inbox, type LucideIcon, Megaphone, Plus, School, UserPlus } from 'lucide-react';
import { placesOf } from '#app/components/shell/navigation';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';
import type { Found, FoundPerson, FoundSection } from '#domain/school/find';
import { searchForm } from '#domain/text';

export type PaletteItem = {
  /** Unique in the list, and an id of the document. */
  id: string;
  title: string;
  detail?: string;
  to: string;
  /** A person has a picture in its place. */
  icon?: LucideIcon;
  person?: FoundPerson;
};

export type PaletteGroup = { id: string; title: string; items: readonly PaletteItem[] };

type Named = { to: string; label: MessageDescriptor; icon: LucideIcon };

const OF_ADMINISTRATORS: readonly Named[] = [
  { to: paths.newPerson(), label: msg`Add a person`, icon: UserPlus },
  { to: paths.sections({ open: 'section' }), label: msg`Add a section`, icon: Plus },
  { to: paths.newSlot(), label: msg`Add to timetable`, icon: CalendarPlus },
  { to: paths.newAnnouncement('admin'), label: msg`Write an announcement`, icon: Megaphone },
  { to: paths.imports(), label: msg`Import a file`, icon: FileUp },
];

const OF_TEACHERS: readonly Named[] = [
  { to: paths.newClassSession(), label: msg`Add a class session`, icon: CalendarPlus },
  { to: paths.newAnnouncement('teacher'), label: msg`Write an announcement`, icon: Megaphone },
];

const FURTHER_PLACES: readonly Named[] = [{ to: paths.inbox(), label: msg`Inbox`, icon: Inbox }];

const NOTHING_WAITS = { corrections: 0, leaves: 0, alerts: 0 };

/** Every word that is typed begins a word of the title. */
function isLike(title: string, search: string): boolean {
  const words = searchForm(title).split(/\s+/);
  return searchForm(search)
    .split(/\s+/)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}

function named(i18n: I18n, kind: string, all: readonly Named[], search: string): PaletteItem[] {
  return all
    .map(({ to, label, icon }, index) => ({ id: `${kind}-${index}`, title: i18n._(label), to, icon }))
    .filter(({ title }) => isLike(title, search));
}

function personItem(i18n: I18n, person: FoundPerson): PaletteItem {
  const { id, name, email, role, sectionId } = person;
  const to = sectionId === null ? paths.person(id) : paths.classSessionsBehind(sectionId, { studentId: id });
  return { id: `person-${id}`, title: name, detail: `${i18n._(ROLE_WORDS[role])} · ${email}`, to, person };
}

function sectionItem(role: Role, { id, courseTitle, courseCode, sectionCode }: FoundSection): PaletteItem {
  const to = role === 'admin' ? paths.section(id) : paths.classOverview(id);
  return {
    id: `section-${id}`,
    title: `${courseTitle} ${sectionCode}`,
    detail: `${courseCode} ${sectionCode}`,
    to,
    icon: School,
  };
}

/** The groups that have something in them.
 *  @param search what is typed; empty offers every place and action */
export function paletteGroups(i18n: I18n, { role, search, found }: { role: Role; search: string; found: Found }): PaletteGroup[] {
  const places = [...placesOf(role, NOTHING_WAITS), ...FURTHER_PLACES];
  const actions = role === 'admin' ? OF_ADMINISTRATORS : OF_TEACHERS;
  const typed = search.trim();
  return [
    { id: 'people', title: i18n._(msg`People`), items: found.people.map((person) => personItem(i18n, person)) },
    { id: 'classes', title: i18n._(msg`Classes`), items: found.sections.map((section) => sectionItem(role, section)) },
    { id: 'places', title: i18n._(msg`Pages`), items: named(i18n, 'place', places, typed) },
    { id: 'actions', title: i18n._(msg`Actions`), items: named(i18n, 'action', actions, typed) },
  ].filter(({ items }) => items.length > 0);
}
