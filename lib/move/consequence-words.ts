import type { RightName } from '@/lib/move/rights';
import type { Consequence } from '@/lib/move/verdict';
import type { ConsequenceCode, SettingName } from '@/lib/move/verdict-codes';

interface Words {
  /** In a few words, as they stand after a person's name. */
  label(consequence: Consequence): string;
  /** A whole sentence. */
  sentence(consequence: Consequence, named: ConsequenceNamed): string;
  /** What is not known, where that is why nothing better can be said: "Not known: who waits in the lobby". */
  unknown: string;
}

/** What a sentence about a consequence can name. */
export interface ConsequenceNamed {
  readonly person: string;
  readonly source: string;
  readonly target: string;
}

const words: Record<ConsequenceCode, Words> = {
  'admits-lobby': {
    label: ({ count = 0 }) => `lets in ${count} from the lobby`,
    sentence: ({ count = 0 }, { person, target }) => `With ${person}, ${people(count)} from the lobby of ${target} will enter.`,
    unknown: 'who waits in the lobby',
  },
  'waits-in-lobby': {
    label: () => 'waits in the lobby',
    sentence: (_, { person, target }) => `${person} will wait in the lobby of ${target} until somebody lets them in.`,
    unknown: 'whether they wait in the lobby',
  },
  'overrides-lock': {
    label: () => 'enters although locked',
    sentence: (_, { person, target }) => `${target} is locked; ${person} will enter, the lock stays.`,
    unknown: 'whom the lock holds back',
  },
  'bypasses-passcode': {
    label: () => 'enters without the passcode',
    sentence: (_, { person, target }) => `${target} has a passcode; ${person} will not be asked for it.`,
    unknown: 'whether there is a passcode',
  },
  'role-differs': {
    label: ({ which = [] }) => `has other rights to ${settingWords(which)}`,
    sentence: ({ which = [] }, { person, target }) => `In ${target} ${person} has other rights to ${settingWords(which)}.`,
    unknown: 'the rights there',
  },
  'settings-reset': {
    label: ({ which = [] }) => `gets the ${settingWords(which)} of the target`,
    sentence: ({ which = [] }, { person, target }) => `The ${settingWords(which)} of ${person} will be as ${target} has it.`,
    unknown: 'which settings stay',
  },
  'stays-muted': {
    label: ({ which = [] }) => `keeps the ${settingWords(which)}`,
    sentence: ({ which = [] }, { person }) => `${person} keeps the ${settingWords(which)}, which was not there before: a move unmutes nobody.`,
    unknown: 'who stays muted',
  },
  'presentation-stops': {
    label: () => 'stops presenting',
    sentence: (_, { person }) => `${person} presents; the presentation stops.`,
    unknown: 'whether the presentation stops',
  },
  'presentation-follows': {
    label: () => 'goes on presenting',
    sentence: (_, { person, target }) => `${person} presents, and will probably go on in ${target}.`,
    unknown: 'whether the presentation goes on',
  },
  'takes-floor-from': {
    label: ({ name = 'somebody' }) => `takes the floor from ${name}`,
    sentence: ({ name = 'Somebody' }, { person, target }) => `${name} presents in ${target}; the presentation of ${person} takes its place.`,
    unknown: 'who presents there',
  },
  'chat-lost': {
    label: () => 'loses the chat so far',
    sentence: (_, { person, source }) => `${person} loses the chat of ${source} so far.`,
    unknown: 'whether the chat is lost',
  },
  'target-recorded': {
    label: () => 'will be recorded',
    sentence: (_, { person, target }) => `${target} is being recorded; ${person} will be on it.`,
    unknown: 'whether it is recorded',
  },
  'target-streamed': {
    label: () => 'will be streamed',
    sentence: (_, { person, target }) => `${target} is being streamed; ${person} will be seen on it.`,
    unknown: 'whether it is streamed',
  },
  'leaves-without-activator': {
    label: ({ count = 0, dropped = 0 }) => `leaves ${people(count)} who ${stayingWords(count, dropped)}`,
    sentence: ({ count = 0, dropped = 0 }, { person, source }) =>
      `Without ${person} nobody keeps ${source} open: ${people(count)} ${stayingWords(count, dropped)}.`,
    unknown: 'who stays behind without a host',
  },
  'ends-source': {
    label: ({ again }) => (again ? 'ends the meeting left behind' : 'ends the meeting left behind for good'),
    sentence: ({ again }, { person, source }) =>
      again
        ? `${source} ends without ${person}; it begins anew as soon as somebody enters its space.`
        : `${source} ends without ${person}, and cannot be made again: it has no space.`,
    unknown: 'whether the meeting left behind ends',
  },
  'capacity-tight': {
    label: () => 'there is hardly room',
    sentence: (_, { person, target }) => `There is hardly room left for ${person} in ${target}, or on its call bridges.`,
    unknown: 'how much room there is',
  },
  'encryption-differs': {
    label: () => 'is encrypted otherwise',
    sentence: (_, { person, target }) => `${target} wants another encryption than ${person} has, and may not keep them.`,
    unknown: 'whether the encryption fits',
  },
  'bridge-may-change': {
    label: () => 'may land on another bridge',
    sentence: (_, { person }) => `${person} may land on another call bridge.`,
    unknown: 'on which bridge',
  },
  'outcome-unprovable': {
    label: () => 'cannot be followed for certain',
    sentence: (_, { person }) => `A call bridge of the cluster is away: if ${person} lands there, it is not seen.`,
    unknown: 'whether it can be followed',
  },
};

const names: Record<SettingName | RightName, string> = {
  audioMute: 'audio mute',
  videoMute: 'video mute',
  layout: 'layout',
  importance: 'importance',
  label: 'label',
  muteSelf: 'mute themselves',
  videoMuteSelf: 'turn off their camera',
  muteOthers: 'mute others',
  videoMuteOthers: "turn off others' cameras",
  changeLayout: 'change the layout',
};

/** One consequence that is known, in a few words, as they stand after a person's name. */
export function consequenceLabel(consequence: Consequence): string {
  return words[consequence.code].label(consequence);
}

/** One consequence that is known, as a sentence. */
export function consequenceSentence(consequence: Consequence, named: ConsequenceNamed): string {
  return words[consequence.code].sentence(consequence, named);
}

/** Everything that is not known of what a move would do, in one line; null where all is known. */
export function notKnownWords(consequences: readonly Consequence[]): string | null {
  return notKnownSentence(notKnownParts(consequences));
}

/** What is not known of what a move would do, each thing once: "who waits in the lobby". */
export function notKnownParts(consequences: readonly Consequence[]): string[] {
  return [...new Set(consequences.filter(({ known }) => known === false).map(({ code }) => words[code].unknown))];
}

/** Things that are not known, in one line; null for none. */
export function notKnownSentence(parts: readonly string[]): string | null {
  return parts.length > 0 ? `Not known: ${parts.join(', ')}.` : null;
}

/** Settings and rights as words: "audio mute and layout". */
export function settingWords(which: readonly (SettingName | RightName)[]): string {
  return list(which.map(nameOf));
}

function nameOf(name: SettingName | RightName): string {
  return names[name];
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function stayingWords(count: number, dropped: number): string {
  const [is, goes] = count === 1 ? ['is', 'goes'] : ['are', 'go'];
  if (dropped === 0) return `${goes} back to the lobby`;
  return dropped >= count ? `${is} dropped` : `${goes} back to the lobby or ${is} dropped`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
