/** What sign-in, search and uniqueness compare: neither case nor compatibility forms make two people of one name. */
export function foldName(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
