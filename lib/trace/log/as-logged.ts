/** What mails, wikis and web pages make of a line. Most lines have none of it. */
const changed = /[\t\u00a0\u2007\u202f“”„‘’]|&(?:quot|#34|apos|#39|lt|gt|amp|nbsp);|^\s*(?:>|```)/;

const entities: Readonly<Record<string, string>> = { quot: '"', '#34': '"', apos: "'", '#39': "'", lt: '<', gt: '>', amp: '&', nbsp: ' ' };

/**
 * A line that somebody pasted as the bridge had logged it, as far as that can be told: spaces that do not break and tabs become spaces, what was written for
 * a web page becomes what it stands for, and what marks a quotation or a block of code is taken off. Quotes that were made curly or escaped are put right
 * only where the line has no straight ones: else they belong to a name.
 */
export function asLogged(line: string): string {
  if (!changed.test(line)) return line;
  const escaped = line.replace(/[\t\u00a0\u2007\u202f]/g, ' ');
  const text = escaped.replace(/&(quot|#34|apos|#39|lt|gt|amp|nbsp);/g, (entity, name: string) => {
    const meant = entities[name] ?? entity;
    return /["']/.test(meant) && escaped.includes(meant) ? entity : meant;
  });
  const double = text.includes('"') ? text : text.replace(/[“„]([^“”„]*)[“”]/g, '"$1"');
  const single = double.includes("'") ? double : double.replace(/‘([^‘’]*)’/g, "'$1'");
  return single.replace(/^\s*(?:> ?)+/, '').replace(/^\s*```\w*\s*$/, '');
}
