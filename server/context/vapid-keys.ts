/** The keys that browsers know this server's pushes by (RFC 8292), where the deployment sets none. */
import { hkdfSync } from 'node:crypto';
import { toBase64Url } from '#domain/encoding';

/** The order of P-256, and how many bytes make a number below it with no visible bias (FIPS 186-5, A.2.1). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SEED_BYTES = 48;

const toBytes = (number: bigint) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');

/** What stands before the bare number of a P-256 key in PKCS #8 (RFC 5958): reading it works out the public half, on Workers too. */
const BEFORE_KEY = Buffer.from('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420', 'hex');
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };

const bytesOf = (part: string | undefined) => Buffer.from(part ?? '', 'base64url');

/** From the deployment's secret, base64url. Whoever changes the secret makes every browser subscribe anew, which they do by themselves. */
export async function deriveVapidKeys(secret: string): Promise<{ publicKey: string; privateKey: string }> {
  const seed = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), 'muster vapid v1', SEED_BYTES));
  const number = toBytes((BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n);
  const key = await crypto.subtle.importKey('pkcs8', Buffer.concat([BEFORE_KEY, number]), CURVE, true, ['sign']);
  const { x, y } = await crypto.subtle.exportKey('jwk', key);
  const point = Buffer.concat([Buffer.from([4]), bytesOf(x), bytesOf(y)]);
  return { publicKey: toBase64Url(point), privateKey: toBase64Url(number) };
}
