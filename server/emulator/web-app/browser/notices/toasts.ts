import { element } from '../dom';
import { icon } from '../icons';
import type { Notice } from './notices';

const SHOWN_FOR_MS = 9_000;
const MOST_AT_ONCE = 3;

/** Short notices at the lower right, read out politely. They wait while the pointer or the focus is on them. */
export class Toasts {
  readonly element = element('div', { class: 'toasts', attributes: { role: 'status', 'aria-live': 'polite' } });

  show(notice: Notice): void {
    while (this.element.children.length >= MOST_AT_ONCE) this.element.firstElementChild?.remove();
    this.element.append(this.#card(notice));
  }

  /** Takes all notices away: they are about a call that is over. */
  clear(): void {
    this.element.replaceChildren();
  }

  #card(notice: Notice): HTMLElement {
    let timer: number | undefined;
    const remove = (): void => {
      window.clearTimeout(timer);
      card.remove();
    };
    const wait = (): void => window.clearTimeout(timer);
    const resume = (): void => {
      wait();
      timer = window.setTimeout(remove, SHOWN_FOR_MS);
    };
    const card = element(
      'div',
      { class: 'toast', testId: 'toast', on: { mouseenter: wait, mouseleave: resume, focusin: wait, focusout: resume } },
      element('span', { class: 'toast-icon' }, icon(notice.icon)),
      element('div', { class: 'toast-words' }, element('strong', { text: notice.title }), element('span', { text: notice.text })),
      element(
        'button',
        { class: 'toast-close', attributes: { type: 'button', 'aria-label': 'Close this notice' }, on: { click: remove } },
        icon('close'),
      ),
    );
    resume();
    return card;
  }
}
