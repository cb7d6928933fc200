/** An authenticator in software: makes passkeys and signs with them as WebAuthn says, or in ways it forbids when a test asks for it. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

/** RFC 8949, as much as a key and an attestation need. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (!(value instanceof Map)) throw new Error('not needed here');
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  return value < 256 ? Buffer.from([(major << 5) | 24, value]) : Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}

/** RFC 9052: an ES256 public key. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coordinates = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')] as const;
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinates[0]],
      [-3, coordinates[1]],
    ]),
  );
}

/** Present, and verified by the device (a PIN or a finger). */
const USER_PRESENT = 0x05;
const HAS_CREDENTIAL = 0x40;

type Where = { origin?: string; host?: string };

/** One passkey, before it is known anywhere. Its counter goes up with each use. */
export function softAuthenticator({ origin = 'https://attendance.school.test', host = 'attendance.school.test' }: Where = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(16);
  const id = credentialId.toString('base64url');
  const credential = { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  let counter = 0;

  function authenticatorData(flags: number, count: number, more = Buffer.alloc(0)): Buffer {
    const counted = Buffer.alloc(5);
    counted[0] = flags;
    counted.writeUInt32BE(count, 1);
    return Buffer.concat([sha256(host), counted, more]);
  }

  const clientData = (type: string, challenge: string) => Buffer.from(JSON.stringify({ type, challenge, origin }));

  /** The answer to creation options. */
  function create({ challenge }: { challenge: string }) {
    const length = Buffer.from([0, credentialId.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)]);
    const authData = authenticatorData(USER_PRESENT | HAS_CREDENTIAL, counter, attested);
    const attestation = cbor(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    const response = {
      clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    };
    return { ...credential, response };
  }

  /** The answer to request options. `count` stands in for the counter, as a copied key's would. */
  function use(
    { challenge }: { challenge: string },
    { count = ++counter, userHandle }: { count?: number; userHandle?: string } = {},
  ) {
    const data = authenticatorData(USER_PRESENT, count);
    const client = clientData('webauthn.get', challenge);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
    const response = {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle,
    };
    return { ...credential, response };
  }

  return { id, create, use };
}
