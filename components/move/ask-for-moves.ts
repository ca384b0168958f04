import type { Meeting } from '@/lib/meeting/meeting';
import type { Participant } from '@/lib/meeting/participant';
import type { MoveChoices } from '@/lib/move/choices';
import type { MoveRequest, Order } from '@/lib/move/order';
import type { Outcome } from '@/lib/problem/problem';
import { toast } from '@/components/messages/toast';
import { peopleWords } from '@/components/move/people-words';
import type { TrafficStore } from '@/components/move/traffic-store';
import { leaveForSignIn } from '@/components/sign-in/leave';

export type SubmitMove = (input: MoveRequest & { idempotencyKey: string }) => Promise<Outcome<Order>>;

interface Asked {
  readonly people: readonly Participant[];
  readonly target: Meeting;
  readonly choices: MoveChoices;
  readonly submit: SubmitMove;
  readonly traffic: TrafficStore;
}

/** What is asked for: these people as they are seen now, in one order. */
export function requestFor(people: readonly Participant[], target: Meeting, choices: MoveChoices): MoveRequest {
  const sources = new Set(people.map(({ meeting }) => meeting));
  const [source] = sources;
  return {
    participants: people.map(({ id }) => id),
    // A meeting without a call is one that its space will have.
    to: target.calls.length === 0 && target.space !== null ? { space: target.space, cluster: target.cluster.id } : { meeting: target.id },
    ...choices,
    // Whoever is moved gets another id, so that nobody of several meetings is moved who has gone on by now either.
    ...(sources.size === 1 && { onlyIfIn: source }),
  };
}

/** Asks for a move and says how that went; what becomes of the order is told by its toast, under the same id. */
export async function askForMoves({ people, target, choices, submit, traffic }: Asked): Promise<void> {
  const idempotencyKey = crypto.randomUUID();
  toast.loading(`Asking for ${peopleWords(people)} to be moved to ${target.name}.`, { id: idempotencyKey });
  try {
    const outcome = await submit({ ...requestFor(people, target, choices), idempotencyKey });
    if (outcome.ok) traffic.addOwn(outcome.value, idempotencyKey);
    else if (outcome.problem.code === 'unauthenticated') leaveForSignIn();
    else toast.error(outcome.problem.detail, { id: idempotencyKey });
  } catch {
    // The server action itself failed: the network, or a server that is starting. The order may be on record.
    toast.error(`Usher did not answer. Look at ${target.name} and at Moves before you try again.`, { id: idempotencyKey });
  }
}
