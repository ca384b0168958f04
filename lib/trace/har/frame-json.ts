/** In JSON: texts, and whole numbers with more digits than a number can hold. */
const longIntegers = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])\d{16,}(?![\d.eE])/gs;

/** The JSON that a text is, with its long whole numbers as texts, so that every digit stays as it was written; undefined if it is none. */
export function jsonIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const whole = JSON.parse(text) as unknown;
    if (!/\d{16}/.test(text)) return whole;
    return JSON.parse(text.replace(longIntegers, (part) => (part.startsWith('"') ? part : `"${part}"`))) as unknown;
  } catch {
    return undefined;
  }
}

/** What tokens are made of: each character of a text is in one run at the most, and looked at a few times. */
const runs = /[\w.-]+/g;
const headerLike = /(?<!\w)eyJ[\w-]{8,}/;
const claimsLike = /^[\w-]{2,8192}$/;

/** The claims of the tokens in a text, as JSON in base64, at most so many. A token is three parts or more; its header too is JSON in base64. */
export function claimsIn(text: string, most: number): string[] {
  const found: string[] = [];
  for (const [run] of text.matchAll(runs)) {
    const parts = run.split('.');
    for (let at = 0; at + 2 < parts.length && found.length < most; at += 1) {
      const [header = '', claims = ''] = [parts[at], parts[at + 1]];
      if (claimsLike.test(claims) && headerLike.test(header)) found.push(claims);
    }
  }
  return found;
}
