export const actors = ['asker', 'target', 'home', 'chosen', 'web-bridge', 'web-app'] as const;
export type Actor = (typeof actors)[number];

/** What actors are called at the head of their lines; who asked is Usher or somebody else. */
export const actorNames: Readonly<Record<Exclude<Actor, 'asker'>, string>> = {
  target: 'Target bridge',
  home: 'Home bridge',
  chosen: 'Chosen bridge',
  'web-bridge': 'Web bridge',
  'web-app': 'Web app',
};

export interface StepArrow {
  readonly from: Actor;
  /** The same as `from` where one does something by itself. */
  readonly to: Actor;
  /** Whom it passes on the way. */
  readonly by?: Actor;
}

/** Who says what to whom in each step, 1 to 11 (`docs/architecture.md`). */
export const stepArrows: readonly StepArrow[] = [
  { from: 'asker', to: 'target' },
  { from: 'target', to: 'home' },
  { from: 'home', to: 'target' },
  { from: 'target', to: 'target' },
  { from: 'target', to: 'chosen' },
  { from: 'chosen', to: 'web-bridge' },
  { from: 'web-bridge', to: 'web-app' },
  { from: 'web-app', to: 'web-bridge' },
  { from: 'web-bridge', to: 'home' },
  { from: 'home', to: 'home' },
  { from: 'web-app', to: 'chosen', by: 'web-bridge' },
];

/** "Web app → Web bridge → Chosen bridge", or one name where nobody else takes part. */
export function wayWords({ from, by, to }: StepArrow, asker: string): string {
  const nameOf = (actor: Actor) => (actor === 'asker' ? asker : actorNames[actor]);
  return [from, ...(by ? [by] : []), ...(to === from ? [] : [to])].map(nameOf).join(' → ');
}
