import { z } from 'zod';
import { counted, listed, maybe, passive, said, whyWords, type Sayer } from '@/lib/audit/sentence';
import { faults } from '@/lib/trace/faults';

const nothing = z.object({});
const scope = z.object({ clusters: z.array(z.unknown()), spaces: z.array(z.unknown()) }).nullish();
const limited = { role: z.string(), scope };
const cluster = z.object({ id: z.string(), name: maybe, mode: maybe, cdr: z.boolean().nullish() });
const bridgeEdit = z.object({ id: z.string(), name: maybe, address: maybe, username: maybe, newPassword: z.boolean().nullish(), newTrust: z.boolean().nullish() });
const person = z.object({ name: maybe, sessionsEnded: z.number().nullish() });
const token = z.object({ name: z.string(), ...limited, expiresInDays: z.number().nullish() });
const webhook = z.object({ host: maybe, kinds: z.array(z.string()).nullish() });
const erasure = z.object({ from: z.number(), upTo: z.number(), olderThanDays: z.number() });

/** What the records of people, tokens, call bridges and the audit log itself say. */
export const consoleSentences = {
  'sign-in': said(nothing, (_, result) => (result === 'ok' ? 'Came in with a password.' : `Was not let in: ${result === 'unauthenticated' ? 'name and password do not fit' : whyWords(result)}.`)),
  'sign-out': said(nothing, () => 'Left.'),
  'token-used': said(nothing, () => 'Came from this address for the first time.'),
  'change-own-password': said(nothing, (_, result) => passive({ words: 'Their own password' }, 'changed', result)),
  'add-person': said(z.object({ name: z.string(), ...limited }), ({ name, ...rights }, result) => passive({ words: name }, `added as ${rightsWords(rights)}`, result)),
  'change-role': said(person.extend(limited), ({ name, sessionsEnded, ...rights }, result) => passive({ words: name ?? 'A person' }, `made ${rightsWords(rights)}`, result) + endedWords(sessionsEnded)),
  'reset-password': said(person, ({ name, sessionsEnded }, result) => passive({ words: `The password of ${name ?? 'a person'}` }, 'reset', result) + endedWords(sessionsEnded)),
  'remove-person': said(person, ({ name, sessionsEnded }, result) => passive({ words: name ?? 'A person' }, 'removed', result) + endedWords(sessionsEnded)),
  'create-token': said(token, ({ name, expiresInDays, ...rights }, result) => passive({ words: `The token ${name}` }, `created as ${rightsWords(rights)}${expiresInDays == null ? '' : `, for ${counted(expiresInDays, 'day')}`}`, result)),
  'delete-token': said(z.object({ name: maybe }), ({ name }, result) => passive({ words: name == null ? 'A token' : `The token ${name}` }, 'deleted', result)),
  'add-webhook': said(webhook, ({ host, kinds }, result) => passive({ words: `A webhook to ${host ?? 'an address'}` }, `added${kinds ? `, told of ${listed(kinds.map((kind) => toldOf[kind] ?? kind))}` : ''}`, result)),
  'remove-webhook': said(webhook, ({ host }, result) => passive({ words: `The webhook to ${host ?? 'an address'}` }, 'removed', result)),
  'test-webhook': said(webhook, ({ host }, result) => passive({ words: `A test to ${host ?? 'an address'}` }, 'put in line', result)),
  'add-call-bridge': said(z.object({ address: z.string(), name: maybe, username: maybe, leaveRehearsal: z.boolean().nullish() }), ({ address, name, username, leaveRehearsal }, result) => {
    const deed = `connected${name == null ? '' : ` as ${name}`}${username == null ? '' : `, with the account ${username}`}`;
    return passive({ words: address }, deed, result) + (leaveRehearsal && result === 'ok' ? ' The rehearsal ended.' : '');
  }),
  'edit-call-bridge': said(bridgeEdit, (edit, result) => passive({ words: `A call bridge (${edit.id})` }, `changed: ${listed(changesOf(edit))}`, result)),
  'remove-call-bridge': said(z.object({ id: z.string() }), ({ id }, result) => passive({ words: `A call bridge (${id})` }, 'removed', result)),
  'change-tracing': said(z.object({ id: z.string(), minutes: z.number(), name: maybe }), ({ id, minutes, name }, result) =>
    passive({ words: `Detailed tracing at ${name ?? id}` }, minutes === 0 ? 'switched off' : `switched on for ${counted(minutes, 'minute')}`, result),
  ),
  'change-cluster': said(cluster, ({ id, name, mode, cdr }, result) => passive({ words: name ?? id }, mode != null ? `set to ${mode}` : `asked ${cdr ? 'to send' : 'not to send'} its call detail records`, result)),
  'stop-all': said(z.object({ clusters: z.array(z.string()).nullish() }), ({ clusters }, result) => {
    const names = clusters ?? [];
    return passive(names.length === 0 ? { words: 'Every cluster' } : { words: listed(names), several: names.length > 1 }, 'set to observe', result);
  }),
  'arm-fault': said(z.object({ fault: z.string(), times: z.string() }), ({ fault, times }, result) => passive({ words: `The fault “${faultWords(fault)}”` }, `armed ${times === 'once' ? 'for once' : 'until it is cleared'}`, result)),
  'clear-faults': said(z.object({ id: z.number().nullish() }), ({ id }, result) => (id == null ? passive({ words: 'All faults', several: true }, 'cleared', result) : passive({ words: `The fault no. ${id}` }, 'cleared', result))),
  'set-rehearsal-speed': said(z.object({ speed: z.number() }), ({ speed }, result) => passive({ words: 'The rehearsal' }, `set to ${speed} times its speed`, result)),
  'diagnose-files': said(z.object({ files: z.number(), moves: z.number() }), ({ files, moves }) => `${counted(files, 'file')} ${files === 1 ? 'was' : 'were'} read: ${counted(moves, 'move')} in ${files === 1 ? 'it' : 'them'}.`),
  'export-audit': said(z.object({ upTo: z.number().nullish() }), ({ upTo }, result) => passive({ words: `All records${upTo == null ? '' : ` up to no. ${upTo}`}`, several: true }, 'taken away as a file', result)),
  'erase-audit': said(erasure, ({ from, upTo, olderThanDays }) => `Names and details of the records ${from} to ${upTo} were erased: they were older than ${counted(olderThanDays, 'day')}.`),
} satisfies Record<string, Sayer>;

const toldOf: Readonly<Record<string, string>> = { 'move-ended': 'each end of a move', 'order-settled': 'each order that settles' };

function faultWords(name: string): string {
  const known: Readonly<Record<string, { readonly words: string }>> = faults;
  return (Object.hasOwn(known, name) ? known[name]?.words.replace(/\.$/, '') : null) ?? name;
}

function rightsWords({ role, scope: limit }: { role: string; scope?: z.infer<typeof scope> }): string {
  const parts = limit ? [...(limit.clusters.length > 0 ? [counted(limit.clusters.length, 'cluster')] : []), ...(limit.spaces.length > 0 ? [counted(limit.spaces.length, 'space')] : [])] : [];
  return parts.length === 0 ? role : `${role}, limited to ${listed(parts)}`;
}

function endedWords(sessions: number | null | undefined): string {
  return sessions ? ` ${counted(sessions, 'session')} ended with it.` : '';
}

function changesOf({ name, address, username, newPassword, newTrust }: z.infer<typeof bridgeEdit>): string[] {
  return [
    ...(name == null ? [] : [`its name is ${name}`]),
    ...(address == null ? [] : [`its address is ${address}`]),
    ...(username == null ? [] : [`its account is ${username}`]),
    ...(newPassword ? ['another password'] : []),
    ...(newTrust ? ['another trust in its certificate'] : []),
  ];
}
