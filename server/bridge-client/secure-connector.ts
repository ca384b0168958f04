import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import type { BridgeAddress } from '@/server/bridge-client/bridge-address';
import { readCertificate, type CertificateFacts, type Trust } from '@/server/bridge-client/trust';

export type Connector = buildConnector.connector;

/** The certificate is not the one that was confirmed. Thrown before a single byte of a request has left. */
export class CertificateMismatchError extends Error {
  override readonly name = 'CertificateMismatchError';
  readonly code = 'USHER_CERTIFICATE_MISMATCH';
  constructor(readonly presented: CertificateFacts) {
    super(`the bridge presents the certificate ${presented.fingerprint}`);
  }
}

export interface ConnectorOptions {
  readonly trust: Trust;
  readonly timeoutMs: number;
  /** Told of the certificate on every new connection, trusted or not. */
  readonly onCertificate?: (certificate: CertificateFacts) => void;
}

/**
 * Opens connections to a bridge and judges its certificate. Used for REST and events alike. Session resumption is off:
 * every connection shows its certificate anew.
 */
export function secureConnector({ trust, timeoutMs, onCertificate }: ConnectorOptions): Connector {
  const connect = buildConnector({
    timeout: timeoutMs,
    maxCachedSessions: 0,
    // A pinned certificate is usually one that signed itself; it is compared below, before anything is sent.
    ...(trust.kind === 'fingerprint' && { rejectUnauthorized: false }),
    ...(trust.kind === 'authority' && { ca: trust.value }),
  });
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      if (!(socket instanceof TLSSocket)) return callback(null, socket);
      const certificate = readCertificate(socket.getPeerCertificate().raw);
      onCertificate?.(certificate);
      if (trust.kind === 'fingerprint' && certificate.fingerprint !== trust.value) {
        socket.destroy();
        return callback(new CertificateMismatchError(certificate), null);
      }
      return callback(null, socket);
    });
}

/** One connection, for a WebSocket. Rejects with what the connector says; the caller owns the socket. */
export function connectOnce(connector: Connector, address: BridgeAddress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connector(
      {
        hostname: address.hostname,
        host: address.hostname,
        protocol: address.secure ? 'https:' : 'http:',
        port: String(address.port),
      },
      (error, socket) => (error ? reject(error) : resolve(socket)),
    );
  });
}
