import type { Outcome } from '@/lib/problem/problem';
import type { ArmedFault, ArmFault } from '@/lib/rehearsal/rehearsal';

/** What the rehearsal page asks for. */
export interface RehearsalActions {
  arm(input: ArmFault): Promise<Outcome<ArmedFault>>;
  /** Without an id all that is armed. */
  clear(input: { id?: number }): Promise<Outcome<null>>;
  setSpeed(input: { speed: number }): Promise<Outcome<{ speed: number }>>;
}
