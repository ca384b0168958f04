import { z } from 'zod';
import { counted, maybe, passive, people, said, whyWords, type Sayer, type Subject } from '@/lib/audit/sentence';

const place = z.object({ name: z.string() });
const fault = z.object({ detail: z.string() }).nullish();
const item = z.object({ name: z.string(), from: place.nullable(), to: place });
type Item = z.infer<typeof item>;

const order = z.object({ items: z.array(item), request: z.object({ reason: maybe }).nullish() });

/** What the records of moves, and of whoever was lost on one, say. */
export const moveSentences = {
  'submit-move': said(order, ({ items, request }, result) => sent(items, 'sent', result, request?.reason)),
  'undo-move': said(order, ({ items }, result) => sent(items, 'sent back', result)),
  'repeat-move': said(order, ({ items }, result) => sent(items, 'sent once more', result)),
  'move-ended': said(item.extend({ reason: maybe, error: fault }), (ended, result) => {
    const words = endings[result]?.(ended.name, ended.to.name, ended.reason ?? null) ?? `The move of ${ended.name} to ${ended.to.name} ended: ${whyWords(result)}.`;
    return ended.error ? `${words} ${ended.error.detail}` : words;
  }),
  'pause-move': said(z.object({ queued: z.number() }), ({ queued }, result) => passive(people(queued), 'held back', result)),
  'resume-move': said(z.object({ queued: z.number() }), ({ queued }, result) => passive(people(queued), 'let go on', result)),
  'cancel-move': said(z.object({ items: z.array(z.unknown()) }), ({ items }, result) => passive({ words: `The move of ${people(items.length).words}` }, 'cancelled', result)),
  'retry-move': said(z.object({ items: z.array(z.unknown()) }), ({ items }, result) => passive(people(items.length), 'sent again', result)),
  'person-returned': said(z.object({ recognisedBy: z.string() }), ({ recognisedBy }) => `Somebody who was lost on the way is back, known by ${recognitions[recognisedBy] ?? recognisedBy}.`),
  'dismiss-notice': said(z.object({ name: z.string() }), ({ name }, result) => passive(named(name), 'marked as needing no help', result)),
  'redial-person': said(z.object({ name: z.string(), address: z.string(), into: place }), ({ name, address, into }, result) => passive(named(name), `called at ${address}, into ${into.name}`, result)),
  'redial-ended': said(z.object({ error: fault }), ({ error }, result) => [`The call to somebody who was lost ended: ${whyWords(result)}.`, error?.detail ?? []].flat().join(' ')),
  'take-join-link': said(z.object({ into: z.string(), callBridge: maybe }), ({ into, callBridge }, result) =>
    passive({ words: `The link into the ${into === 'source' ? 'meeting before the move' : 'target of the move'}` }, `shown${callBridge ? `, as ${callBridge} gave it` : ''}`, result),
  ),
  'make-call': said(z.object({}), (_, result) => passive(call, 'made in a space without one, for a move', result)),
  'release-call': said(z.object({}), (_, result) => passive(call, 'left to end with the last who leaves', result)),
  'delete-call': said(z.object({}), (_, result) => passive(call, 'taken away: nobody came', result)),
} satisfies Record<string, Sayer>;

const call: Subject = { words: 'A meeting' };

const recognitions: Readonly<Record<string, string>> = { successor: 'the word of a call bridge', called: 'the call they answered', address: 'their address', name: 'their name' };

/** How a move came to its end, as it is told afterwards. */
const endings: Readonly<Record<string, (name: string, target: string, reason: string | null) => string>> = {
  joined: (name, target) => `${name} arrived in ${target}.`,
  refused: (name, target, reason) => `${name} was not moved to ${target}${reason === null ? '' : `: ${whyWords(reason)}`}.`,
  'nothing-happened': (name, target) => `${name} stayed where they were, and did not come to ${target}.`,
  dropped: (name, target) => `${name} left and did not arrive in ${target}.`,
  'wrong-meeting': (name, target) => `${name} came out in another meeting than ${target}.`,
  'in-lobby': (name, target) => `${name} came into the lobby of ${target}.`,
  'in-both': (name, target) => `${name} arrived in ${target}, and was still in the meeting before.`,
  expired: (name, target) => `${name} was not moved to ${target}: it could not be sent within a minute.`,
  cancelled: (name, target) => `${name} was not moved to ${target}: the move was cancelled.`,
  unknown: (name, target) => `Whether ${name} came to ${target} was not known.`,
};

function sent(items: readonly Item[], how: string, result: string, reason?: string | null): string {
  const from = oneName(items.flatMap((one) => one.from ?? []));
  const to = oneName(items.map((one) => one.to));
  const way = `${how}${from === null ? '' : ` from ${from}`} to ${to ?? 'several meetings'}`;
  const [first] = items;
  const who = first && items.length === 1 ? named(first.name) : first && items.length > 1 ? { words: `${named(first.name).words} and ${counted(items.length - 1, 'other')}`, several: true } : people(0);
  return passive(who, way, result) + (reason ? ` Reason: “${reason}”` : '');
}

/** The name of the one meeting that these are; null for several, or for none. */
function oneName(places: readonly { readonly name: string }[]): string | null {
  const names = new Set(places.map(({ name }) => name));
  const [name] = names;
  return names.size === 1 && name ? name : null;
}

function named(name: string): Subject {
  return { words: name || 'Somebody without a name' };
}
