import { longestTracingSeconds, traceFor, tracedParts, tracingSecondsLeft, type TracedPart } from '../log/timed-logging';
import { isAtLeast } from '../version';
import { badParameters, done, notFound, xml } from './answer';
import type { Handlers } from './handler';
import { readNumber, type Read } from './parameters';
import { element, text } from './xml';

const parts = Object.keys(tracedParts) as TracedPart[];

/** Detailed tracing for a time (3.2). Source: `docs/cms-wire.md`, section 8.6. */
export const timedLoggingHandlers: Handlers<'get-timed-logging' | 'change-timed-logging'> = {
  'get-timed-logging': ({ core }) => {
    if (!isAtLeast(core.version, '3.2')) return notFound;
    return xml(element('timedLogging', {}, ...parts.map((part) => text(part, tracingSecondsLeft(core, part)))));
  },
  'change-timed-logging': ({ core }, { form }) => {
    if (!isAtLeast(core.version, '3.2')) return notFound;
    const wanted = parts.map((part) => ({ part, seconds: readSeconds(form.get(part)) }));
    const wrong = wanted.filter(({ seconds }) => seconds.state === 'invalid');
    if (wrong.length > 0) return badParameters(...wrong.map(({ part }) => part));
    for (const { part, seconds } of wanted) if (seconds.state === 'value') traceFor(core, part, seconds.value);
    return done;
  },
};

/** An empty value ends it, as 0 does. */
function readSeconds(given: string | null): Read<number> {
  return given === '' ? { state: 'value', value: 0 } : readNumber(given, 0, longestTracingSeconds);
}
