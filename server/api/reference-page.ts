/** The parts of the OpenAPI document that the page shows. */
export interface ApiDescription {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, object>>;
}

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
}

const methods = ['get', 'post', 'patch', 'delete'];
/** Deeper than any answer goes; a form that contains itself ends here. */
const deepest = 8;

/** The API as a page to read: one file of HTML with its own style, which needs neither scripts nor anything from elsewhere. */
export function referencePage({ info, paths = {} }: ApiDescription): string {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ method, path, id: idOf(method, path), operation: operation as Operation })),
  );
  const links = operations.map(({ method, path, id }) => `<li><a href="#${id}"><b>${method.toUpperCase()}</b> ${escaped(path)}</a></li>`).join('');
  const sections = operations.map(({ method, path, id, operation }) => section(method, path, id, operation)).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)} API</title><style>${style}</style></head><body>
<nav aria-label="Addresses"><ul>${links}</ul></nav>
<main><h1>${escaped(info.title)} API, version ${escaped(info.version)}</h1>
<p>${escaped(info.description ?? '')}</p>
<p>All addresses are below <code>/api/v1</code> and want <code>Authorization: Bearer &lt;token&gt;</code>. Made from <a href="openapi.json">openapi.json</a>.</p>
${sections}</main></body></html>
`;
}

function section(method: string, path: string, id: string, { summary = '', parameters = [], requestBody, responses = {} }: Operation): string {
  const answers = Object.entries(responses).filter(([status]) => status !== 'default');
  return `<section id="${id}"><h2><b>${method.toUpperCase()}</b> <code>${escaped(path)}</code></h2><p>${escaped(summary)}</p>
${parameters.length > 0 ? `<h3>Parameters</h3>${rows(parameters.map(({ name, in: place, required, schema }) => [name, `${place}${required ? ', required' : ''}`, typeWords(schema)]))}` : ''}
${requestBody?.content ? `<h3>Body</h3>${bodies(requestBody.content)}` : ''}
${answers.map(([status, { description = '', content = {} }]) => `<h3>Answer ${escaped(status)}</h3><p>${escaped(description)}</p>${bodies(content)}`).join('')}</section>`;
}

function rows(cells: readonly (readonly string[])[]): string {
  return `<table>${cells.map(([name = '', ...rest]) => `<tr><th scope="row"><code>${escaped(name)}</code></th>${rest.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</table>`;
}

function bodies(content: Content): string {
  return Object.entries(content).map(([type, { schema }]) => `<p class="type">${escaped(type)}</p><pre>${escaped(form(schema, ''))}</pre>`).join('');
}

/** A form as one would write it in TypeScript; optional fields have a question mark. */
function form(schema: Schema | undefined, indent: string): string {
  const { properties, required = [], items, anyOf, oneOf } = schema ?? {};
  if (indent.length > 2 * deepest) return '…';
  const either = anyOf ?? oneOf;
  if (either) return either.map((one) => form(one, indent)).join(' | ');
  if (items) return `[${form(items, indent)}]`;
  if (!properties) return typeWords(schema);
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, one]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${form(one, inner)}${isNullable(one) ? ' | null' : ''}`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function isNullable({ type, properties, items }: Schema): boolean {
  return (properties !== undefined || items !== undefined) && Array.isArray(type) && type.includes('null');
}

function typeWords(schema: Schema | undefined): string {
  if (schema?.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema?.const !== undefined) return JSON.stringify(schema.const);
  return [schema?.type ?? 'anything'].flat().join(' | ');
}

function idOf(method: string, path: string): string {
  return `${method}${path.replace(/[^a-z]+/gi, '-').replace(/-$/, '')}`;
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
}

const style = `
:root{color-scheme:light dark;--ink:#18181b;--muted:#5f5f68;--line:#e0e0e4;--page:#fafafa;--raised:#fff;--accent:#1d5fd1}
@media (prefers-color-scheme:dark){:root{--ink:#ececee;--muted:#a2a2ab;--line:#33333a;--page:#151517;--raised:#1d1d20;--accent:#8ab4ff}}
*{box-sizing:border-box}body{margin:0;display:grid;grid-template-columns:minmax(220px,320px) minmax(0,1fr);font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}
nav{position:sticky;top:0;height:100vh;overflow:auto;border-right:1px solid var(--line);padding:16px;font-size:13px}nav ul{list-style:none;margin:0;padding:0}
nav a{display:block;padding:2px 0;color:inherit;text-decoration:none;overflow-wrap:anywhere}nav a:hover{text-decoration:underline}b{display:inline-block;min-width:56px;color:var(--accent);font-size:.85em}
main{padding:24px 32px;max-width:960px}a{color:var(--accent)}h1{font-size:24px}h2{font-size:17px;margin:0 0 4px;overflow-wrap:anywhere}h3{font-size:13px;color:var(--muted);margin:12px 0 4px}
section{background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:16px 20px;margin:16px 0;scroll-margin-top:16px}p{margin:4px 0}.type{color:var(--muted);font-size:13px}
table{border-collapse:collapse;font-size:13px}th,td{text-align:left;font-weight:400;padding:3px 16px 3px 0;vertical-align:top}
pre{margin:4px 0;padding:12px;overflow:auto;background:var(--page);border:1px solid var(--line);border-radius:6px;font-size:12px}code,pre{font-family:ui-monospace,monospace}
@media (max-width:760px){body{display:block}nav{position:static;height:auto;border:0}main{padding:16px}}
`;
