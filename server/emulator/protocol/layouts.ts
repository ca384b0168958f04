/** Layouts that a call leg can have. Source: CMS API guide, call leg parameter `chosenLayout`. */
export const layouts = [
  'allEqual',
  'speakerOnly',
  'telepresence',
  'stacked',
  'allEqualQuarters',
  'allEqualNinths',
  'allEqualSixteenths',
  'allEqualTwentyFifths',
  'onePlusFive',
  'onePlusSeven',
  'onePlusNine',
  'automatic',
  'onePlusN',
] as const;
export type Layout = (typeof layouts)[number];

export function isLayout(text: string): text is Layout {
  return (layouts as readonly string[]).includes(text);
}
