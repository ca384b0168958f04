import type { ChatMessage } from '../../../protocol/client-session';
import { element } from '../dom';
import { icon } from '../icons';

const MAX_TEXT = 2000;

/** The messages of the call that the guest is in, and a field to write one. */
export class ChatPanel {
  readonly element: HTMLElement;
  readonly #list = element('div', { class: 'chat-list', testId: 'chat-list', attributes: { role: 'log', 'aria-label': 'Messages' } });
  readonly #empty = element(
    'p',
    { class: 'chat-empty quiet', testId: 'chat-empty' },
    'No messages yet. Everybody in the call can read what you write; nothing is kept when you leave or are moved.',
  );
  readonly #text = element('textarea', {
    testId: 'chat-input',
    attributes: { rows: '1', maxlength: String(MAX_TEXT), placeholder: 'Write to everybody', 'aria-label': 'Message' },
  });
  readonly #send = element(
    'button',
    { class: 'send-button', testId: 'chat-send', attributes: { type: 'submit', 'aria-label': 'Send' } },
    icon('send'),
  );
  #shown: readonly ChatMessage[] = [];

  constructor(send: (text: string) => void, close: () => void) {
    const submit = (event: Event): void => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (text === '') return;
      send(text);
      this.#text.value = '';
      this.#text.focus();
    };
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
    });
    this.element = element(
      'aside',
      { class: 'chat-panel', testId: 'chat-panel', attributes: { 'aria-label': 'Chat' } },
      element(
        'header',
        { class: 'chat-head' },
        element('h2', { text: 'Chat' }),
        element(
          'button',
          { class: 'plain-icon-button', testId: 'chat-close', attributes: { type: 'button', 'aria-label': 'Close the chat' }, on: { click: close } },
          icon('close'),
        ),
      ),
      this.#empty,
      this.#list,
      element('form', { class: 'chat-form', on: { submit } }, this.#text, this.#send),
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
    });
  }

  /** Shows the messages; those of `ownName` on the guest's side. */
  show(messages: readonly ChatMessage[], ownName: string): void {
    if (messages === this.#shown) return;
    const known = new Set(this.#shown);
    const continues = this.#shown.length > 0 && messages.includes(this.#shown.at(-1) ?? EMPTY);
    if (!continues) this.#list.replaceChildren();
    for (const message of messages) {
      if (!continues || !known.has(message)) this.#list.append(messageItem(message, message.from === ownName));
    }
    this.#shown = messages;
    this.#empty.hidden = messages.length > 0;
    this.#list.hidden = messages.length === 0;
    this.#list.scrollTop = this.#list.scrollHeight;
  }

  focus(): void {
    this.#text.focus();
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}

const EMPTY: ChatMessage = { id: '', from: '', text: '', at: '' };

function messageItem(message: ChatMessage, own: boolean): HTMLElement {
  const at = new Date(message.at);
  const time = Number.isNaN(at.getTime()) ? '' : at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element(
    'div',
    { class: own ? 'message own' : 'message', testId: 'chat-message' },
    element('span', { class: 'message-head' }, element('strong', { text: own ? 'You' : message.from }), element('time', { text: time })),
    element('span', { class: 'message-text', text: message.text }),
  );
}
