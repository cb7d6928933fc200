/** What the parts of one register's screen share: its store, the clock, and the ways to change things. Made once per register. */

import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Person } from '#app/components/shell/shell';
import { createServerClock, type ServerClock } from '#app/components/ui/time/server-clock';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import type { ReasonCode } from '#domain/correction/reason-code';
import { sourceOfStaff } from '#domain/register/attendance';
import type { Register } from '#domain/register/register';
import { createMarking, type Marking } from './marking';
import type { Marker } from './register-state';
import { createRegisterStore, type RegisterStore } from './register-store';

export type RegisterParts = {
  store: RegisterStore;
  clock: ServerClock;
  marker: Marker;
  marking: Marking;
  /** The reader, who never marks themselves. */
  ownId: number;
  /** The school's reasons for marks. */
  reasonCodes: readonly ReasonCode[];
};

const RegisterContext = createContext<RegisterParts | null>(null);

type Given = { register: Register; reasonCodes: readonly ReasonCode[]; actor: Person };

function makeParts({ i18n, byName }: Format, { register, reasonCodes, actor }: Given): RegisterParts {
  const store = createRegisterStore(register, byName);
  const clock = createServerClock(register.classSession.serverNow);
  const marker = { name: actor.name, source: sourceOfStaff(actor.role) };
  const ownId = actor.id;
  return { store, clock, marker, marking: createMarking(i18n, { store, clock, marker, ownId }), ownId, reasonCodes };
}

export type RegisterProviderProps = Given & { children: ReactNode };

/** Gives its children the parts. What it is given is what it begins with; give it a key per class session. */
export function RegisterProvider({ children, ...given }: RegisterProviderProps) {
  const format = useFormat();
  const [parts] = useState(() => makeParts(format, given));
  return <RegisterContext.Provider value={parts}>{children}</RegisterContext.Provider>;
}

/** The parts of the register this component is in.
 *  @throws Error outside a `RegisterProvider` */
export function useRegister(): RegisterParts {
  const parts = useContext(RegisterContext);
  if (!parts) throw new Error('There is no register around this component.');
  return parts;
}
