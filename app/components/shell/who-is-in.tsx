/** The person who is signed in, and their way out, as the sidebar and the menu on phones show them. */
import { useLingui } from '@lingui/react/macro';
import { SignOut } from '#app/components/pwa/sign-out';
import { Avatar } from '#app/components/ui/avatar';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import type { Person } from './shell';

/** Signs out. */
export function LeaveButton() {
  return <SignOut variant="quiet" size="sm" isWide className="justify-start! gap-3! text-ink-muted!" />;
}

/** Picture, name and role. */
export function WhoIsIn({ actor }: { actor: Person }) {
  const { i18n } = useLingui();
  return (
    <div className="flex items-center gap-3 px-3 py-2">
      <Avatar name={actor.name} userId={actor.id} photoAt={actor.photoAt} />
      <div className="min-w-0">
        <p className="truncate text-sm font-medium">{actor.name}</p>
        <p className="text-xs text-ink-muted">{i18n._(ROLE_WORDS[actor.role])}</p>
      </div>
    </div>
  );
}
