/** One or two capital letters for a name: of its first and last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => firstLetter(word ?? ''));
  return letters.join('') || '?';
}

function firstLetter(word: string): string {
  return /[\p{L}\p{N}]\p{M}*/u.exec(word)?.[0].toLocaleUpperCase() ?? '';
}

/** Hues that stay calm and apart from each other on a dark ground, and are none of the colours that mean something. */
const HUES = [170, 195, 215, 235, 255, 275, 295, 315, 335, 355] as const;

/** A hue, in degrees, that stays the same for a name. */
export function hueOf(name: string): number {
  // FNV-1a, then its bits mixed: names that differ little get colours that differ.
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return HUES[(mixed >>> 8) % HUES.length] ?? HUES[0];
}
