import { callOf, departureFacts, newCall } from './call-rules';
import type { Asker, ParticipantChanges, WebAppEntry } from './command';
import type { Fact } from './fact';
import { mayEnter } from './lobby-rules';
import { countPeople, isDeactivated, isMachine, withParameters } from './participant';
import type { Participant } from './participant';
import { allowedToClient } from './own-mutes';
import { decided, refused } from './rule';
import type { Outcome, Rules } from './rule';
import { everybodyIn, localParticipants, remoteParticipants } from './world';
import type { Call, World } from './world';

type Names =
  | 'add-participant'
  | 'ring'
  | 'start-session'
  | 'connect'
  | 'change-participant'
  | 'change-participants'
  | 'set-deactivated'
  | 'present'
  | 'remove-participant';

export const participantRules: Rules<Names> = {
  'add-participant': (world, { into, participant, elsewhere, isMuteSaid, webApp }, nowMs) => {
    const running = callOf(world, into);
    const call = running ?? newCall(world, into);
    if (!isMachine(participant) && isFull(world, call, elsewhere)) return refused('participant-limit');
    if (!isMachine(participant) && isTenantFull(world, call)) return refused('tenant-participant-limit');
    if (participant.state === 'connected' && isPlainWhereForbidden(participant)) return refused('encryption-required');
    const added: Participant = {
      ...participant,
      rxAudioMute: isMuteSaid || isMachine(participant) ? participant.rxAudioMute : (call.settings.joinAudioMuteOverride ?? participant.rxAudioMute),
      call: call.id,
      createdAtMs: nowMs,
      connectedAtMs: participant.state === 'connected' ? nowMs : null,
      guest: webApp?.guest ?? null,
      token: webApp?.token ?? null,
      session: null,
      logNumber: world.counters.nextLogNumber,
    };
    const entering = participant.activation !== 'active' || mayEnter(world, call, added);
    const facts: Fact[] = running ? [] : [{ is: 'call-started', call }];
    return decided(...facts, ...entryFacts(participant, webApp), {
      is: 'participant-added',
      participant: entering ? added : { ...added, activation: 'waiting' },
      correlator: call.correlator,
    });
  },

  ring: (world, command) =>
    change(world, command.participant, 'bridge', (before) => (before.state === 'initial' ? { state: 'ringing' } : null)),

  'start-session': (world, { token, session, changes }, nowMs) => {
    const known = world.tokens.get(token);
    if (!known) return refused('token-unknown');
    if (nowMs >= known.expiresAtMs) return refused('token-expired');
    if (world.participants.get(known.participant)?.session) return refused('session-exists');
    return change(world, known.participant, 'client', (before, call) => ({
      ...applied(before, allowedToClient(before, call, changes)),
      session,
    }));
  },

  connect: (world, command, nowMs) => {
    const found = local(world, command.participant);
    if (!found.ok) return found.outcome;
    const { participant, call } = found;
    if (participant.state !== 'initial' && participant.state !== 'ringing') return refused('wrong-state');
    if (isPlainWhereForbidden(participant)) return decided(...departureFacts(world, call, [participant], 'encryptionRequired'));
    // A newcomer's own client has opened its microphone meanwhile; one who is moved brings along what they had set.
    const mute = participant.kind === 'web-app' && participant.movedFrom === null && call.settings.joinAudioMuteOverride === true;
    const name = participant.name === '' ? (command.name ?? '') : participant.name;
    const changes = { state: 'connected', connectedAtMs: nowMs, name } as const;
    return decided(changeFact(participant, mute ? { ...changes, rxAudioMute: true } : changes, call, 'bridge'));
  },

  'change-participant': (world, { participant, asker, changes }) =>
    change(world, participant, asker, (before, call) => applied(before, asker === 'client' ? allowedToClient(before, call, changes) : changes)),

  'change-participants': (world, { call: id, who, changes }) => {
    const call = world.calls.get(id);
    if (!call) return refused('no-such-call');
    const named = new Set(who.ids);
    const chosen = localParticipants(world, call).filter((each) => named.has(each.id) === (who.mode === 'selected'));
    return decided(
      ...chosen.flatMap((before) => {
        const own = applied(before, changes);
        return differs(before, own) ? [changeFact(before, own, call, 'bridge')] : [];
      }),
    );
  },

  'set-deactivated': (world, { participant, deactivated }) =>
    change(world, participant, 'bridge', (before) => {
      if (isDeactivated(before) === deactivated) return {};
      return { activation: deactivated ? 'held' : 'admitted', presentingSince: null };
    }),

  present: (world, { participant: id, presenting }, nowMs) => {
    const found = local(world, id);
    if (!found.ok) return found.outcome;
    const { participant, call } = found;
    if (participant.state !== 'connected' || isDeactivated(participant)) return refused('wrong-state');
    if (presenting === (participant.presentingSince !== null)) return decided();
    if (!presenting) return decided(changeFact(participant, { presentingSince: null }, call, 'bridge'));
    const latestMs = Math.max(nowMs - 1, ...floorHolders(world, call));
    return decided(
      ...floorLost(world, call, latestMs + 1),
      changeFact(participant, { presentingSince: latestMs + 1 }, call, 'bridge'),
    );
  },

  'remove-participant': (world, command) => {
    const found = local(world, command.participant);
    if (!found.ok) return found.outcome;
    const { participant, call } = found;
    return decided(...departureFacts(world, call, [participant], command.reason));
  },
};

function entryFacts({ id, name }: Pick<Participant, 'id' | 'name'>, webApp: WebAppEntry | null): Fact[] {
  if (webApp === null) return [];
  const { guest, token, tokenExpiresAtMs } = webApp;
  const issued: Fact = { is: 'token-issued', token: { id: token, participant: id, expiresAtMs: tokenExpiresAtMs } };
  return guest === null ? [issued] : [{ is: 'guest-created', account: { user: guest, name, participant: id } }, issued];
}

/** Whether nobody more may come in, counting everybody whom this bridge or whoever asks knows of. */
function isFull(world: World, call: Call, elsewhere: number): boolean {
  const limit = call.rules.participantLimit;
  return limit !== null && countPeople(localParticipants(world, call)) + Math.max(countPeople(remoteParticipants(world, call)), elsewhere) >= limit;
}

/** The same for the tenant, over those of its meetings that this bridge has a part of. */
function isTenantFull(world: World, { rules }: Call): boolean {
  const { tenant, tenantParticipantLimit: limit } = rules;
  if (tenant === null || limit === null) return false;
  const meetings = [...world.calls.values()].filter((other) => other.rules.tenant === tenant);
  return countPeople(meetings.flatMap((other) => everybodyIn(world, other))) >= limit;
}

function isPlainWhereForbidden({ canEncrypt, sipMediaEncryption }: Pick<Participant, 'canEncrypt' | 'sipMediaEncryption'>): boolean {
  return sipMediaEncryption === 'required' && !canEncrypt;
}

/** Facts by which everybody homed here who presents since before `sinceMs` gives up the floor. */
export function floorLost(world: World, call: Call, sinceMs: number): Fact[] {
  return localParticipants(world, call)
    .filter(({ presentingSince }) => presentingSince !== null && presentingSince < sinceMs)
    .map((participant) => changeFact(participant, { presentingSince: null }, call, 'bridge'));
}

function floorHolders(world: World, call: Call): number[] {
  const everybody = [...localParticipants(world, call), ...remoteParticipants(world, call)];
  return everybody.flatMap(({ presentingSince }) => presentingSince ?? []);
}

function change(
  world: World,
  id: string,
  asker: Asker,
  decide: (before: Participant, call: Call) => Partial<Participant> | null,
): Outcome {
  const found = local(world, id);
  if (!found.ok) return found.outcome;
  const changes = decide(found.participant, found.call);
  if (!changes) return refused('wrong-state');
  return differs(found.participant, changes)
    ? decided(changeFact(found.participant, changes, found.call, asker))
    : decided();
}

function applied(before: Participant, { parameters, ...changes }: ParticipantChanges): Partial<Participant> {
  return parameters === undefined ? changes : { ...changes, parameters: withParameters(before.parameters, parameters) };
}

function changeFact(before: Participant, changes: Partial<Participant>, call: Call, asker: Asker): Fact {
  return { is: 'participant-changed', before, participant: { ...before, ...changes }, correlator: call.correlator, asker };
}

function differs(before: Participant, changes: Partial<Participant>): boolean {
  return (Object.keys(changes) as (keyof Participant)[]).some((key) => changes[key] !== before[key]);
}

function local(
  world: World,
  id: string,
): { ok: true; participant: Participant; call: Call } | { ok: false; outcome: Outcome } {
  const participant = world.participants.get(id);
  const call = participant && world.calls.get(participant.call);
  if (participant && call) return { ok: true, participant, call };
  return { ok: false, outcome: refused(world.remotes.has(id) ? 'participant-is-remote' : 'no-such-participant') };
}
