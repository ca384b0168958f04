import { z } from 'zod';

/** No control characters, halves of characters or line breaks; joiners stay, since Persian and emoji need them. */
const printable = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;

/** A name as people read it: trimmed, in composed form. */
export const nameInput = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(100, 'A name has at most 100 characters.')
  .regex(printable, 'A name has no control characters.')
  .transform((text) => text.normalize('NFC'));

/** The id of a row. */
export const idInput = z.string().min(1).max(64).regex(printable);
