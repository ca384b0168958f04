import type { SpaceSummary } from '../../../protocol/account';
import { element } from '../dom';
import { linkButton } from '../form-parts';

export interface AccountActions {
  join(space: SpaceSummary): void;
  signOut(): void;
}

/** Who is signed in, and the spaces that are theirs to join at a press. */
export class AccountPanel {
  readonly element: HTMLElement;
  readonly #actions: AccountActions;
  readonly #spaces = element('div', { class: 'space-list-area', attributes: { 'aria-live': 'polite' } });

  constructor(name: string, actions: AccountActions) {
    this.#actions = actions;
    this.#say('Looking for your spaces…');
    this.element = element(
      'section',
      { class: 'account-panel', testId: 'account', attributes: { 'aria-label': 'Your account' } },
      element(
        'p',
        { class: 'account-line' },
        element('span', {}, 'Signed in as ', element('strong', { testId: 'account-name', text: name })),
        linkButton('sign-out-button', 'Sign out', () => actions.signOut()),
      ),
      element('h2', { class: 'field-label', text: 'Your spaces' }),
      this.#spaces,
    );
  }

  showSpaces(spaces: readonly SpaceSummary[]): void {
    if (spaces.length === 0) return this.#say('You are a member of no space. You can join any meeting by its number.');
    this.#spaces.replaceChildren(element('ul', { class: 'space-list' }, ...spaces.map((space) => this.#item(space))));
  }

  showProblem({ title, text }: { title: string; text: string }): void {
    this.#say(`${title}. ${text}`);
  }

  #say(text: string): void {
    this.#spaces.replaceChildren(element('p', { class: 'quiet', text }));
  }

  #item(space: SpaceSummary): HTMLElement {
    const { name, numericId } = space;
    const button = element(
      'button',
      { class: 'space-button', testId: 'space-button', attributes: { type: 'button' }, on: { click: () => this.#actions.join(space) } },
      element('span', { class: 'space-button-name', text: name }),
      element('span', { class: 'quiet', text: numericId }),
      element('span', { class: 'space-button-word', text: 'Join' }),
    );
    return element('li', {}, button);
  }
}
