/** What is not seen, or turns the order of what is seen: controls, marks of writing direction, and what has no width. Tabs stay. */
const unseen = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const anyUnseen = new RegExp(unseen.source);

/** A text of which nothing is hidden, and that does nothing to a terminal. */
export function plain(text: string): string {
  return anyUnseen.test(text) ? text.replace(unseen, '') : text;
}

/** The beginning of a text, that is well-formed: no character is cut in two. @param longest in UTF-16 units */
export function cutTo(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const isCutInTwo = /[\ud800-\udbff]/.test(text.charAt(longest - 1));
  return text.slice(0, isCutInTwo ? longest - 1 : longest);
}

/** The end of a text, after an ellipsis where that is not all of it. @param longest in letters as people count them, of which one may be several characters */
export function endOf(text: string, longest: number): string {
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  return letters.length <= longest ? text : `…${letters.slice(1 - longest).join('')}`;
}
