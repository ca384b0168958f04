import type { SeenPerson } from '../../../protocol/client-session';
import { element, setText } from '../dom';
import { hueOf } from '../person-look';
import type { Box } from './arrange';
import { drawSlide } from './draw-slide';

/** What is being presented: the guest's own screen, or the picture that stands for a presentation. */
export class PresentationView {
  readonly element: HTMLElement;
  readonly #canvas = element('canvas', { class: 'presentation-picture', attributes: { 'aria-hidden': 'true' } });
  readonly #video = element('video', { class: 'presentation-picture', attributes: { autoplay: '', playsinline: '' } });
  readonly #caption = element('figcaption', { class: 'tile-name' });
  #drawnFor = '';

  constructor() {
    this.#video.muted = true;
    this.element = element('figure', { class: 'presentation', testId: 'presentation' }, this.#canvas, this.#video, this.#caption);
    this.element.hidden = true;
  }

  /** Shows who presents; nobody hides it. `screen` is the guest's own screen where the guest presents one. */
  show(presenter: SeenPerson | null, screen: MediaStream | null): void {
    this.element.hidden = presenter === null;
    const shownScreen = presenter?.self === true ? screen : null;
    if (this.#video.srcObject !== shownScreen) this.#video.srcObject = shownScreen;
    this.#video.hidden = shownScreen === null;
    this.#canvas.hidden = shownScreen !== null;
    if (presenter === null) return;
    setText(this.#caption, presenter.self ? 'You are presenting' : `${presenter.name} is presenting`);
    if (this.#drawnFor === presenter.name) return;
    this.#drawnFor = presenter.name;
    drawSlide(this.#canvas, presenter.name, hueOf(presenter.name));
  }

  place(box: Box): void {
    const { style } = this.element;
    style.setProperty('transform', `translate(${box.x}px, ${box.y}px)`);
    style.setProperty('width', `${box.width}px`);
    style.setProperty('height', `${box.height}px`);
  }
}
