import { z } from 'zod';
import { refusalLabels } from '@/lib/move/words';
import { problems } from '@/lib/problem/problem';

/** What the details of one kind of record say; null where they do not have the form that is expected. */
export type Sayer = (details: unknown, result: string) => string | null;

/** A {@link Sayer} for details of a form. Records are kept for years: whatever else they hold does no harm. */
export function said<T>(schema: z.ZodType<T>, words: (details: T, result: string) => string): Sayer {
  return (details, result) => {
    const parsed = schema.safeParse(details);
    return parsed.success ? words(parsed.data, result) : null;
  };
}

/** Text that a record of a refused attempt may lack. */
export const maybe = z.string().nullish();

/** Of whom or what something is said, as a sentence begins with it; several take "were". */
export interface Subject {
  readonly words: string;
  readonly several?: boolean;
}

/** Says what was done to somebody or something, or, by the result, that it was not, and why. @param deed what was done, as in "moved to Space 2" */
export function passive({ words, several = false }: Subject, deed: string, result: string): string {
  const was = several ? 'were' : 'was';
  return result === 'ok' ? `${words} ${was} ${deed}.` : `${words} ${was} not ${deed}: ${whyWords(result)}.`;
}

/** Why something was not done, inside a sentence. @param result the code of a problem, or the reason of a verdict */
export function whyWords(result: string): string {
  const known = isKey(problems, result) ? problems[result].title : isKey(refusalLabels, result) ? refusalLabels[result] : result.replaceAll('-', ' ');
  // "Microsoft" and "Web app" keep their capital where they are names.
  return known.startsWith('Microsoft') ? known : known.charAt(0).toLowerCase() + known.slice(1);
}

/** A number of things: `counted(2, 'session')` is "2 sessions". */
export function counted(count: number, thing: string): string {
  return `${figures.format(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** A number of people as a subject. */
export function people(count: number): Subject {
  return count === 1 ? { words: '1 person' } : { words: `${figures.format(count)} people`, several: true };
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const figures = new Intl.NumberFormat('en');

function isKey<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}
