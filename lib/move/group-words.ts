import { consequenceLabel, settingWords } from '@/lib/move/consequence-words';
import type { Consequence, Verdict } from '@/lib/move/verdict';
import type { ConsequenceCode, RefusalReason } from '@/lib/move/verdict-codes';
import { refusalLabels } from '@/lib/move/words';

/** Somebody who is judged with others. */
export interface Judged {
  readonly name: string;
  readonly verdict: Verdict;
}

/** What is said of those who may not go, after their number: "one" or a figure. */
const heldBack: Record<RefusalReason, (count: string, one: boolean) => string> = {
  forbidden: (count) => `${count} not yours to move`,
  'cluster-observe-only': (count, one) => `${count} ${is(one)} on a cluster that is only observed`,
  'moved-meanwhile': (count, one) => `${count} ${one ? 'has' : 'have'} been moved meanwhile`,
  'not-connected': (count, one) => `${count} ${is(one)} not connected`,
  'same-meeting': (count, one) => `${count} ${is(one)} here already`,
  'other-cluster': (count, one) => `${count} ${is(one)} on another cluster`,
  'bridge-unreachable': (count, one) => `${count} ${is(one)} on a call bridge that is away`,
  'needs-2.6': (count, one) => `${count} ${is(one)} on a call bridge older than 2.6`,
  'web-app-needs-3.2': (count, one) => `${count} ${one ? 'uses' : 'use'} the web app of a bridge older than 3.2`,
  'admit-needs-2.9': () => 'a call bridge here is older than 2.9',
  'microsoft-client': (count, one) => `${count} ${one ? 'is a Microsoft client' : 'are Microsoft clients'}`,
  'meeting-app': (count, one) => `${count} ${one ? 'uses' : 'use'} the Meeting App`,
  'cannot-move': (count) => `${count} cannot be moved`,
  'target-not-a-meeting': () => 'this is not a meeting',
  'target-ended': () => 'this has ended',
  'target-dual-homed': () => 'this is shared with Microsoft',
  'target-full': (count) => `no place for ${count}`,
};

/** What comes to several people alike, after their number; null for what comes once, whoever goes. */
const alike: Record<ConsequenceCode, ((count: number, which: string) => string) | null> = {
  'admits-lobby': null,
  'waits-in-lobby': (count) => `${count} wait in the lobby`,
  'overrides-lock': (count) => `${count} enter although locked`,
  'bypasses-passcode': (count) => `${count} enter without the passcode`,
  'role-differs': (count, which) => `${count} have other rights to ${which}`,
  'settings-reset': (count, which) => `${count} get the ${which} of the target`,
  'stays-muted': (count, which) => `${count} keep the ${which}, which was not there before`,
  'presentation-stops': (count) => `${count} stop presenting`,
  'presentation-follows': (count) => `${count} go on presenting`,
  'takes-floor-from': null,
  'chat-lost': (count) => `${count} lose the chat so far`,
  'target-recorded': (count) => `${count} will be recorded`,
  'target-streamed': (count) => `${count} will be streamed`,
  'leaves-without-activator': null,
  'ends-source': null,
  'capacity-tight': (count) => `there is hardly room for ${count}`,
  'encryption-differs': (count) => `${count} are encrypted otherwise`,
  'bridge-may-change': (count) => `${count} may land on another bridge`,
  'outcome-unprovable': (count) => `${count} cannot be followed for certain`,
};

/** How many of those who are judged together may go, and why the others may not: "2 of 3 can move: one is a Microsoft client". */
export function groupHeadline(judged: readonly Judged[]): string {
  const refused = judged.flatMap(({ verdict: { reason } }) => reason ?? []);
  const allowed = judged.length - refused.length;
  const [first] = refused;
  if (first === undefined) return `${judged.length} can move`;
  const counts = grouped(refused, (reason) => reason);
  if (allowed === 0 && counts.size === 1) return refusalLabels[first];
  const why = Array.from(counts, ([reason, { length }]) => heldBack[reason](length === 1 ? 'one' : String(length), length === 1));
  return `${allowed === 0 ? 'None' : allowed} of ${judged.length} can move: ${why.join(', ')}`;
}

/** What else will happen if those go who may, a line for each thing, in the order in which consequences are told. */
export function groupConsequences(judged: readonly Judged[]): string[] {
  const told = judged.flatMap(({ name, verdict }) => (verdict.allowed ? verdict.consequences.map((consequence) => ({ name, consequence })) : []));
  const known = told.filter(({ consequence }) => consequence.known !== false);
  return Array.from(grouped(known, ({ consequence }) => consequence.code), ([code, all]) => {
    const words = alike[code];
    if (!words) return [...new Set(all.map(({ consequence }) => consequenceLabel(consequence)))].join(', ');
    const [one] = all;
    return all.length === 1 && one ? `${one.name} ${consequenceLabel(one.consequence)}` : words(all.length, whichOf(all.map(({ consequence }) => consequence)));
  });
}

function whichOf(consequences: readonly Consequence[]): string {
  return settingWords([...new Set(consequences.flatMap(({ which = [] }) => which))]);
}

function grouped<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

function is(one: boolean): string {
  return one ? 'is' : 'are';
}
