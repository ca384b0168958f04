import type { SeenPerson } from '../../../protocol/client-session';
import { element, setText } from '../dom';
import { icon } from '../icons';
import { hueOf, initialsOf } from '../person-look';
import type { Box } from './arrange';

/** One person on the stage. */
export class PersonTile {
  readonly element: HTMLLIElement;
  readonly #avatar = element('span', { class: 'avatar', attributes: { 'aria-hidden': 'true' } });
  readonly #name = element('span', { class: 'tile-name-text' });
  readonly #muted = element('span', { class: 'tile-muted' }, icon('micOff'));
  readonly #presenting = element('span', { class: 'tile-badge' }, icon('present'), 'Presenting');
  #shown: SeenPerson | null = null;

  constructor() {
    this.element = element(
      'li',
      { class: 'tile', testId: 'person-tile' },
      this.#avatar,
      this.#presenting,
      element('span', { class: 'tile-name', attributes: { 'aria-hidden': 'true' } }, this.#muted, this.#name),
    );
  }

  show(person: SeenPerson): void {
    if (isSame(this.#shown, person)) return;
    this.#shown = person;
    const name = person.self ? `${person.name} (you)` : person.name;
    const { classList, dataset, style } = this.element;
    setText(this.#avatar, initialsOf(person.name));
    setText(this.#name, name);
    this.#name.title = name;
    this.#muted.hidden = !person.audioMuted;
    this.#presenting.hidden = !person.presenting;
    classList.toggle('speaking', person.speaking && !person.audioMuted);
    classList.toggle('camera-off', person.videoMuted);
    style.setProperty('--hue', String(hueOf(person.name)));
    dataset.name = person.name;
    dataset.self = String(person.self);
    dataset.muted = String(person.audioMuted);
    this.element.setAttribute('aria-label', spoken(person, name));
  }

  place(box: Box): void {
    const { style } = this.element;
    style.setProperty('transform', `translate(${box.x}px, ${box.y}px)`);
    style.setProperty('width', `${box.width}px`);
    style.setProperty('height', `${box.height}px`);
  }
}

function isSame(a: SeenPerson | null, b: SeenPerson): boolean {
  return (
    a !== null &&
    a.name === b.name &&
    a.self === b.self &&
    a.audioMuted === b.audioMuted &&
    a.videoMuted === b.videoMuted &&
    a.speaking === b.speaking &&
    a.presenting === b.presenting
  );
}

function spoken(person: SeenPerson, name: string): string {
  const facts = [
    person.audioMuted ? 'muted' : person.speaking ? 'speaking' : '',
    person.videoMuted ? 'camera off' : '',
    person.presenting ? 'presenting' : '',
  ];
  return [name, ...facts.filter((fact) => fact !== '')].join(', ');
}
