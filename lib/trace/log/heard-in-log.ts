import type { Heard } from '@/lib/trace/heard';
import type { LogLine } from '@/lib/trace/log/log-line';
import { sayingIn } from '@/lib/trace/log/say';

/** What a line of a log says; null if that is nothing about a move. @param toMs what the time that is written means, in milliseconds since 1970 */
export function heardIn({ file, line, host, time, text, isGuess }: LogLine, toMs: (time: LogLine['time']) => number): Heard | null {
  const said = sayingIn(text);
  if (!said) return null;
  const heard: Heard = { said, source: 'log', atMs: toMs(time), place: host ?? file, file, line, text, ...(isGuess && { isGuess }) };
  return time.hasYear && time.offsetMinutes !== null ? heard : { ...heard, written: time };
}
