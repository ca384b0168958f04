/** What of the live picture somebody wants to hear of. `people` may name single meetings. */
export interface Topics {
  readonly meetings: boolean;
  readonly callBridges: boolean;
  readonly orders: boolean;
  /** Who carries whom. */
  readonly presence: boolean;
  readonly people: 'all' | ReadonlySet<string>;
}

export const allTopics: Topics = { meetings: true, callBridges: true, orders: true, presence: true, people: 'all' };

/** How many topics can be named at once: the lists, and as many meetings as any board has columns. */
export const mostTopics = 250;
/** In characters. */
export const longestTopic = 210;
const peopleOf = 'people:';

/** Topics by their names: `meetings`, `call-bridges`, `orders`, `presence`, `people` (of all meetings), `people:<meeting>`. Null for any other name. */
export function topicsNamed(names: readonly string[]): Topics | null {
  const lists = new Set(['meetings', 'call-bridges', 'orders', 'presence', 'people']);
  const known = names.every((name) => lists.has(name) || (name.startsWith(peopleOf) && name.length > peopleOf.length));
  if (!known || names.length > mostTopics || names.some((name) => name.length > longestTopic)) return null;
  const meetings = names.filter((name) => name.startsWith(peopleOf)).map((name) => name.slice(peopleOf.length));
  return {
    meetings: names.includes('meetings'),
    callBridges: names.includes('call-bridges'),
    orders: names.includes('orders'),
    presence: names.includes('presence'),
    people: names.includes('people') ? 'all' : new Set(meetings),
  };
}

/** The topic of the people in one meeting. */
export function peopleTopic(meeting: string): string {
  return peopleOf + meeting;
}
