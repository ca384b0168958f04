import { Transform, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';

const encodings = [
  { name: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { name: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
] as const;

/** What a text that editors of Windows saved is written in, by the mark before it (Unicode, section 23.8); null where there is none: then it is UTF-8. */
export function wideEncodingOf(head: Buffer): string | null {
  return encodings.find(({ mark }) => head.subarray(0, mark.length).equals(mark))?.name ?? null;
}

/** Writes such a text anew in UTF-8, as it comes and without its mark. */
export class AsUtf8 extends Transform {
  readonly #decoder: TextDecoder;

  constructor(encoding: string) {
    super();
    this.#decoder = new TextDecoder(encoding);
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    done(null, this.#decoder.decode(chunk, { stream: true }));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#decoder.decode());
  }
}
