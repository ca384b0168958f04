import type { z } from 'zod';
import type { Caller, Permission } from '@/lib/access/access';
import type { AuditForwarding } from '@/lib/audit/audit-forwarding';
import type { SyslogState } from '@/lib/syslog/syslog-state';
import type { AuditDesk } from '@/server/audit/audit-desk';
import type { Clock } from '@/server/bridge-client/clock';
import type { ChangeHub } from '@/server/changes/change-hub';
import type { ClusterAdmin } from '@/server/clusters/cluster-admin';
import type { ApiTracing } from '@/server/clusters/api-tracing';
import type { JoinLinks } from '@/server/clusters/join-links';
import type { NumericIds } from '@/server/clusters/numeric-ids';
import type { SpaceLookup } from '@/server/clusters/space-lookup';
import type { SpaceSearch } from '@/server/clusters/space-search';
import type { CloseLook } from '@/server/feeds/close-look';
import type { DiagnosisDesk } from '@/server/diagnoses/diagnosis-desk';
import type { Inventory } from '@/server/inventory/inventory';
import type { MeetingHistory } from '@/server/journal/meeting-history';
import type { Journal } from '@/server/journal/journal';
import type { LostPeople } from '@/server/moves/lost/lost-people';
import type { Redials } from '@/server/moves/lost/redials';
import type { Moves } from '@/server/moves/moves';
import type { ObservedMoves } from '@/server/moves/observed-moves';
import type { RehearsalDesk } from '@/server/rehearsal/rehearsal-desk';
import type { FindingWatch } from '@/server/traces/finding-watch';
import type { KeptReads } from '@/server/commands/kept-reads';
import type { People } from '@/server/people/people';
import type { Webhooks } from '@/server/webhooks/webhooks';

/** The parts that commands work on. */
export interface CommandParts {
  readonly inventory: Inventory;
  readonly clock: Pick<Clock, 'now'>;
  readonly journal: Pick<Journal, 'about'>;
  readonly history: Pick<MeetingHistory, 'list' | 'count' | 'find'>;
  readonly syslog: { readonly state: SyslogState };
  readonly diagnoses: Pick<DiagnosisDesk, 'diagnose'>;
  readonly closeLook: Pick<CloseLook, 'take' | 'complete'>;
  readonly spaces: Pick<SpaceSearch, 'find'>;
  readonly spaceLookup: Pick<SpaceLookup, 'find'>;
  readonly numericIds: Pick<NumericIds, 'of'>;
  readonly clusters: ClusterAdmin;
  readonly moves: Moves;
  readonly lost: Pick<LostPeople, 'list' | 'dismiss' | 'helped'>;
  readonly redials: Pick<Redials, 'redial'>;
  readonly joinLinks: Pick<JoinLinks, 'to'>;
  readonly tracing: Pick<ApiTracing, 'stateOf' | 'change'>;
  readonly observed: Pick<ObservedMoves, 'trust' | 'overlooked'>;
  readonly findings: Pick<FindingWatch, 'counts'>;
  readonly people: People;
  readonly audit: AuditDesk;
  readonly auditForwarding: () => AuditForwarding | null;
  readonly webhooks: Pick<Webhooks, 'list' | 'add' | 'remove' | 'test' | 'deliveries'>;
  readonly changes: ChangeHub;
  readonly kept: KeptReads;
  /** The emulator's clusters, if they are what is shown. */
  readonly rehearsal: {
    isOn(): boolean;
    /** What can be asked of the emulator; null while it is not what is shown. */
    desk(): RehearsalDesk | null;
    /** Takes the emulator's clusters away and ends it. */
    leave(): Promise<void>;
  };
}

/**
 * What a command makes of a caller whose role is limited to a scope. Each has to say: `tests/security/scopes.test.ts` holds
 * every one of them to it.
 * - `checked`: it shows and does only what is in the scope.
 * - `refused`: it concerns more than a scope can hold; whoever has one is told `forbidden`.
 * - `irrelevant`: it neither shows nor does anything about meetings, clusters or people.
 */
export type ScopeDecision = 'checked' | 'refused' | 'irrelevant';

interface Common<Input, Output> {
  /** What the caller must be allowed to. Null: anybody who is signed in, for themselves. */
  readonly permission: Permission | null;
  readonly scope: ScopeDecision;
  readonly input: z.ZodType<Input>;
  /** Problems are thrown as `ProblemError`. */
  run(parts: CommandParts, caller: Caller, input: Input): Output | Promise<Output>;
}

/** Something that changes nothing: not audited. */
export interface ReadCommand<Input, Output> extends Common<Input, Output> {
  readonly kind: 'read';
}

/** Something that changes something: audited, refused attempts too. */
export interface DeedCommand<Input, Output> extends Common<Input, Output> {
  readonly kind: 'deed';
  /**
   * What of it is put on record, without secrets; `output` is null where the deed was refused. Null instead of a function: the
   * deed writes its own record, in one transaction with what it does, and only refusals before it are recorded here.
   */
  readonly record: ((input: Input, output: Output | null) => unknown) | null;
}

export type Command<Input = unknown, Output = unknown> = ReadCommand<Input, Output> | DeedCommand<Input, Output>;

export function read<Input, Output>(command: Omit<ReadCommand<Input, Output>, 'kind'>): ReadCommand<Input, Output> {
  return { kind: 'read', ...command };
}

export function deed<Input, Output>(command: Omit<DeedCommand<Input, Output>, 'kind'>): DeedCommand<Input, Output> {
  return { kind: 'deed', ...command };
}
