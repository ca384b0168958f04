import { element } from './dom';
import { icon } from './icons';

/** A text input without spell checking, unless the attributes say otherwise. */
export function input(testId: string, attributes: Record<string, string>): HTMLInputElement {
  return element('input', { testId, attributes: { type: 'text', spellcheck: 'false', ...attributes } });
}

/** An input with its label above it. */
export function field(label: string, control: HTMLInputElement): HTMLElement {
  return element('label', { class: 'field' }, element('span', { class: 'field-label', text: label }), control);
}

/** A button that looks like a word in a line. */
export function linkButton(testId: string, text: string, onClick: () => void): HTMLButtonElement {
  return element('button', { class: 'link-button', testId, text, attributes: { type: 'button' }, on: { click: onClick } });
}

/** Where a form says what is wrong; empty and unseen while nothing is. */
export class ProblemBox {
  readonly element: HTMLElement;

  constructor(testId: string) {
    this.element = element('div', { class: 'join-problem', testId, attributes: { role: 'alert' } });
  }

  show({ title, text }: { title: string; text: string }): void {
    this.element.replaceChildren(icon('info'), element('span', {}, element('strong', { text: title }), text));
  }

  clear(): void {
    this.element.replaceChildren();
  }
}

/** The button that sends a form. While it is busy it stays where the focus is, and the form is not sent again. */
export class SubmitButton {
  readonly element: HTMLButtonElement;
  readonly #idle: string;
  readonly #working: string;
  #busy = false;

  constructor(testId: string, idle: string, working: string) {
    this.#idle = idle;
    this.#working = working;
    this.element = element('button', { class: 'primary-button', testId, attributes: { type: 'submit' } }, idle);
  }

  get busy(): boolean {
    return this.#busy;
  }

  set busy(busy: boolean) {
    this.#busy = busy;
    this.element.setAttribute('aria-disabled', String(busy));
    this.element.textContent = busy ? this.#working : this.#idle;
  }
}
