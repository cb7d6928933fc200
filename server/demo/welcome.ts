/** What a person sees when the server has started: where it is, and how to get in. */
import * as paths from '#domain/paths';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#domain/school/demo';
import { issueSetUpCode } from '#server/auth/account/set-up';
import type { Services } from '#server/context/context';

function demoLines(): string[] {
  return [
    '',
    `This is the demo school. Every account's password is ${DEMO_PASSWORD}`,
    ...DEMO_ACCOUNTS.map(({ email }) => `  ${email}`),
  ];
}

/** The code stands in the fragment: it reaches no log on the way. */
async function setUpLines(services: Services): Promise<string[]> {
  const code = await issueSetUpCode(services);
  if (code === null) return [];
  return [
    '',
    'There is no administrator yet. Open this link once, within a day, to become one:',
    `  ${services.policy.baseUrl}${paths.setUp()}#${code}`,
  ];
}

/** The text to print. Where there is no administrator it holds a link for making the first, new at each start.
 *  @param listening host and port, for whoever configures a proxy in front
 *  @throws when the database cannot be read */
export async function welcome(services: Services, listening: string): Promise<string> {
  const { baseUrl, isDemo } = services.policy;
  const address = baseUrl.endsWith(`://${listening}`) ? baseUrl : `${baseUrl} (listening on ${listening})`;
  const lines = isDemo ? demoLines() : await setUpLines(services);
  return `${['', `Muster is ready at ${address}`, ...lines].join('\n')}\n\n`;
}

type Terminal = { input: NodeJS.ReadableStream & { isTTY?: boolean }; output: NodeJS.WritableStream };

/** Prints the welcome. On the terminal of a demo, Enter prints it again: by then the log has carried the logins away. */
export function greet(
  text: string,
  isDemo: boolean,
  { input, output }: Terminal = { input: process.stdin, output: process.stdout },
): void {
  output.write(text);
  if (!isDemo || !input.isTTY) return;
  output.write('Press Enter to see this again.\n\n');
  input.on('data', () => output.write(text));
}
