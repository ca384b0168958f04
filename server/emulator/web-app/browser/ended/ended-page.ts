import { element } from '../dom';

export interface Ending {
  title: string;
  text: string;
  /** The meeting that can be joined again. */
  meeting: string;
}

/** The page after the call: why it is over, and the way back. */
export function endedPage({ title, text, meeting }: Ending, onRejoin: () => void, onElsewhere: () => void): HTMLElement {
  const rejoin = element(
    'button',
    { class: 'primary-button', testId: 'rejoin-button', attributes: { type: 'button' }, on: { click: onRejoin } },
    meeting === '' ? 'Join again' : `Join ${meeting} again`,
  );
  const elsewhere = element(
    'button',
    { class: 'plain-button', testId: 'elsewhere-button', attributes: { type: 'button' }, on: { click: onElsewhere } },
    'Join another meeting',
  );
  return element(
    'main',
    { class: 'ended-page' },
    element(
      'div',
      { class: 'ended-card', testId: 'ended' },
      element('h1', { testId: 'ended-title', text: title, attributes: { tabindex: '-1' } }),
      element('p', { class: 'quiet', text }),
      element('div', { class: 'ended-buttons' }, rejoin, elsewhere),
    ),
  );
}
