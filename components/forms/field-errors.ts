import type { Problem } from '@/lib/problem/problem';

export interface FieldErrors {
  /** What is wrong with each field of the form, by its path. */
  readonly fields: Readonly<Record<string, string>>;
  /** What belongs to no field of the form; null if everything found its place. */
  readonly rest: string | null;
}

/**
 * Puts a refusal's `errors[]` at the fields of a form. The first error of a field is shown; a path below a field
 * (`trust.value` below `trust`) belongs to it. What the form has no field for is said above it.
 */
export function fieldErrors(problem: Problem | null, names: readonly string[]): FieldErrors {
  if (problem === null) return { fields: {}, rest: null };
  const fields: Record<string, string> = {};
  const homeless: string[] = [];
  for (const { path, message } of problem.errors ?? []) {
    const name = names.find((one) => one === path) ?? names.find((one) => path.startsWith(`${one}.`));
    if (name === undefined) homeless.push(message);
    else fields[name] ??= message;
  }
  if (homeless.length > 0) return { fields, rest: homeless.join(' ') };
  return { fields, rest: Object.keys(fields).length > 0 ? null : problem.detail };
}
