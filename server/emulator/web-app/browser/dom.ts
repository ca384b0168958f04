type Child = Node | string;

/** What an element can be given: attributes, a class, and what it does when something happens to it. */
export interface Properties {
  class?: string;
  text?: string;
  testId?: string;
  attributes?: Readonly<Record<string, string>>;
  on?: { [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };
}

/** Makes an HTML element. All text goes in as text, never as markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (properties.class !== undefined) made.className = properties.class;
  if (properties.text !== undefined) made.textContent = properties.text;
  if (properties.testId !== undefined) made.dataset.testid = properties.testId;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) made.setAttribute(name, value);
  for (const [name, handler] of Object.entries(properties.on ?? {})) {
    // The names and handlers of `on` match by its type, which Object.entries cannot carry.
    made.addEventListener(name, handler as EventListener);
  }
  made.append(...children);
  return made;
}

/** Makes an SVG element. */
export function svgElement(tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Sets the text of an element where it differs, so that nothing is announced or laid out anew without need. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
