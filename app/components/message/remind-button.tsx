/** Telling those missing that their class has begun, with one press. Needs a `RegisterProvider` around it, and the network. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { BellRing, MailPlus } from 'lucide-react';
import { useState } from 'react';
import { problemText } from '#app/components/register/model/marking';
import { useRegister } from '#app/components/register/model/register-context';
import { unmarkedIds } from '#app/components/register/model/register-state';
import { useClassSession, useRegisterState } from '#app/components/register/model/register-store';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import { useToast } from '#app/components/ui/feedback/toast';
import { mint } from '#app/offline/calls/queueable';
import * as paths from '#app/paths';
import { appCodeOf } from '#app/trpc/call';
import { loadApi } from '#app/trpc/load';

/** Sends it, and says who was told; a second one within minutes is asked about first. */
function useReminder() {
  const { i18n, t } = useLingui();
  const { store, clock } = useRegister();
  const { id: classSessionId } = useClassSession(store);
  const toast = useToast();
  const [isPending, setPending] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const send = async (isConfirmed: boolean) => {
    setPending(true);
    setAsking(false);
    try {
      const { recipients } = await (await loadApi()).reminder.send.mutate({
        ...mint(clock.offsetMs()),
        classSessionId,
        isConfirmed,
      });
      toast({ text: t`${plural(recipients, { 0: 'Nobody is missing.', one: '# student told.', other: '# students told.' })}` });
    } catch (error) {
      if (appCodeOf(error) === 'rate-limited') setAsking(true);
      else toast({ tone: 'danger', text: problemText(i18n, error) });
    } finally {
      setPending(false);
    }
  };
  return { send, isPending, isAsking, cancel: () => setAsking(false) };
}

/** Those missing at once, while the register is open and somebody is; and others on a page where they are chosen. */
export function RemindButton() {
  const { t } = useLingui();
  const { store } = useRegister();
  const { state, sectionId } = useClassSession(store);
  const isOpen = state === 'open';
  const missing = unmarkedIds(useRegisterState(store));
  const { send, isPending, isAsking, cancel } = useReminder();
  return (
    <>
      {isOpen && missing.length > 0 && (
        <Button size="sm" icon={BellRing} isPending={isPending} onClick={() => void send(false)}>
          <Trans>Remind those missing</Trans>
        </Button>
      )}
      <ButtonLink to={paths.remindStudents(sectionId, missing)} size="sm" icon={MailPlus}>
        <Trans>Remind students</Trans>
      </ButtonLink>
      <Dialog
        isOpen={isAsking}
        onClose={cancel}
        title={t`Remind them again?`}
        actions={
          <>
            <Button variant="primary" onClick={() => void send(true)}>
              <Trans>Send it again</Trans>
            </Button>
            <Button onClick={cancel}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        <p>
          <Trans>A reminder for this class was sent a few minutes ago.</Trans>
        </p>
      </Dialog>
    </>
  );
}
