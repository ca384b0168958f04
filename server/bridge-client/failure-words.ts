import type { BridgeError } from '@/server/bridge-client/bridge-error';
import type { BridgeAddress } from '@/server/bridge-client/bridge-address';
import type { ExchangeFailure } from '@/server/bridge-client/exchange-failure';

type Cause = ExchangeFailure['cause'];

/** What happened and what to look at, in an operator's words. */
const words: Record<Cause, (at: string, failure: ExchangeFailure) => string> = {
  'time-out': (at, { stage }) =>
    ({
      'not-sent': `${at} does not take connections in time. Check the address, the port and firewalls on the way.`,
      sent: `${at} took the request and did not answer in time. Check whether the call bridge is overloaded or restarting.`,
      answering: `${at} began to answer and did not finish in time. Check the network and the call bridge's load.`,
    })[stage],
  'busy-line': (at) => `Too many requests to ${at} are waiting for an answer. It is slow; nothing was sent.`,
  'called-off': (at) => `The request to ${at} was called off before it was sent.`,
  'broken-off': (at, { stage }) =>
    stage === 'answering'
      ? `${at} broke off in the middle of its answer. Check whether the call bridge is restarting.`
      : `${at} closed the connection without an answer. Check whether the call bridge is restarting.`,
  'too-large': (at) => `${at} sent more than can be an answer of a call bridge. Check that the address is its Web Admin.`,
  'not-http': (at) => `${at} does not answer in HTTP. Check the port: it must be the Web Admin's.`,
  'unknown-host': (at) => `The host of ${at} is not known to DNS. Check the spelling, and the DNS server of this machine.`,
  refused: (at) => `${at} refuses connections. Check the port, and whether the Web Admin is running.`,
  unreachable: (at) => `There is no way to ${at} in the network. Check routes and firewalls.`,
  'certificate-mismatch': (at, { about }) =>
    `${at} shows another certificate than the one that was confirmed (now ${about}). If it was renewed on purpose, confirm the new one.`,
  'certificate-untrusted': (at) =>
    `The certificate of ${at} is not vouched for by the authority given. Paste the right authority, or confirm the fingerprint.`,
  'certificate-other-name': (at) =>
    `The certificate of ${at} is for another host name. Use the name in the certificate, or confirm its fingerprint.`,
  'certificate-expired': (at) => `The certificate of ${at} is out of date or not valid yet. Renew it, or check the clocks.`,
  'not-tls': (at) => `${at} does not speak TLS as expected. Check the port, and that the address begins with https://.`,
  'not-connected': (at, { about }) =>
    `The connection to ${at} could not be made${about ? ` (${about})` : ''}. Check the address and the network.`,
};

/** A request that brought no whole answer. */
export function unreachable(address: BridgeAddress, failure: ExchangeFailure): BridgeError {
  return {
    code: 'bridge-unreachable',
    detail: words[failure.cause](address.origin, failure),
    status: null,
    failureTag: null,
    mayHaveActed: failure.stage !== 'not-sent',
    ...(failure.cause === 'busy-line' && { notAsked: true }),
  };
}
