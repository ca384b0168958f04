const hidden = '********';

/** Names of fields whose values nobody may read, in forms, links, JSON, XML and free text; the first kind with anything before it, as in `guestPasscode`. */
const secretEnds = 'pass[-_]?(?:word|code|phrase)|secret|token|credential|dtmfsequence|(?:api|access|private|secret)[-_]?key|samlresponse';
const secretWords = 'pass|pwd|pin|jwt|cookie|(?:proxy-)?authorization|set-cookie';
const secretNames = `(?:[\\w-]{0,40}?(?:${secretEnds})|${secretWords})s?`;

const secretName = new RegExp(`^${secretNames}$`, 'i');

/** Whether what goes by this name may be read by nobody. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

const quote = `(?:["'\\\\]|&quot;)`;
/** As links and JSON within JSON write marks: \`%22\`, \`%2522\`, \`\\u0022\`. */
const codedQuote = '(?:%(?:25)*(?:22|27|5c)|\\\\*u002[27]|\\\\)';
const codedEnd = '%(?:25)*(?:22|26|2c|7d|5d)|\\\\*u00(?:22|26)';

/** What is secret in a line, and what stands there instead. The order counts: headers before the values in them. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Headers that hold nothing but secrets: all that follows.
  [/\b((?:proxy-)?authorization|(?:set-)?cookies?|www-authenticate-info|x-cisco-cms-auth-token)(["']?\s*[:=]\s*).+/gi, `$1$2${hidden}`],
  [/\b(Digest)( +)(?=\w+=).+/gi, `$1$2${hidden}`],
  // A JWT is recognised by its begin, whatever stands before it: its header is JSON in base64. An encrypted one has five parts. Where a long one was wrapped the rest comes after a space.
  [/eyJ[\w-]{8,}(?:\.[\w-]*){0,4}(?:\s+(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w.-]{24,})*/g, hidden],
  [/\b(Basic|Bearer|Digest)( +)[\w+/=.~-]{8,}/gi, `$1$2${hidden}`],
  // {"name": "passcode", "value": "..."}
  [new RegExp(`(["']${secretNames}["']\\s*,\\s*["']value["']\\s*:\\s*)("(?:[^"\\\\]|\\\\.)*"?|[^\\s,}]+)`, 'gi'), `$1${hidden}`],
  [new RegExp(`\\b(${secretNames}${codedQuote}{0,4}\\s*(?:%(?:25)*3[ad]|\\\\*u003[ad])(?:%20|\\+)*(?:${codedQuote}|%(?:25)*[57]b){0,4})(?!\\*{8})(?:(?!${codedEnd})[^\\s&"'<>,;])+`, 'gi'), `$1${hidden}`],
  // A form, a query or free text: password=..., "secret": "...", passcode '...'. What is hidden already stays as it is.
  [new RegExp(`\\b(${secretNames})(${quote}{0,3}\\s*[:=]\\s*|\\s+(?=["']))(?!\\*{8})("(?:[^"\\\\]|\\\\.)*"?|'[^']*'?|\\[[^\\]]*\\]?|\\{[^}]*\\}?|[^\\s&;,<>"'[{]+)`, 'gi'), `$1$2${hidden}`],
  [new RegExp(`(<(?:[\\w-]{1,40}:)?${secretNames}(?:\\s[^<>]*)?>)[^<]*`, 'gi'), `$1${hidden}`],
  [new RegExp(`(&lt;(?:[\\w-]{1,40}:)?${secretNames}&gt;)(?:(?!&lt;).)*`, 'gi'), `$1${hidden}`],
  // Where CDRs are taken in, the last part of the address is what lets somebody in.
  [/(\/cdr\/[^/\s"'<>]+\/)[^/\s"'<>?]+/gi, `$1${hidden}`],
  [/(:\/\/[^\s/:@"'<>]*:)[^\s/@"'<>]+(?=@)/g, `$1${hidden}`],
  [/(\bsips?:[^\s:@"'<>;]{0,200}:)[^\s@"'<>]{1,200}(?=@)/gi, `$1${hidden}`],
];

/** Of a traced request: no form has a space in it, but where a line of it was wrapped. Source: docs/cms-wire.md, section 8.2. */
const traced = /\bAPI trace \d+: /;
const inForm = new RegExp(`\\b(${secretNames})=(?!\\*{8}(?:&|$))[^&<]+`, 'gi');

/** Cheap, and true of every text that has something to hide. */
const suspicious = /pass|pwd|pin|secret|token|jwt|dtmf|key|saml|auth|cookie|credential|eyJ|basic|bearer|digest|\/cdr\/|sips?:|:\/\/[^/\s]*@/i;

/** What may be base64. Ids are as well, and decode to nothing readable. */
const coded = /[\w+/-]{24,}={0,2}/g;
const inCoded = /eyJ|pass(?:word|code|phrase)|secret|token|credential/i;

/** A text without the secrets that it shows by their names or their shape. What was said stays readable: only values are replaced. What is JSON as a whole goes through `maskedJson`. */
export function masked(text: string): string {
  const decoded = text.length < 24 ? text : text.replace(coded, (one) => (isSecretCoded(one) ? hidden : one));
  if (!suspicious.test(decoded)) return decoded;
  const form = traced.test(decoded) ? decoded.replace(inForm, `$1=${hidden}`) : decoded;
  return patterns.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), form);
}

/** Whether it is in base64 and, decoded, has to do with secrets. */
function isSecretCoded(text: string): boolean {
  return text.startsWith('ZXlK') || inCoded.test(Buffer.from(text, 'base64').toString('latin1'));
}
