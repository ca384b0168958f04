import { element } from '../dom';
import { icon } from '../icons';
import { LAYOUT_CHOICES } from '../layouts';

/** The button that chooses how people are arranged, and the menu that it opens. */
export class LayoutMenu {
  readonly element: HTMLElement;
  readonly #button = element(
    'button',
    {
      class: 'call-button',
      testId: 'layout-button',
      attributes: { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-keyshortcuts': 'L' },
    },
    element('span', { class: 'disc' }, icon('layout')),
    element('span', { class: 'button-word', text: 'Layout' }),
  );
  readonly #menu = element('div', { class: 'menu', testId: 'layout-menu', attributes: { role: 'menu', 'aria-label': 'Layout' } });
  readonly #items: HTMLButtonElement[];

  constructor(choose: (layout: string) => void) {
    this.#items = LAYOUT_CHOICES.map(({ layout, label, hint }) =>
      element(
        'button',
        {
          class: 'menu-item',
          testId: `layout-option-${layout}`,
          attributes: { type: 'button', role: 'menuitemradio', 'aria-checked': 'false', tabindex: '-1' },
          on: {
            click: () => {
              choose(layout);
              this.close();
            },
          },
        },
        element('span', { class: 'menu-mark' }, icon('check')),
        element('span', { class: 'menu-words' }, element('span', { text: label }), element('small', { class: 'quiet', text: hint })),
      ),
    );
    this.#menu.append(...this.#items);
    this.#menu.hidden = true;
    this.#button.dataset.tip = 'Layout (L)';
    this.#button.addEventListener('click', () => this.toggle());
    this.element = element('div', { class: 'menu-anchor' }, this.#button, this.#menu);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusout', (event) => {
      if (event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget)) return;
      this.#hide();
    });
  }

  show(layout: string): void {
    LAYOUT_CHOICES.forEach((choice, index) =>
      this.#items[index]?.setAttribute('aria-checked', String(choice.layout === layout)),
    );
  }

  toggle(): void {
    if (!this.#menu.hidden) return this.close();
    this.#menu.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    const checked = this.#items.find((item) => item.getAttribute('aria-checked') === 'true');
    (checked ?? this.#items[0])?.focus();
  }

  close(): void {
    this.#hide();
    this.#button.focus();
  }

  #hide(): void {
    this.#menu.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
  }

  #key(event: KeyboardEvent): void {
    if (this.#menu.hidden) return;
    const at = this.#items.findIndex((item) => item === document.activeElement);
    const last = this.#items.length - 1;
    const goals: Record<string, number> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const goal = goals[event.key];
    if (event.key === 'Escape') this.close();
    else if (goal !== undefined) this.#items[goal]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
