import { element } from '../dom';
import { icon } from '../icons';
import { hueOf, initialsOf } from '../person-look';

export interface Mutes {
  audioMuted: boolean;
  videoMuted: boolean;
}

/** How others will see the guest, with the two switches that can be set before the call. */
export class PreviewTile {
  readonly element: HTMLElement;
  readonly #tile = element('div', { class: 'tile preview-tile' });
  readonly #avatar = element('span', { class: 'avatar' });
  readonly #label = element('span', { class: 'tile-name-text' });
  readonly #mute: HTMLButtonElement;
  readonly #video: HTMLButtonElement;
  readonly #mutes: Mutes;
  readonly #onChange: (mutes: Mutes) => void;

  constructor(mutes: Mutes, onChange: (mutes: Mutes) => void = () => undefined) {
    this.#onChange = onChange;
    this.#mutes = { audioMuted: mutes.audioMuted, videoMuted: mutes.videoMuted };
    this.#mute = this.#switch('preview-mute-button', () => (this.#mutes.audioMuted = !this.#mutes.audioMuted));
    this.#video = this.#switch('preview-video-button', () => (this.#mutes.videoMuted = !this.#mutes.videoMuted));
    this.#tile.append(
      this.#avatar,
      element('span', { class: 'tile-name' }, this.#label),
      element('div', { class: 'preview-switches' }, this.#mute, this.#video),
    );
    this.element = element('div', { class: 'preview' }, this.#tile);
    this.setName('');
    this.#show();
  }

  get mutes(): Mutes {
    return { ...this.#mutes };
  }

  setName(name: string): void {
    const shown = name.trim() || 'You';
    this.#avatar.textContent = initialsOf(shown);
    this.#label.textContent = shown;
    this.#tile.style.setProperty('--hue', String(hueOf(shown)));
  }

  #switch(testId: string, toggle: () => void): HTMLButtonElement {
    return element('button', {
      class: 'round-button',
      testId,
      attributes: { type: 'button' },
      on: {
        click: () => {
          toggle();
          this.#show();
          this.#onChange(this.mutes);
        },
      },
    });
  }

  #show(): void {
    const { audioMuted, videoMuted } = this.#mutes;
    this.#tile.classList.toggle('camera-off', videoMuted);
    show(this.#mute, audioMuted, audioMuted ? 'micOff' : 'mic', 'Join muted');
    show(this.#video, videoMuted, videoMuted ? 'cameraOff' : 'camera', 'Join with the camera off');
  }
}

function show(button: HTMLButtonElement, pressed: boolean, name: Parameters<typeof icon>[0], label: string): void {
  button.setAttribute('aria-pressed', String(pressed));
  button.setAttribute('aria-label', label);
  button.dataset.tip = label;
  button.replaceChildren(icon(name));
}
