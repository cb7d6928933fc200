/**
 * Webhooks from a Node server, which stands in a school's network: they go to public addresses only, so that whoever may type an address
 * cannot reach what is inside. The address is checked as it is connected to, so a name that changes its mind changes nothing.
 */
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { WEBHOOK_TIMEOUT_MS, type Webhook } from './webhook';

/** Networks that are not the public one (RFC 6890): this machine, private, link-local, shared, multicast and reserved. */
const PRIVATE = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...['::/127', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7'],
  ...['fe80::/10', 'ff00::/8'],
];

function blockList(): BlockList {
  const list = new BlockList();
  for (const network of PRIVATE) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

const BLOCKED = blockList();

/** Whether an IP address is of the public network. Never throws. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && !BLOCKED.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Looks a name up as Node does, and refuses when any of its addresses is private. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return done(error ?? new Error('The name has no address.'), '', 0);
    if (!addresses.every(({ address }) => isPublicAddress(address)))
      return done(new Error('The webhook’s address is private.'), '', 0);
    if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

function send(url: URL, body: string, options: https.RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'http:' ? http : https;
    const sent = request(url, { ...options, method: 'POST', signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS) }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end(body);
  });
}

/** @param insideHosts hosts, with their ports, that the operator lets it reach inside the network */
export function nodeWebhook(insideHosts: readonly string[]): Webhook {
  return {
    async post(address, body, headers) {
      const url = new URL(address);
      const isInside = insideHosts.includes(url.host);
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      // An address that is no name is connected to without being looked up.
      if (!isInside && isIP(literal) !== 0 && !isPublicAddress(literal)) throw new Error('The webhook’s address is private.');
      const length = { 'Content-Length': String(Buffer.byteLength(body)) };
      const status = await send(url, body, { headers: { ...headers, ...length }, ...(isInside ? {} : { lookup: publicLookup }) });
      if (status < 200 || status > 299) throw new Error(`The webhook answered ${status}.`);
    },
  };
}
