import { z } from '@hono/zod-openapi';
import { personSchema } from '@/lib/access/person';
import { tokenSchema } from '@/lib/access/token';
import { auditForwardingAnswerSchema } from '@/lib/audit/audit-forwarding';
import { auditRecordSchema, verificationSchema } from '@/lib/audit/audit-record';
import { callBridgeSchema, clusterSchema } from '@/lib/meeting/call-bridge';
import { endedMeetingDetailsSchema, endedMeetingSchema } from '@/lib/meeting/ended-meeting';
import { meetingSchema } from '@/lib/meeting/meeting';
import { logLineSchema } from '@/lib/meeting/meeting-log';
import { participantSchema } from '@/lib/meeting/participant';
import { spacesByIdSchema, spaceSchema } from '@/lib/meeting/space';
import { tracingSchema } from '@/lib/meeting/tracing';
import { meetingDetailsSchema } from '@/lib/move/meeting-details';
import { joinLinkSchema } from '@/lib/move/join-link';
import { noticeSchema } from '@/lib/move/notice';
import { orderSchema } from '@/lib/move/order';
import { trustSchema } from '@/lib/move/trust';
import { armedFaultSchema, rehearsalSchema, speedSchema } from '@/lib/rehearsal/rehearsal';
import { syslogStateSchema } from '@/lib/syslog/syslog-state';
import { failureCountsSchema } from '@/lib/trace/failure-counts';
import { liveDiagnosisSchema } from '@/lib/trace/diagnosis-report';
import { deliverySchema, webhookSchema } from '@/lib/webhook/webhook';
import type { CommandName } from '@/server/commands/table';

const sequence = z.string().describe('Where the change stream can be taken up: <epoch>-<seq>');

function pageSchema(item: z.ZodType) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number(), sequence });
}

const anything = z.record(z.string(), z.unknown());

/** One address of the API: which command it stands for, and what it answers with. */
export interface Endpoint {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With `{name}` for path parameters, which become fields of the command's input. */
  readonly path: string;
  readonly command: CommandName;
  readonly summary: string;
  readonly answers: z.ZodType;
  /** Describes the body where it is not the command's whole input. */
  readonly body?: z.ZodType;
  readonly status?: 201 | 204;
}

/** Everything that scripts can ask for, except moves and the change stream, which have files of their own. */
export const endpoints: readonly Endpoint[] = [
  { method: 'get', path: '/meetings', command: 'list-meetings', summary: 'Meetings: those that are live, or with `state=ended` those of the last days', answers: pageSchema(z.union([meetingSchema, endedMeetingSchema])) },
  { method: 'get', path: '/meetings/{id}', command: 'get-meeting', summary: 'One meeting, by its id or that of a call; one that has ended by the id in its list', answers: z.union([meetingSchema.extend({ sequence }), endedMeetingDetailsSchema.extend({ sequence })]) },
  { method: 'get', path: '/meetings/{id}/participants', command: 'list-meeting-participants', summary: 'Who is in a meeting', answers: pageSchema(participantSchema) },
  { method: 'get', path: '/meetings/{id}/log', command: 'get-meeting-log', summary: 'What happened in a meeting, newest first', answers: pageSchema(logLineSchema).omit({ total: true }) },
  { method: 'get', path: '/meeting-details', command: 'list-meeting-details', summary: 'What verdicts need of meetings; `meetings` is a list of ids with commas', answers: z.object({ items: z.array(meetingDetailsSchema), sequence }) },
  { method: 'get', path: '/participants', command: 'list-participants', summary: 'People in all meetings', answers: pageSchema(participantSchema) },
  { method: 'get', path: '/participants/{id}', command: 'get-participant', summary: 'One participant', answers: participantSchema.extend({ sequence }) },
  { method: 'get', path: '/spaces', command: 'list-spaces', summary: 'Spaces by name, with or without a meeting: asked of the bridges', answers: pageSchema(spaceSchema).extend({ unanswered: z.array(z.string()) }) },
  { method: 'get', path: '/space-details', command: 'list-space-details', summary: 'Spaces by id; `spaces` is a list of cluster/space with commas', answers: spacesByIdSchema.extend({ sequence }) },
  { method: 'get', path: '/moves', command: 'list-moves', summary: 'Moves, newest first; of one state, participant, kind (own, observed), sender (id or name), or with an item that failed with a symptom and cause', answers: pageSchema(orderSchema) },
  { method: 'get', path: '/moves/causes', command: 'count-failures', summary: 'How many items failed, by day, symptom and cause', answers: failureCountsSchema.extend({ sequence }) },
  { method: 'get', path: '/moves/{id}', command: 'get-move', summary: 'One move', answers: orderSchema.extend({ sequence }) },
  { method: 'get', path: '/moves/{id}/items/{item}/trace', command: 'get-item-trace', summary: 'What is known of the steps of one item, from all feeds, and why it went as it did', answers: liveDiagnosisSchema },
  { method: 'post', path: '/moves/{id}/pause', command: 'pause-move', summary: 'Hold back what has not begun', answers: orderSchema },
  { method: 'post', path: '/moves/{id}/resume', command: 'resume-move', summary: 'Judge anew what was held back, and let it go on', answers: orderSchema },
  { method: 'post', path: '/moves/{id}/cancel', command: 'cancel-move', summary: 'End what has not begun', answers: orderSchema },
  { method: 'post', path: '/moves/{id}/retry', command: 'retry-move', summary: 'Repeat items that came to nothing: `items`, or all', answers: orderSchema },
  { method: 'get', path: '/notices', command: 'list-notices', summary: 'People who were lost on the way and may need help, those who wait longest first', answers: pageSchema(noticeSchema) },
  { method: 'post', path: '/notices/{id}/dismiss', command: 'dismiss-notice', summary: 'Put a notice away, for everybody', answers: noticeSchema },
  { method: 'post', path: '/notices/{id}/redial', command: 'redial-person', summary: 'Have a SIP device called into `target` or `source`, once its old leg is surely gone', answers: noticeSchema },
  { method: 'post', path: '/notices/{id}/join-link', command: 'take-join-link', summary: 'The link by which a guest joins `target` or `source`; it lets in whoever has it', answers: joinLinkSchema },
  { method: 'get', path: '/call-bridges', command: 'list-call-bridges', summary: 'Call bridges', answers: pageSchema(callBridgeSchema) },
  { method: 'post', path: '/call-bridges', command: 'add-call-bridge', summary: 'Connect a call bridge', answers: callBridgeSchema, status: 201 },
  { method: 'post', path: '/call-bridges/test', command: 'test-call-bridge', summary: 'Try a call bridge without connecting it', answers: anything },
  { method: 'post', path: '/call-bridges/inspect', command: 'inspect-call-bridge', summary: 'The certificate that an address shows', answers: anything },
  { method: 'get', path: '/call-bridges/{id}/peers', command: 'discover-call-bridges', summary: "The other bridges of a bridge's cluster", answers: anything },
  { method: 'patch', path: '/call-bridges/{id}', command: 'edit-call-bridge', summary: 'Change how a call bridge is reached', answers: callBridgeSchema },
  { method: 'delete', path: '/call-bridges/{id}', command: 'remove-call-bridge', summary: 'Disconnect a call bridge', answers: z.null(), status: 204 },
  { method: 'get', path: '/call-bridges/{id}/tracing', command: 'get-tracing', summary: 'Whether a call bridge writes the requests to its API into its log, and for how much longer', answers: tracingSchema },
  { method: 'patch', path: '/call-bridges/{id}/tracing', command: 'change-tracing', summary: 'Have it do so for 1, 10 or 60 `minutes`; 0 ends it', answers: tracingSchema },
  { method: 'get', path: '/syslog', command: 'get-syslog', summary: "How bridges' logs come in by syslog", answers: syslogStateSchema.extend({ sequence }) },
  { method: 'get', path: '/clusters', command: 'list-clusters', summary: 'Clusters and their modes', answers: pageSchema(clusterSchema) },
  { method: 'get', path: '/clusters/{id}/trust', command: 'get-trust', summary: 'What was predicted of the moves that others made, against what happened', answers: trustSchema },
  { method: 'patch', path: '/clusters/{id}', command: 'change-cluster', summary: 'Observe or operate a cluster; have its call detail records sent, or not', answers: clusterSchema },
  { method: 'post', path: '/stop-all', command: 'stop-all', summary: 'Set every cluster to observe', answers: anything },
  { method: 'get', path: '/people', command: 'list-people', summary: 'Who can sign in', answers: pageSchema(personSchema) },
  { method: 'post', path: '/people', command: 'add-person', summary: 'Add somebody', answers: anything, status: 201 },
  { method: 'patch', path: '/people/{id}', command: 'change-role', summary: 'Change a role', answers: personSchema.extend({ sessionsEnded: z.number() }) },
  { method: 'post', path: '/people/{id}/password', command: 'reset-password', summary: 'Make a new password', answers: anything },
  { method: 'delete', path: '/people/{id}', command: 'remove-person', summary: 'Remove somebody', answers: z.null(), status: 204 },
  { method: 'get', path: '/tokens', command: 'list-tokens', summary: 'API tokens', answers: pageSchema(tokenSchema) },
  { method: 'post', path: '/tokens', command: 'create-token', summary: 'Make a token; it is shown this once', answers: anything, status: 201 },
  { method: 'delete', path: '/tokens/{id}', command: 'delete-token', summary: 'End a token', answers: z.null(), status: 204 },
  { method: 'get', path: '/webhooks', command: 'list-webhooks', summary: 'Addresses that are told what became of moves', answers: pageSchema(webhookSchema) },
  { method: 'post', path: '/webhooks', command: 'add-webhook', summary: 'Tell an address; the secret that signs is shown this once', answers: z.object({ webhook: webhookSchema, secret: z.string() }), status: 201 },
  { method: 'delete', path: '/webhooks/{id}', command: 'remove-webhook', summary: 'Tell an address no more', answers: z.null(), status: 204 },
  { method: 'post', path: '/webhooks/{id}/test', command: 'test-webhook', summary: 'Put a test in line for an address', answers: z.object({ address: z.string() }) },
  { method: 'get', path: '/webhooks/{id}/deliveries', command: 'list-webhook-deliveries', summary: 'The last deliveries to an address, newest first', answers: z.object({ items: z.array(deliverySchema) }) },
  { method: 'get', path: '/rehearsal', command: 'get-rehearsal', summary: 'The emulator: its faults and what happened; 404 with real clusters', answers: rehearsalSchema },
  { method: 'patch', path: '/rehearsal', command: 'set-rehearsal-speed', summary: 'How fast the people of the demo come and go', answers: speedSchema },
  { method: 'post', path: '/rehearsal/faults', command: 'arm-fault', summary: 'Have something go wrong', answers: armedFaultSchema, status: 201 },
  { method: 'delete', path: '/rehearsal/faults', command: 'clear-faults', summary: 'Take back all armed faults', answers: z.null(), status: 204 },
  { method: 'delete', path: '/rehearsal/faults/{id}', command: 'clear-faults', summary: 'Take back one armed fault', answers: z.null(), status: 204 },
  { method: 'get', path: '/audit', command: 'list-audit', summary: 'The audit log, newest first', answers: pageSchema(auditRecordSchema).extend({ total: z.number().nullable() }) },
  { method: 'get', path: '/audit/verify', command: 'verify-audit', summary: 'Whether the audit chain is intact', answers: verificationSchema },
  { method: 'get', path: '/audit/forwarding', command: 'get-audit-forwarding', summary: 'How the audit log gets to a syslog server; null where none is named', answers: auditForwardingAnswerSchema },
  { method: 'get', path: '/me', command: 'get-me', summary: 'Who is asking', answers: anything },
];

