import http from 'node:http';
import type { Logger } from 'pino';

export interface Lease {
  end(): void;
}

const againMs = 1_000;

/** Holds a request open at `url` for as long as the emulator is needed; taken out anew if it breaks. */
export function holdLease(url: string, log: Logger): Lease {
  let ended = false;
  let request: http.ClientRequest;
  let again: NodeJS.Timeout | undefined;
  const renew = () => {
    if (!ended) again = setTimeout(take, againMs).unref();
  };
  const take = () => {
    request = http.get(url, { agent: false }, (response) => {
      response.resume();
      response.once('close', renew);
    });
    request.once('error', (error) => {
      if (ended) return;
      log.warn({ err: error }, 'the emulator does not answer');
      renew();
    });
  };
  take();
  return {
    end() {
      ended = true;
      clearTimeout(again);
      request.destroy();
    },
  };
}
