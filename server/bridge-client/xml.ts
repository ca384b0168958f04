import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** All text directly inside, as it came. */
  text: string;
}

/** `cut`: how many texts were longer than any can be, and were shortened. */
export type XmlReading = { ok: true; root: XmlElement; cut: number } | { ok: false; reason: string };

const maxDepth = 32;
/** Longer than any name or address of a bridge. */
export const mostTextChars = 1_024;

class Unreadable extends Error {}

/**
 * Reads a document of a bridge. A bridge may be hostile or not a bridge at all: no DOCTYPE (and so no entities of its
 * own), no nesting beyond {@link maxDepth}. The declaration may be missing, as in the list of calls; empty elements come
 * in either spelling. Source: docs/cms-wire.md, sections 1 and 11.2. The size is bounded where the bytes are received.
 * @returns the root, or why it cannot be read
 */
export function readXml(text: string): XmlReading {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  let cut = 0;

  parser.on('doctype', () => {
    throw new Unreadable('it has a DOCTYPE, which no call bridge sends');
  });
  parser.on('error', (error) => {
    throw new Unreadable(error.message);
  });
  parser.on('opentag', (tag) => {
    if (open.length >= maxDepth) throw new Unreadable('its elements are nested too deeply');
    const element: XmlElement = { name: tag.name, attributes: tag.attributes, children: [], text: '' };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root ??= element;
    open.push(element);
  });
  const addText = (part: string) => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    // Between elements there may be as much white space as there are elements.
    if (!element || element.text.length <= mostTextChars || element.children.length > 0) return;
    element.text = ownText(element.text);
    cut += 1;
  });

  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.message };
    throw error;
  }
  return root ? { ok: true, root, cut } : { ok: false, reason: 'it holds no element' };
}

/** The first child of that name; null if there is none. */
export function child(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((candidate) => candidate.name === name) ?? null;
}

/** A child's text, trimmed; null where the child is missing or empty (a bridge leaves out what has no value). */
export function textOf(element: XmlElement | null, name: string): string | null {
  const text = element && child(element, name)?.text.trim();
  return text ? ownText(text) : null;
}

/**
 * The same text, of a length that can be kept, and cut loose from the document: as a piece of it, it would keep all of it in memory
 * for as long as anybody holds on to a name.
 */
export function ownText(text: string): string {
  return Buffer.from(text.slice(0, mostTextChars)).toString();
}

/** `true` or `false`; null for anything else. */
export function flagOf(element: XmlElement | null, name: string): boolean | null {
  const text = textOf(element, name);
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** A number; null for anything else. */
export function numberOf(element: XmlElement | null, name: string): number | null {
  const text = textOf(element, name);
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
