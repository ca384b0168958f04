/**
 * The client's network address as the server that owns the socket hands it to Next: the last entry of X-Forwarded-For. The server
 * drops what clients write there unless a trusted proxy stands in front, and Next then fills in the socket's own address; the
 * last entry is the one that the proxy next to us wrote.
 */
export function clientAddress(forwardedFor: unknown): string | null {
  const text: unknown = Array.isArray(forwardedFor) ? forwardedFor.at(-1) : forwardedFor;
  if (typeof text !== 'string') return null;
  return text.split(',').at(-1)?.trim() || null;
}
