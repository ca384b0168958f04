import type { Logger } from 'pino';
import type { Audit } from '@/server/audit/audit';
import { writeMadeCall, type MadeCall } from '@/server/moves/made-call';
import type { Pauses } from '@/server/moves/pauses';
import { usher } from '@/server/moves/usher-itself';

const tryAgainMs = 1_000;

/** What is done about calls that Usher makes: each has one record in the audit log. */
type CallDeed = 'make-call' | 'release-call' | 'delete-call';

/** Puts on record what becomes of the calls that Usher makes. */
export class CallRecord {
  constructor(
    private readonly parts: { readonly audit: Pick<Audit, 'write'>; readonly log: Logger },
    private readonly pauses: Pauses,
  ) {}

  /** Puts on record what is about to be asked for. Rejects if that failed: then it must not be. */
  intend(call: MadeCall): Promise<void> {
    return this.parts.audit.write((trx) => writeMadeCall(trx, call));
  }

  /** Puts on record what came of it, as often as it takes. @param result `ok`, or the code of what went wrong */
  done(call: MadeCall, action: CallDeed, result: string): Promise<void> {
    return this.#write(call, action, result);
  }

  /** Puts on record that a call is not there any more, without Usher's doing. */
  gone(call: MadeCall): Promise<void> {
    return this.#write(call, null, '');
  }

  async #write(call: MadeCall, action: CallDeed | null, result: string): Promise<void> {
    const { order, space, callBridge, call: id } = call;
    for (;;) {
      try {
        return await this.parts.audit.write(async (trx, append) => {
          await writeMadeCall(trx, call);
          if (action) await append({ caller: usher, action, result, details: { order, ...space, callBridge, call: id } });
        });
      } catch (error) {
        // What was intended is on record: if this run ends before the rest is, the next one finds out.
        if (this.pauses.stopped) return;
        this.parts.log.error({ err: error, order, call: id }, 'what became of a call could not be put on record; trying again');
        await this.pauses.take(tryAgainMs);
      }
    }
  }
}
