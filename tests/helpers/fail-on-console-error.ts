/** Set-up of the server suites: what the code prints as an error fails the test during which it does. */
import { afterEach, expect, vi } from 'vitest';

const printed = vi.spyOn(console, 'error');

afterEach(() => {
  const messages = printed.mock.calls.map((call) => call.map(String).join(' '));
  printed.mockClear();
  expect(messages, 'unexpected console.error').toEqual([]);
});
