import { element, setText } from '../dom';
import { icon } from '../icons';

export interface Heading {
  space: string;
  people: number;
  locked: boolean;
}

/** The top line of a call: the meeting's name, how many are there, and whether it is locked. */
export class CallHeader {
  readonly element: HTMLElement;
  readonly #space = element('h1', { class: 'space-name', testId: 'space-name' });
  readonly #people = element('span');
  readonly #count = element('span', { class: 'head-fact', testId: 'people-count', attributes: { role: 'img' } }, icon('people'), this.#people);
  readonly #locked = element('span', { class: 'head-fact', testId: 'locked' }, icon('lock'), 'Locked');

  constructor() {
    this.element = element('header', { class: 'call-header' }, this.#space, element('div', { class: 'head-facts' }, this.#count, this.#locked));
  }

  show({ space, people, locked }: Heading): void {
    setText(this.#space, space);
    this.#space.title = space;
    setText(this.#people, String(people));
    this.#count.setAttribute('aria-label', people === 1 ? '1 person' : `${people} people`);
    this.#locked.hidden = !locked;
  }
}
