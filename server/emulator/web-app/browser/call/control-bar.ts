import { element, setText } from '../dom';
import { icon, type IconName } from '../icons';

export interface Controls {
  audioMuted: boolean;
  videoMuted: boolean;
  presenting: boolean;
  chatOpen: boolean;
  unread: number;
}

export interface ControlActions {
  toggleMute(): void;
  toggleVideo(): void;
  togglePresenting(): void;
  toggleChat(): void;
  leave(): void;
}

/** The row of round buttons below the stage. */
export class ControlBar {
  readonly element: HTMLElement;
  readonly #mute = new RoundButton('mute-button', 'M');
  readonly #video = new RoundButton('video-button', 'V');
  readonly #present = new RoundButton('present-button', 'P');
  readonly #chat = new RoundButton('chat-button', 'C');
  readonly #leave = new RoundButton('leave-button', null);
  readonly #unreadCount = element('span', { testId: 'unread' });
  readonly #unread = element('span', { class: 'button-badge' }, this.#unreadCount, element('span', { class: 'unseen', text: ' unread' }));

  /** `layoutMenu` takes its place in the row. */
  constructor(actions: ControlActions, layoutMenu: HTMLElement) {
    this.#mute.onClick(() => actions.toggleMute());
    this.#video.onClick(() => actions.toggleVideo());
    this.#present.onClick(() => actions.togglePresenting());
    this.#chat.onClick(() => actions.toggleChat());
    this.#leave.onClick(() => actions.leave());
    this.#leave.show('phone', 'Leave', 'Leave', null);
    this.#leave.element.classList.add('leave');
    this.#chat.element.append(this.#unread);
    this.element = element(
      'div',
      { class: 'control-bar', attributes: { role: 'toolbar', 'aria-label': 'Call' } },
      this.#mute.element,
      this.#video.element,
      this.#present.element,
      layoutMenu,
      this.#chat.element,
      this.#leave.element,
    );
  }

  show({ audioMuted, videoMuted, presenting, chatOpen, unread }: Controls): void {
    this.#mute.show(audioMuted ? 'micOff' : 'mic', 'Mute', audioMuted ? 'Unmute' : 'Mute', audioMuted);
    this.#video.show(videoMuted ? 'cameraOff' : 'camera', 'Camera off', videoMuted ? 'Start the camera' : 'Stop the camera', videoMuted);
    this.#present.show('present', 'Present', presenting ? 'Stop presenting' : 'Present', presenting);
    this.#mute.element.classList.toggle('off', audioMuted);
    this.#video.element.classList.toggle('off', videoMuted);
    this.#chat.show('chat', 'Chat', chatOpen ? 'Close the chat' : 'Chat', chatOpen);
    this.#unread.hidden = unread === 0;
    setText(this.#unreadCount, unread > 9 ? '9+' : String(unread));
  }

  focusChatButton(): void {
    this.#chat.element.focus();
  }
}

/** A round button with its word below. The word stays and `aria-pressed` tells its state; the tip says what it does now. */
class RoundButton {
  readonly element: HTMLButtonElement;
  readonly #disc = element('span', { class: 'disc' });
  readonly #word = element('span', { class: 'button-word' });
  readonly #key: string | null;
  #icon: IconName | null = null;

  constructor(testId: string, key: string | null) {
    this.#key = key;
    this.element = element('button', { class: 'call-button', testId, attributes: { type: 'button' } }, this.#disc, this.#word);
    if (key !== null) this.element.setAttribute('aria-keyshortcuts', key);
  }

  onClick(act: () => void): void {
    this.element.addEventListener('click', act);
  }

  show(name: IconName, word: string, tip: string, pressed: boolean | null): void {
    if (this.#icon !== name) this.#disc.replaceChildren(icon(name));
    this.#icon = name;
    setText(this.#word, word);
    this.element.dataset.tip = this.#key === null ? tip : `${tip} (${this.#key})`;
    if (pressed !== null) this.element.setAttribute('aria-pressed', String(pressed));
  }
}
