import type { Notice } from '@/lib/move/notice';

const none: readonly Notice[] = [];

/** Notices in lists that stay the same arrays until a notice in them changes. There are few of them. */
export class NoticeLists {
  readonly #read: () => Iterable<Notice>;
  #all: readonly Notice[] | null = null;
  #from = new Map<string, readonly Notice[]>();

  constructor(read: () => Iterable<Notice>) {
    this.#read = read;
  }

  /** Those who wait longest first. */
  get all(): readonly Notice[] {
    if (this.#all) return this.#all;
    const all = [...this.#read()].sort((a, b) => (`${a.at} ${a.id}` < `${b.at} ${b.id}` ? -1 : 1));
    const from = new Map<string, Notice[]>();
    for (const notice of all) if (notice.from) from.set(notice.from.meeting, [...(from.get(notice.from.meeting) ?? []), notice]);
    this.#from = new Map(Array.from(from, ([meeting, list]) => [meeting, unlessSame(this.#from.get(meeting), list)]));
    return (this.#all = all);
  }

  /** Those of people who were in this meeting. */
  from(meeting: string): readonly Notice[] {
    return this.all.length === 0 ? none : (this.#from.get(meeting) ?? none);
  }

  changed(): void {
    this.#all = null;
  }
}

function unlessSame(before: readonly Notice[] | undefined, now: readonly Notice[]): readonly Notice[] {
  return before?.length === now.length && before.every((notice, at) => notice === now[at]) ? before : now;
}
