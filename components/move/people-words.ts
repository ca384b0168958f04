/** Those concerned: the one by name, several by number. */
export function peopleWords(people: readonly { readonly name: string }[]): string {
  const [first] = people;
  return people.length === 1 && first ? first.name : `${people.length} people`;
}
