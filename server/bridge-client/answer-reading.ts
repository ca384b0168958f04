import type { Answer, BridgeError } from '@/server/bridge-client/bridge-error';
import type { HttpReply } from '@/server/bridge-client/http-exchange';
import { readXml, type XmlElement } from '@/server/bridge-client/xml';

/**
 * What a bridge's answer says: the reply itself for 200, else why not. `at` is the bridge's address, for the words.
 * Source: docs/cms-wire.md, sections 1.1 and 1.3.
 */
export function judgeReply(at: string, reply: HttpReply): Answer<HttpReply> {
  const { status } = reply;
  if (status >= 200 && status < 300) return { ok: true, value: reply };
  if (status === 401) {
    return refused(`${at} does not accept the user name or the password. Check the API account on the call bridge.`, status);
  }
  if (status === 403) {
    return refused(`The account may not use the API of ${at}. It needs the role "api".`, status);
  }
  if (status === 503) {
    return refused(`${at} is busy right now and asks to be left alone for a moment.`, status);
  }
  if (status >= 300 && status < 400) {
    return notABridge(`${at} sends callers somewhere else. Check that the address is the Web Admin's own.`, status, false);
  }
  const failure = readXml(reply.body);
  if (failure.ok && failure.root.name === 'failureDetails') return refusedWith(at, status, failure.root);
  if (isWebPage(reply.body)) {
    return notABridge(`${at} answers with a web page. Check the port: it must be the Web Admin's.`, status, status >= 500);
  }
  if (status >= 500) {
    return notABridge(`${at} answers with an error of its own (${status}). Look into the call bridge's log.`, status, true);
  }
  return refused(`${at} refuses the request (${status}) and does not say why.`, status);
}

/**
 * The document in a successful answer to a GET.
 * @param name the root element that there must be
 * @returns its root, and how many of its texts were too long and were cut
 */
export function readDocument(at: string, reply: HttpReply, name: string): Answer<{ root: XmlElement; cut: number }> {
  if (isWebPage(reply.body)) {
    return notABridge(`${at} answers with a web page. Check the port: it must be the Web Admin's.`, reply.status, false);
  }
  if (reply.body.trim() === '') {
    return notABridge(`${at} answers with nothing where a document was asked for.`, reply.status, false);
  }
  const document = readXml(reply.body);
  if (!document.ok) {
    return notABridge(`The answer of ${at} cannot be read: ${document.reason}.`, reply.status, false);
  }
  if (document.root.name !== name) {
    return notABridge(`${at} answers with "${document.root.name}" where "${name}" was asked for.`, reply.status, false);
  }
  return { ok: true, value: document };
}

/** Whether a bridge says that it does not have the object (or the whole node, in a version that is too old). */
export function saysUnknown(error: BridgeError): boolean {
  if (error.code !== 'bridge-refused') return false;
  return error.status === 404 || (error.status === 400 && /DoesNotExist$|^unrecogni[sz]edObject$/.test(error.failureTag ?? ''));
}

/** An answer that brought something, but not what a call bridge would say. */
export function notABridge(detail: string, status: number | null, mayHaveActed: boolean): { ok: false; error: BridgeError } {
  return { ok: false, error: { code: 'bridge-unreachable', detail, status, failureTag: null, mayHaveActed } };
}

function refused(detail: string, status: number, failureTag: string | null = null): { ok: false; error: BridgeError } {
  return { ok: false, error: { code: 'bridge-refused', detail, status, failureTag, mayHaveActed: false } };
}

function refusedWith(at: string, status: number, details: XmlElement): { ok: false; error: BridgeError } {
  const reasons = details.children.map(({ name, attributes }) =>
    name === 'parameterError' ? `${name}: ${attributes['parameter'] ?? '?'} (${attributes['error'] ?? '?'})` : name,
  );
  const said = reasons.length > 0 ? reasons.join(', ') : 'without a reason';
  const error = refused(`${at} refuses: ${said}.`, status, details.children[0]?.name ?? null);
  return { ok: false, error: { ...error.error, mayHaveActed: status >= 500 } };
}

function isWebPage(body: string): boolean {
  return /^\s*(<!--[\s\S]*?-->\s*)?<(!doctype\s+html|html[\s>])/i.test(body);
}
