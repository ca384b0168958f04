import type { NodeLog } from './bridge-log';

/** Lines that the API trace of one request consists of. */
export interface ApiTrace {
  request(method: string, path: string, from: string, contentType: string, body: string): void;
  response(status: number, headers: Record<string, string>, body: string): void;
}

const payloadWidth = 48;

/**
 * Detailed tracing of one API request, as the product writes it: payload in pieces of 48 characters, a parameter a line,
 * passcodes masked. Source: `docs/cms-wire.md`, section 8.2.
 */
export function apiTrace(log: NodeLog, number: number): ApiTrace {
  const line = (text: string): void => log.write(`API trace ${number}: ${text}`);
  return {
    request(method, path, from, contentType, body) {
      line(`${method} for "${path}" (from ${from})`);
      if (body === '') return;
      line(`content data size ${Buffer.byteLength(body)}, type "${contentType}":`);
      for (const piece of payloadLines(body)) line(piece);
    },
    response(status, headers, body) {
      line(`sending ${status} response, size ${Buffer.byteLength(body)}`);
      for (const [name, value] of Object.entries(headers)) line(`${name}: ${value}`);
      if (body !== '') line(maskElements(body.slice(0, 400)));
    },
  };
}

function payloadLines(body: string): string[] {
  const parameters = body.slice(0, 4_000).split('&');
  return parameters.flatMap((parameter, index) => {
    const text = maskPasscode(parameter) + (index < parameters.length - 1 ? '&' : '');
    const pieces: string[] = [];
    for (let at = 0; at < text.length; at += payloadWidth) pieces.push(`${at === 0 ? ' ' : '     '}${text.slice(at, at + payloadWidth)}`);
    return pieces;
  });
}

/** Also where the answer was cut in the middle of one. */
function maskElements(xml: string): string {
  return xml.replace(/<(passcode|secret)>[^<]*/g, '<$1>********');
}

function maskPasscode(parameter: string): string {
  return /^passcode=/i.test(parameter) ? `${parameter.slice(0, 'passcode='.length)}********` : parameter;
}
