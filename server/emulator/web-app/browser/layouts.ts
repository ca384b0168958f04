/** How the people in a call are arranged on the stage. */
export type Arrangement = 'equal' | 'side' | 'below' | 'alone';

export interface LayoutChoice {
  /** The call leg's layout. Source: CMS API guide, callLegs/<id>, parameter `layout`. */
  layout: string;
  label: string;
  hint: string;
}

/** The layouts that the menu offers. */
export const LAYOUT_CHOICES: readonly LayoutChoice[] = [
  { layout: 'automatic', label: 'Automatic', hint: 'Fits the number of people' },
  { layout: 'allEqual', label: 'All equal', hint: 'Everybody in the same size' },
  { layout: 'onePlusN', label: 'Speaker and side', hint: 'Speaker large, others beside' },
  { layout: 'stacked', label: 'Speaker and row', hint: 'Speaker large, others below' },
  { layout: 'speakerOnly', label: 'Speaker only', hint: 'Nobody but who speaks' },
];

const MANY = 9;

/** What a layout means for a number of people. A bridge can set layouts that the menu does not offer. */
export function arrangementOf(layout: string, people: number): Arrangement {
  if (layout === 'automatic') return people > MANY ? 'side' : 'equal';
  if (layout === 'speakerOnly') return 'alone';
  if (layout === 'stacked' || layout === 'telepresence') return 'below';
  return layout.startsWith('onePlus') ? 'side' : 'equal';
}
