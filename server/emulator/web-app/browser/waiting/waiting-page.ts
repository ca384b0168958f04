import type { ClientState } from '../../client/client-state';
import { settingsInForce } from '../../client/client-state';
import { element, setText } from '../dom';
import { type Mutes, PreviewTile } from '../join/preview-tile';

export interface WaitingActions {
  setMutes(mutes: Mutes): void;
  leave(): void;
}

/** The lobby: what the guest waits for, and how they will come in. */
export class WaitingPage {
  readonly element: HTMLElement;
  readonly #title = element('h1', { testId: 'waiting-title', attributes: { tabindex: '-1' } });
  readonly #text = element('p', { class: 'quiet' });
  readonly #space = element('p', { class: 'waiting-space', testId: 'waiting-space' });

  constructor(state: ClientState, name: string, actions: WaitingActions) {
    const preview = new PreviewTile(settingsInForce(state), (mutes) => actions.setMutes(mutes));
    preview.setName(name);
    const leave = element(
      'button',
      { class: 'plain-button', testId: 'waiting-leave-button', attributes: { type: 'button' }, on: { click: () => actions.leave() } },
      'Leave',
    );
    this.element = element(
      'main',
      { class: 'join-page' },
      element(
        'div',
        { class: 'join-card', testId: 'waiting' },
        preview.element,
        element(
          'div',
          { class: 'waiting-words' },
          element('div', { class: 'waiting-for' }, element('span', { class: 'spinner', attributes: { 'aria-hidden': 'true' } }), this.#space),
          element('div', { attributes: { role: 'status' } }, this.#title, this.#text),
          leave,
        ),
      ),
    );
    this.show(state);
  }

  show({ space, locked }: ClientState): void {
    setText(this.#space, space?.name ?? '');
    setText(this.#title, locked ? 'The meeting is locked' : 'Waiting for the host…');
    const text = locked ? 'You come in as soon as somebody in it lets you in.' : 'You come in as soon as the host is there.';
    setText(this.#text, text);
  }

  focus(): void {
    this.#title.focus();
  }
}
