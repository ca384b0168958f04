/** The order in which people and meetings stand: "Space 10" after "Space 9", in the reader's language. */
export const compareNames = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;
