const hidden = '********';

/** Names of fields whose values nobody may read, in forms, links, JSON, XML and free text. */
const secretNames = 'pass(?:word|code|phrase)?|pwd|pin|secret|(?:auth|access|id|refresh|bearer)?token|jwt|dtmfsequence|api[-_]?key|client_secret|samlresponse';

/** What is secret in a line, and what stands there instead. The order counts: headers before the values in them. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Headers that hold nothing but secrets: all that follows.
  [/\b((?:proxy-)?authorization|(?:set-)?cookie|www-authenticate-info|x-cisco-cms-auth-token)(["']?\s*[:=]\s*).+/gi, `$1$2${hidden}`],
  // A JWT is recognised wherever it is: header and claims are JSON in base64. An encrypted one has five parts.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, hidden],
  [/\b(Basic|Bearer|Digest)( +)[\w+/=.~-]{8,}/gi, `$1$2${hidden}`],
  // A form, a query or free text: password=..., "secret": "...", passcode '...'. What is hidden already stays as it is.
  [new RegExp(`\\b(${secretNames})(["']?\\s*[:=]\\s*|\\s+(?=["']))(?!\\*{8})("[^"]*"?|'[^']*'?|[^\\s&;,<>"']+)`, 'gi'), `$1$2${hidden}`],
  [new RegExp(`(<(${secretNames})>)[^<]*`, 'gi'), `$1${hidden}`],
  // Where CDRs are taken in, the last part of the address is what lets somebody in.
  [/(\/cdr\/[^/\s"'<>]+\/)[^/\s"'<>?]+/gi, `$1${hidden}`],
  [/(:\/\/[^\s/:@"'<>]*:)[^\s/@"'<>]+(?=@)/g, `$1${hidden}`],
];

/** Cheap, and true of every text that has something to hide. */
const suspicious = /pass|pwd|pin|secret|token|jwt|dtmf|key|saml|auth|cookie|eyJ|basic|bearer|digest|\/cdr\/|:\/\/[^/\s]*@/i;

/** A text without the secrets in it. What was said stays readable: only values are replaced. */
export function masked(text: string): string {
  if (!suspicious.test(text)) return text;
  return patterns.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}
