import type { SeenPerson } from '../../../protocol/client-session';
import { element, setText } from '../dom';
import { arrangementOf } from '../layouts';
import { arrange, type Arranged, type Box } from './arrange';
import { PersonTile } from './person-tile';
import { PresentationView } from './presentation-view';
import { whoIsLarge } from './who-is-large';

export interface StageView {
  people: readonly SeenPerson[];
  layout: string;
  /** The guest's own screen while the guest presents one. */
  screen: MediaStream | null;
}

/** The people of the call, and what is presented, on as much room as there is. */
export class CallStage {
  readonly element: HTMLElement;
  readonly #list = element('ul', { class: 'tiles', testId: 'people', attributes: { 'aria-label': 'People in this call' } });
  readonly #presentation = new PresentationView();
  readonly #more = element('li', { class: 'tile more-tile', testId: 'more-people' });
  readonly #tiles = new Map<string, PersonTile>();
  #view: StageView = { people: [], layout: 'automatic', screen: null };
  #large: string | null = null;

  constructor() {
    this.element = element('div', { class: 'stage' }, this.#presentation.element, this.#list);
    new ResizeObserver(() => this.#place()).observe(this.element);
  }

  show(view: StageView): void {
    this.#view = view;
    const ids = new Set(view.people.map(tileKey));
    for (const [id, tile] of this.#tiles) {
      if (ids.has(id)) continue;
      tile.element.remove();
      this.#tiles.delete(id);
    }
    for (const person of view.people) this.#tileOf(person).show(person);
    this.#presentation.show(presenterAmong(view.people), view.screen);
    this.#place();
  }

  #tileOf(person: SeenPerson): PersonTile {
    const id = tileKey(person);
    const existing = this.#tiles.get(id);
    if (existing !== undefined) return existing;
    const tile = new PersonTile();
    this.#tiles.set(id, tile);
    this.#list.append(tile.element);
    return tile;
  }

  #place(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0 || height === 0) return;
    const { people, layout } = this.#view;
    const presented = presenterAmong(people) !== null;
    const wished = arrangementOf(layout, people.length);
    const kind = presented && wished === 'equal' ? 'side' : wished;
    const large = presented || kind === 'equal' ? null : whoIsLarge(people, this.#large);
    this.#large = large?.id ?? null;
    const small = people.filter((person) => person !== large);
    const narrow = width < 640;
    const placed = arrange(kind, small.length, {
      width,
      height,
      gap: narrow ? 8 : 12,
      minTileWidth: narrow ? 104 : kind === 'equal' ? 150 : 120,
    });
    this.#placeLarge(large, presented, placed);
    this.#placeSmall(small, placed);
  }

  #placeLarge(large: SeenPerson | null, presented: boolean, { main }: Arranged): void {
    if (main === null) return;
    if (presented) this.#presentation.place(main);
    if (large === null) return;
    const tile = this.#tiles.get(tileKey(large));
    tile?.place(main);
    if (tile !== undefined) tile.element.hidden = false;
  }

  #placeSmall(small: readonly SeenPerson[], { small: boxes, hidden }: Arranged): void {
    const shown = hidden > 0 ? boxes.length - 1 : boxes.length;
    small.forEach((person, index) => {
      const tile = this.#tiles.get(tileKey(person));
      if (tile === undefined) return;
      const box = index < shown ? boxes[index] : undefined;
      tile.element.hidden = box === undefined;
      if (box !== undefined) tile.place(box);
    });
    this.#placeMore(small.slice(shown), hidden > 0 ? boxes.at(-1) : undefined);
  }

  #placeMore(others: readonly SeenPerson[], box: Box | undefined): void {
    if (box === undefined) return this.#more.remove();
    setText(this.#more, `+${others.length}`);
    const names = others.map((person) => person.name).join(', ');
    this.#more.title = names;
    this.#more.setAttribute('aria-label', `${others.length} more: ${names}`);
    this.#more.style.setProperty('transform', `translate(${box.x}px, ${box.y}px)`);
    this.#more.style.setProperty('width', `${box.width}px`);
    this.#more.style.setProperty('height', `${box.height}px`);
    this.#list.append(this.#more);
  }
}

/** A move makes a new participant of the guest; on the stage it stays the same tile. */
function tileKey(person: SeenPerson): string {
  return person.self ? 'self' : person.id;
}

function presenterAmong(people: readonly SeenPerson[]): SeenPerson | null {
  return people.find((person) => person.presenting) ?? null;
}
