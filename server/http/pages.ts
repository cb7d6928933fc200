/** Remix's build as a function. Only the composition roots import it: it holds the whole app. */

import * as build from 'virtual:remix/server-build';
import { createRequestHandler } from '@remix-run/server-runtime';
import type { WordNotification } from '#domain/message/said';
import type { PageRenderer } from './handler';

/** Renders pages and runs their loaders and actions. */
export const renderPage: PageRenderer = createRequestHandler(build, import.meta.env.MODE);

/** What a message says, for what is sent: the words are the app's. */
export const { wordNotification } = build.entry.module as typeof build.entry.module & { wordNotification: WordNotification };
