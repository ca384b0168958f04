/**
 * What a read answers with, as JSON that is ready: the place in the stream that it stands at, and the rest as bytes that are kept
 * until it changes.
 */
export class ReadyJson {
  /** @param rest what follows the sequence: `"items":[...]}` */
  constructor(readonly sequence: string, readonly rest: Buffer) {}

  /** What comes before the rest. */
  get head(): string {
    return `{"sequence":"${this.sequence}",`;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return Buffer.concat([Buffer.from(this.head), this.rest]);
  }

  /** The same as plain values, for who does not send it on. */
  get value(): unknown {
    return JSON.parse(this.head + this.rest.toString());
  }
}
