import type { CallDetailRecords, CdrReceiver } from '../cdr/call-detail-records';
import { receiversAtMost } from '../cdr/call-detail-records';
import { badParameters, created, done, failed, xml } from './answer';
import type { Handlers } from './handler';
import { page, smallPage } from './page';
import type { Parameters } from './parameters';
import { element, text } from './xml';

type Names =
  | 'list-cdr-receivers'
  | 'create-cdr-receiver'
  | 'get-cdr-receiver'
  | 'change-cdr-receiver'
  | 'remove-cdr-receiver'
  | 'get-first-cdr-receiver'
  | 'set-first-cdr-receiver'
  | 'post-first-cdr-receiver';

const longestUri = 1_000;

/** Source: `docs/cms-wire.md`, section 3, CDR receivers; `system/cdrReceiver` is the node that was there for one only. */
export const cdrReceiverHandlers: Handlers<Names> = {
  'list-cdr-receivers': ({ cdr }, { query }) => {
    const result = page(query, 'cdrReceivers', smallPage, cdr.receivers, writeReceiver, { maximum: receiversAtMost });
    return result.ok ? xml(result.xml) : result.answer;
  },
  'create-cdr-receiver': ({ cdr }, { form }) => {
    const uri = readUri(form);
    if (uri === 'invalid') return badParameters('uri');
    const receiver = cdr.add(uri ?? '');
    return receiver ? created(`system/cdrReceivers/${receiver.id}`) : failed('tooManyCdrReceivers');
  },
  'get-cdr-receiver': ({ cdr }, { ids }) => {
    const receiver = cdr.receiver(ids.receiver);
    return receiver ? xml(writeReceiver(receiver)) : failed('cdrReceiverDoesNotExist');
  },
  'change-cdr-receiver': ({ cdr }, { ids, form }) => {
    const receiver = cdr.receiver(ids.receiver);
    if (!receiver) return failed('cdrReceiverDoesNotExist');
    const uri = readUri(form);
    if (uri === 'invalid') return badParameters('uri');
    if (uri !== null) cdr.change(receiver, uri);
    return done;
  },
  'remove-cdr-receiver': ({ cdr }, { ids }) => {
    if (!cdr.receiver(ids.receiver)) return failed('cdrReceiverDoesNotExist');
    cdr.remove(ids.receiver);
    return done;
  },
  'get-first-cdr-receiver': ({ cdr }) => {
    const first = firstOf(cdr);
    return xml(element('cdrReceiver', {}, text('uri', first?.uri ?? '')));
  },
  'set-first-cdr-receiver': ({ cdr }, { form }) => setFirst(cdr, form),
  'post-first-cdr-receiver': ({ cdr }, { form }) => setFirst(cdr, form),
};

function setFirst(cdr: CallDetailRecords, form: Parameters) {
  const uri = readUri(form);
  if (uri === 'invalid') return badParameters('uri');
  const first = firstOf(cdr);
  if (first && uri !== null) cdr.change(first, uri);
  else if (!first) cdr.add(uri ?? '');
  return done;
}

function firstOf(cdr: CallDetailRecords): CdrReceiver | null {
  return cdr.receivers.find(({ number }) => number === 1) ?? null;
}

/** The guide writes `url`, clients write `uri`. Null if the request says neither; empty keeps the receiver and stops it. */
function readUri(form: Parameters): string | null | 'invalid' {
  const given = form.get('url') ?? form.get('uri');
  if (given === null || given === '') return given;
  const isUsable = given.length <= longestUri && /^https?:\/\//i.test(given) && URL.canParse(given);
  return isUsable ? given : 'invalid';
}

function writeReceiver({ id, uri }: CdrReceiver): string {
  return element('cdrReceiver', { id }, text('uri', uri));
}
