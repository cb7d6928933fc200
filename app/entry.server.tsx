/**
 * Renders pages, on Node and on Workers, to a web stream.
 * Headers that every response carries are the handler's matter (`server/http/handler.ts`).
 */
import { I18nProvider } from '@lingui/react';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import type { AppLoadContext, DataFunctionArgs, EntryContext } from '@remix-run/server-runtime';
import { isbot } from 'isbot';
import { languageOf } from '#domain/words/language';
import { NonceProvider } from './components/shell/nonce';
import { renderToStream } from './render-to-stream.server';
import { addCatalogues } from './words/catalogues.server';
import { i18nOf } from './words/i18n';
import { WrittenProvider } from './words/written';

addCatalogues();

/** For the server, which sends what is said here. */
export { wordNotification } from './components/message/notification-said';

/** Deferred data of a page may take this long. */
export const streamTimeout = 5_000;

/** React gets this much longer than the data, so that it can still send what failed. */
const RENDER_TIMEOUT_MS = streamTimeout + 1_000;

/** A signal for one rendering: aborts with the request, or when rendering takes too long. `AbortSignal.timeout()` does not
 *  fit: React throws when it is aborted after the stream has ended, so the timer has to be stopped. */
function renderSignal(request: Request) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('Rendering took too long.')), RENDER_TIMEOUT_MS);
  request.signal.addEventListener('abort', () => controller.abort(), { once: true });
  return { signal: controller.signal, stop: () => clearTimeout(timer) };
}

export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { ctx, nonce }: AppLoadContext,
): Promise<Response> {
  let finalStatus = status;
  const { signal, stop } = renderSignal(request);
  const page = (
    <NonceProvider value={nonce}>
      <I18nProvider i18n={i18nOf(languageOf(ctx))}>
        <WrittenProvider value={new Map()}>
          <RemixServer context={remixContext} url={request.url} abortDelay={streamTimeout} nonce={nonce} />
        </WrittenProvider>
      </I18nProvider>
    </NonceProvider>
  );
  const { body, allReady } = await renderToStream(page, {
    signal,
    nonce,
    onError(error: unknown) {
      if (request.signal.aborted) return;
      finalStatus = 500;
      ctx.log('error', 'page.render-failed', { error });
    },
  });
  allReady.finally(stop).catch(() => undefined);
  if (isbot(request.headers.get('user-agent'))) await allReady;
  headers.set('Content-Type', 'text/html; charset=utf-8');
  return new Response(body, { status: finalStatus, headers });
}

/** Logs what a loader or action threw, unless the visitor left or it is an expected refusal (4xx). */
export function handleError(error: unknown, { request, context }: DataFunctionArgs): void {
  if (request.signal.aborted || (isRouteErrorResponse(error) && error.status < 500)) return;
  context.ctx.log('error', 'page.failed', { error });
}
