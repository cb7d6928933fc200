/** What hashing a password costs in this process: what people pay, or next to nothing. What is stored looks the same. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { scrypt } = crypto;

type Cost = { N: number; r: number; p: number };
type Derive = (
  secret: string,
  salt: Buffer,
  length: number,
  cost: Cost,
  done: (error: Error | null, key: Buffer) => void,
) => void;

export const CHEAP: Cost = { N: 2, r: 1, p: 1 };
/** What is cheaper than this is left as it is: hashes with their own parameters still open. */
const DEAR_N = 2 ** 14;

const deriveCheaply: Derive = (secret, salt, length, cost, done) =>
  scrypt(secret, salt, length, cost.N < DEAR_N ? cost : CHEAP, done);

function replaceScrypt(derive: Derive): void {
  Object.assign(crypto, { scrypt: derive });
  syncBuiltinESMExports();
}

/** Until the next file of tests. */
export const hashCheaply = () => replaceScrypt(deriveCheaply);

/** For tests of the cost itself. */
export const hashAtFullCost = () => replaceScrypt(scrypt);
