/** A value that an element can hold; null and undefined leave the element out. */
export type XmlValue = string | number | boolean | null | undefined;

/** Source: `docs/cms-wire.md`, section 11.2. */
export const xmlDeclaration = '<?xml version="1.0"?>';

/** `<name>value</name>`, or nothing for a value that is absent. */
export function text(name: string, value: XmlValue): string {
  return value === null || value === undefined ? '' : `<${name}>${typeof value === 'string' ? escape(value) : value}</${name}>`;
}

/** An element with others in it, written compactly; without any it is `<name></name>`. */
export function element(name: string, attributes: Record<string, string | number>, ...children: string[]): string {
  let written = '';
  for (const key in attributes) written += ` ${key}="${escape(String(attributes[key]))}"`;
  return `<${name}${written}>${children.join('')}</${name}>`;
}

/** `<failureDetails>`, the only place in which elements are written as ` />`. */
export function failureDetails(...details: string[]): string {
  return `${xmlDeclaration}<failureDetails>${details.map((detail) => `<${detail} />`).join('')}</failureDetails>`;
}

export function parameterError(parameter: string, error = 'invalidValue'): string {
  return `parameterError parameter="${escape(parameter)}" error="${error}"`;
}

/** Whatever is not plainly a character of XML that stands for itself; most values have nothing of the kind. */
const needsEscape = /[&<>"']|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** What XML 1.0 cannot hold, lone surrogates among it, is left out: it would make the whole answer unreadable. */
function escape(value: string): string {
  if (!needsEscape.test(value)) return value;
  return value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
