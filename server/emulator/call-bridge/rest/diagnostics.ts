import type { Diagnostics, DiagnosticsShelf } from '../log/diagnostics';
import type { Call } from '../world/world';
import { created, done, failed, notFound, plainText, xml } from './answer';
import type { Answer } from './answer';
import type { Handlers } from './handler';
import { idInFilter, page, smallPage } from './page';
import { element, text } from './xml';

type Names =
  | 'take-call-diagnostics'
  | 'take-space-diagnostics'
  | 'list-diagnostics'
  | 'get-diagnostics'
  | 'get-diagnostics-contents'
  | 'remove-diagnostics';

/** Source: `docs/cms-wire.md`, section 3, /system/diagnostics. */
export const diagnosticsHandlers: Handlers<Names> = {
  'take-call-diagnostics': ({ core, diagnostics }, { ids }) => take(diagnostics, core.world.calls.get(ids.call)),

  'take-space-diagnostics': ({ core, diagnostics }, { ids }) => {
    if (!core.cluster.coSpaces.get(ids.coSpace)) return failed('coSpaceDoesNotExist');
    return take(diagnostics, core.world.calls.get(core.world.callsByCoSpace.get(ids.coSpace) ?? ''));
  },

  'list-diagnostics': ({ diagnostics }, { query }) => {
    const coSpace = idInFilter(query, 'coSpaceFilter');
    const correlator = idInFilter(query, 'callCorrelatorFilter');
    const matching = diagnostics
      .list()
      .filter((one) => (coSpace === null || one.coSpace === coSpace) && (correlator === null || one.correlator === correlator));
    const result = page(query, 'diagnostics', smallPage, matching, ({ id, label }) => element('diagnostics', { id }, text('label', label)));
    return result.ok ? xml(result.xml) : result.answer;
  },

  'get-diagnostics': ({ diagnostics }, { ids }) => {
    const found = diagnostics.get(ids.diagnostics);
    return found ? xml(write(found)) : notFound;
  },

  'get-diagnostics-contents': ({ diagnostics }, { ids }) => {
    const found = diagnostics.get(ids.diagnostics);
    return found ? plainText(found.contents) : notFound;
  },

  'remove-diagnostics': ({ diagnostics }, { ids }) => (diagnostics.remove(ids.diagnostics) ? done : notFound),
};

function take(diagnostics: DiagnosticsShelf, call: Call | undefined): Answer {
  return call ? created(`system/diagnostics/${diagnostics.take(call).id}`) : failed('callDoesNotExist');
}

function write({ id, label, coSpace, correlator, takenAtMs, contents }: Diagnostics): string {
  return element(
    'diagnostics',
    { id },
    text('label', label),
    text('coSpace', coSpace),
    text('callCorrelator', correlator),
    text('timestamp', `${new Date(takenAtMs).toISOString().slice(0, 19)}Z`),
    text('contentsSize', Buffer.byteLength(contents)),
  );
}
