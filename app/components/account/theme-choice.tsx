/** Light, dark, or as the system has it: applied at once, kept in this browser. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher } from '@remix-run/react';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useRef } from 'react';
import { showTheme, THEMES, type Theme } from '#app/components/shell/theme';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import * as paths from '#app/paths';

const LOOKS = {
  system: { label: msg`System`, icon: Monitor },
  light: { label: msg`Light`, icon: Sun },
  dark: { label: msg`Dark`, icon: Moon },
} as const;

const CHOICE = cx(
  'touch flex flex-1 items-center justify-center gap-2 rounded-lg border border-line bg-surface-raised px-3 py-2 text-sm font-medium',
  'hover:border-edge has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent',
  'has-focus-visible:outline-offset-2 forced-colors:has-checked:outline-2',
);

/** A group of three; without the page's script a button saves it. */
export function ThemeChoice({ theme }: { theme: Theme }) {
  const { i18n, t } = useLingui();
  const fetcher = useFetcher();
  const form = useRef<HTMLFormElement>(null);
  // Ahead of the answer, which only keeps it.
  const choose = (chosen: Theme) => {
    showTheme(chosen);
    fetcher.submit(form.current);
  };
  return (
    <Card title={t`Appearance`}>
      <fetcher.Form ref={form} method="post" action={paths.profile()}>
        <input type="hidden" name="act" value="theme" />
        <fieldset>
          <legend className="sr-only">
            <Trans>Colours, on this browser</Trans>
          </legend>
          <div className="flex flex-wrap gap-2">
            {THEMES.map((value) => {
              const { label, icon: Icon } = LOOKS[value];
              return (
                <label key={value} className={CHOICE}>
                  <input
                    type="radio"
                    name="theme"
                    value={value}
                    defaultChecked={value === theme}
                    onChange={() => choose(value)}
                    className="sr-only"
                  />
                  <Icon className="size-4 shrink-0" aria-hidden="true" />
                  {i18n._(label)}
                </label>
              );
            })}
          </div>
        </fieldset>
        <noscript>
          <button type="submit" className="touch mt-3 rounded-md border border-line-strong px-4 font-medium">
            <Trans>Save</Trans>
          </button>
        </noscript>
      </fetcher.Form>
    </Card>
  );
}
