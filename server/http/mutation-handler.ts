/** A mutation whose body has been read, to its answer: what the handler of all requests does with one, without building a request and
 *  a response around it. */
import type { Services } from '#server/context/context';
import { callMutation } from './api';
import { createReception } from './reception';
import type { Client, RequestHead } from './request-context';

/** A mutation as it was posted. */
export type PostedMutation = { head: RequestHead; name: string; text: string };

/** An answer in JSON; `headers` go by their names in lower case. */
export type JsonAnswer = { status: number; headers: Record<string, string | string[]>; text: string };

/** Never rejects. A refusal that comes before the procedure is a response. */
export type MutationHandler = (posted: PostedMutation, client: Client) => Promise<JsonAnswer | Response>;

/** As tRPC's adapter says for every answer. */
const VARY = 'trpc-accept, accept';

function inLowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Answers the mutations of one deployment. */
export function createMutationHandler(services: Services): MutationHandler {
  const reception = createReception(services);
  const fixed = { ...inLowerCase(reception.headers.api), 'content-type': 'application/json', vary: VARY };

  return async ({ head, name, text }, client) => {
    const visit = reception.begin(head, client);
    try {
      reception.refuseStrangers(visit);
      const { ctx, cookies } = await reception.openContext(visit);
      const answer = await callMutation(name, text, ctx);
      const headers = { ...fixed, 'x-request-id': visit.requestId, ...(cookies.length > 0 && { 'set-cookie': cookies }) };
      reception.end(visit, answer.status);
      return { ...answer, headers };
    } catch (error) {
      const response = reception.answerFailure(error, visit);
      response.headers.set('X-Request-Id', visit.requestId);
      reception.end(visit, response.status);
      return response;
    }
  };
}
