import type { Saying, StorageStage } from '@/lib/trace/log/saying';
import type { MoveCase } from '@/lib/trace/move-case';

type Kind = Saying['says'];

/** What a bridge logs in one go, where it logs any of it: of a browser, and of a device that calls by SIP. Source: docs/cms-wire.md, section 8.3. */
const ofBrowser: readonly (readonly Kind[])[] = [
  ['leg-made', 'participant-made', 'session-made', 'instance-made'],
  ['session-ended', 'call-ended', 'left', 'leg-ended'],
  ['call-allocated', 'leg-configured', 'media-set-up', 'joined-place', 'joined'],
];
const ofDevice: readonly (readonly Kind[])[] = [
  ['leg-made', 'participant-made'],
  ['left', 'leg-ended'],
  ['leg-configured', 'joined-place'],
];

/** Of these, what does not name whom it is for. */
const namesNobody = new Set<Kind>(['session-made', 'instance-made']);

/** Whether it is no browser that was moved, as far as the bridge says. `WC3` is the web app. */
export function isDevice({ operation }: Pick<MoveCase, 'operation'>): boolean {
  return operation !== null && !/WC3/i.test(operation.said.client);
}
const stages: readonly StorageStage[] = ['scheduled', 'executed', 'in-progress', 'stored'];

/**
 * Whether lines of a move are missing where others of the same moment are there. Then nothing can be concluded from what the logs
 * do not say. Where a bridge was at several moves at once, what names nobody is looked for with none of them.
 */
export function hasGaps(move: MoveCase): boolean {
  const { heard, request, operation, account, participant, newParticipant, isAlone } = move;
  const ofOld = (said: Saying) => ('account' in said && said.account === account) || ('leg' in said && said.leg === participant);
  const kinds = new Set(heard.map(({ said }) => said.says));
  const ended = new Set(heard.filter(({ said }) => ofOld(said)).map(({ said }) => said.says));
  const isTorn = (isDevice(move) ? ofDevice : ofBrowser).some((group) => {
    const found = group.includes('leg-ended') ? ended : kinds;
    const wanted = isAlone ? group : group.filter((kind) => !namesNobody.has(kind));
    const count = wanted.filter((kind) => found.has(kind)).length;
    return count > 0 && count < wanted.length;
  });
  if (isTorn || (kinds.has('leg-made') && !operation)) return true;
  // Somebody was made, or nobody would have left: without knowing whom, nothing that they did is found.
  if (ended.size > 0 && newParticipant === null) return true;
  const stored = stages.filter((stage) => heard.some(({ said }) => said.says === 'storage' && said.stage === stage));
  if (stored.length > 1 && stored.length < stages.length) return true;
  if (isAlone && kinds.has('leg-made') && (stored.length === 1 || (kinds.has('account-created') && stored.length === 0))) return true;
  if (request && request.status !== null && request.status < 300 && request.made === null) return true;
  return ended.has('leg-ended') && kinds.has('move-told') && !heard.some(({ said }) => said.says === 'client-did' && said.what === 'leave');
}
