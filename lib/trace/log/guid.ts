/** A GUID in a pasted log: hyphens may be lost. */
export const guidPattern = '[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}';

const bare = /^[0-9a-f]{32}$/;

/** A GUID in the one spelling that is compared and shown; null if that is none. Hyphens and case do not matter. */
export function guidFrom(text: string): string | null {
  const digits = text.replaceAll('-', '').toLowerCase();
  if (!bare.test(digits)) return null;
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}
