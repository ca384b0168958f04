import type { Notice, Redial, Side } from '@/lib/move/notice';

/** What happened to somebody, as a sentence without its full stop. */
export function lostSentence(notice: Notice): string {
  return `${lostName(notice)} ${lostWords(notice)}`;
}

/** Who it happened to: how the sentence begins. */
export function lostName({ person }: Notice): string {
  return person.name || 'Somebody';
}

/** What happened: how the sentence goes on. */
export function lostWords({ to }: Notice): string {
  return `did not arrive in ${to.name || 'the other meeting'}`;
}

/** The name of the meeting on a side of the move; null where it is not known, or not to be seen. */
export function sideName({ from, to }: Notice, side: Side): string | null {
  const place = side === 'target' ? to : from;
  return place && place.meeting !== '' ? place.name : null;
}

const redials: Record<Redial['state'], (name: string, into: string) => string> = {
  sending: (name, into) => `${into} is being asked to call ${name}.`,
  ringing: (name, into) => `Calling ${name} into ${into}: it rings.`,
  answered: (name, into) => `${name} has answered, and is on the way into ${into}.`,
  'no-answer': (name) => `${name} did not answer.`,
  failed: (name, into) => `${name} was not called into ${into}.`,
  unknown: (name, into) => `Whether ${into} calls ${name} is not known yet: the call bridge did not answer. Nobody is called twice.`,
};

/** How the latest call stands; null where there was none. */
export function redialWords(notice: Notice): string | null {
  const { redial, person } = notice;
  if (!redial) return null;
  const words = redials[redial.state](person.name, sideName(notice, redial.into) ?? 'the meeting');
  return redial.error ? `${redial.error.detail} ${words}` : words;
}

/** Exactly what a call will do. */
export function callWords({ person }: Notice, into: string): string {
  return `${into} calls ${person.uri ?? person.name}, and it rings there. Whoever answers is in ${into}, muted if they were. First every call bridge is asked whether the old connection is gone: if it is not, nobody is called.`;
}
