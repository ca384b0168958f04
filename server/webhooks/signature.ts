import { createHmac } from 'node:crypto';

/**
 * The header by which a receiver knows that Usher sent this, and when: HMAC-SHA256 of `<seconds>.<body>` with the webhook's secret.
 * @param seconds since 1970
 */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
