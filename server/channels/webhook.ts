/** The way out for messages to another system: one POST each, signed, that is answered with 2xx or tried again. */

/** `post` resolves when it was answered with 2xx, and rejects when it may be tried again. */
export type Webhook = { post: (url: string, body: string, headers: Record<string, string>) => Promise<void> };

export const WEBHOOK_TIMEOUT_MS = 10_000;

/** Posts from a platform that has no private network to be protected. */
export const webWebhook: Webhook = {
  async post(url, body, headers) {
    const signal = AbortSignal.timeout(WEBHOOK_TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
  },
};
