import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Sends a process one message and takes the next that it sends for the answer. Rejects if it ends instead. */
export async function askChild<Message extends object, Answer>(child: ChildProcess, message: Message): Promise<Answer> {
  const heard = new AbortController();
  const { signal } = heard;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error(`${child.spawnargs.slice(1).join(' ')} has ended`);
  });
  child.send(message);
  try {
    const [answer] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Answer];
    return answer;
  } finally {
    heard.abort();
  }
}
