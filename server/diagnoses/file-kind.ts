export type FileKind = 'gzip' | 'zip' | 'har' | 'log' | 'binary' | 'empty';

/** So much of a file tells what it is. */
export const headBytes = 4_096;

/** What a text is, or something packed, by how it begins: names lie. Texts that are not in UTF-8 are written anew before (`AsUtf8`). @param head its first bytes, up to {@link headBytes} */
export function kindOf(head: Buffer): FileKind {
  if (head.length === 0) return 'empty';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04')) || head.subarray(0, 4).equals(Buffer.from('PK\x05\x06'))) return 'zip';
  if (head.includes(0)) return 'binary';
  return /^\ufeff?\s*\{/.test(head.toString('utf8')) ? 'har' : 'log';
}
