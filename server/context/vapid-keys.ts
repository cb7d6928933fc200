/** The keys that browsers know this server's pushes by (RFC 8292), where the deployment sets none. */
import { createECDH, hkdfSync } from 'node:crypto';
import { toBase64Url } from '#domain/encoding';

/** The order of P-256, and how many bytes make a number below it with no visible bias (FIPS 186-5, A.2.1). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SEED_BYTES = 48;

const toBytes = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');

/** From the deployment's secret, base64url. Whoever changes the secret makes every browser subscribe anew, which they do by themselves. */
export function deriveVapidKeys(secret: string): { publicKey: string; privateKey: string } {
  const seed = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), 'muster vapid v1', SEED_BYTES));
  const number = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(toBytes(number));
  return { publicKey: toBase64Url(pair.getPublicKey()), privateKey: toBase64Url(toBytes(number)) };
}
