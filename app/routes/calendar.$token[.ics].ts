/** `/calendar/:token.ics`: somebody's timetable for their calendar app, which signs in nowhere and knows the secret address only. */
import { msg } from '@lingui/core/macro';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';

/** A quarter of an hour: calendar apps look far more seldom. */
const MAX_AGE_S = 15 * 60;
/** Longer than any token. */
const MAX_TOKEN = 100;
const PLAIN = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const feed = await api.calendarFeed.read({ token: (args.params.token ?? '').slice(0, MAX_TOKEN) });
    if (!feed) return new Response(wordsFor(args)._(msg`There is no such calendar.`), { status: 404, headers: PLAIN });
    const { body, etag } = feed;
    const headers = { ETag: etag, 'Cache-Control': `private, max-age=${MAX_AGE_S}` };
    const isKnown = args.request.headers.get('If-None-Match')?.split(/,\s*/).includes(etag);
    if (isKnown) return new Response(null, { status: 304, headers });
    return new Response(body, {
      headers: {
        ...headers,
        'Content-Type': 'text/calendar; charset=utf-8',
        'Content-Disposition': 'inline; filename="muster.ics"',
      },
    });
  });
}
