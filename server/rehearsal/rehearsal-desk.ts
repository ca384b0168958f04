import { z } from 'zod';
import { ProblemError } from '@/lib/problem/problem';
import { armedFaultSchema, rehearsalSchema, type ArmFault, type ArmedFault, type Rehearsal } from '@/lib/rehearsal/rehearsal';
import { exchangeWithControl, type ControlMethod } from '@/server/rehearsal/control-request';

/** What can be asked of the emulator while its clusters are shown. Problems: `unavailable`, and what the emulator refuses. */
export interface RehearsalDesk {
  look(): Promise<Rehearsal>;
  arm(fault: ArmFault): Promise<ArmedFault>;
  /** One fault by its number, or null for all. */
  clear(id: number | null): Promise<void>;
  setSpeed(speed: number): Promise<void>;
}

/** What an emulator says of itself once, at its start. */
export type Stage = Pick<Rehearsal, 'scenario' | 'webApps' | 'nodes'>;

const mostHappeningsShown = 100;

const table = rehearsalSchema.pick({ faults: true, armed: true });
const happenings = rehearsalSchema.pick({ happened: true });
const tempo = rehearsalSchema.pick({ speed: true });
const refusal = z.object({
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), detail: z.string() })).default([]),
});

/** @param control address of the control port */
export function rehearsalDesk(control: string, stage: Stage): RehearsalDesk {
  const ask = async (method: ControlMethod, path: string, body?: unknown): Promise<unknown> => {
    const answer = await exchangeWithControl(control + path, method, body).catch(() => {
      throw new ProblemError('unavailable', 'The emulator does not answer. Is it still running?');
    });
    const said: unknown = JSON.parse(answer.body);
    if (answer.status < 400) return said;
    throw refused(answer.status, said);
  };
  return {
    async look() {
      const [faults, happened, clock] = await Promise.all([ask('GET', '/faults'), ask('GET', '/happened'), ask('GET', '/clock')]);
      const newest = happenings.parse(happened).happened.slice(-mostHappeningsShown).reverse();
      return { ...stage, ...table.parse(faults), ...tempo.parse(clock), happened: newest };
    },
    arm: async (fault) => armedFaultSchema.parse(await ask('POST', '/faults', fault)),
    clear: async (id) => void (await ask('DELETE', id === null ? '/faults' : `/faults/${id}`)),
    setSpeed: async (speed) => void (await ask('PUT', '/clock', { speed })),
  };
}

/** What the emulator did not take, told as Usher tells it: the first thing that is wrong, and where each is. */
function refused(status: number, said: unknown): ProblemError {
  const told = refusal.safeParse(said).data;
  const errors = (told?.errors ?? []).map(({ field, detail }) => ({ path: field, message: detail }));
  const detail = errors[0]?.message ?? told?.detail ?? 'The emulator refused that.';
  return status === 404 ? new ProblemError('not-found', detail) : new ProblemError('invalid', detail, { errors });
}
