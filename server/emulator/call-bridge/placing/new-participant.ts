import { legRulesOf } from '../../cluster/meeting-rules';
import type { BridgeCore } from '../bridge-core';
import type { Placement } from '../link/link-message';
import { readLegParameters } from '../rest/leg-parameters';
import { Parameters } from '../rest/parameters';
import type { NewParticipant, ParticipantChanges, WebAppEntry } from '../world/command';
import { defaultLegSettings, isMachine, withParameters } from '../world/participant';
import type { Activation, LobbyTerms } from '../world/participant';
import { takeMoveFault } from './move-faults';

/** What comes with a web app participant; a guest gets an account too. */
export function webAppEntry(core: BridgeCore, placement: Placement): WebAppEntry {
  const isExpired = takeMoveFault(core, 'token-expired', placement);
  return {
    guest: placement.userJid === null ? core.ids.guestUser() : null,
    token: core.ids.guid(),
    tokenExpiresAtMs: core.clock.now() + (isExpired ? -1_000 : core.tempo.jwtLifetimeMs),
  };
}

/** The participant that a placement asks for: what it says itself, else what the rules of the way in say. */
export function newParticipant(core: BridgeCore, placement: Placement, webApp: WebAppEntry | null): NewParticipant {
  const id = core.ids.guid();
  const { kind, name, userJid, direction, purpose } = placement;
  const guestUri = webApp && webApp.guest !== null ? `${webApp.guest}@${core.cluster.sipDomain}` : null;
  const uri = guestUri ?? userJid ?? placement.uri ?? '';
  const byRules = settingsOfWayIn(core, placement);
  const { parameters = {}, ...said } = { ...byRules, ...placement.settings };
  return {
    ...defaultLegSettings,
    ...fromWayIn(core, placement),
    ...said,
    parameters: withParameters(withParameters({}, byRules.parameters ?? {}), parameters),
    canEncrypt: placement.canEncrypt ?? true,
    id,
    // A Microsoft client has a leg per medium, so its participant has an id of its own.
    leg: kind === 'microsoft' ? core.ids.guid() : id,
    kind,
    name,
    uri: uri.toLowerCase(),
    originalUri: (placement.originalUri ?? uri).toLowerCase(),
    userJid,
    direction,
    state: purpose.why === 'incoming' ? 'connected' : 'initial',
    speaking: false,
    presentingSince: null,
    movedFrom: purpose.why === 'move' ? purpose.from : null,
    hasMedia: !takeMoveFault(core, 'media-failed', placement),
    sipCallId: kind === 'web-app' ? null : core.ids.guid(),
  };
}

type FromWayIn = LobbyTerms & Pick<NewParticipant, 'isActivator' | 'activation' | 'sipMediaEncryption'>;

function fromWayIn({ cluster }: BridgeCore, { kind, entrance, lobby }: Placement): FromWayIn {
  const { needsActivation, settings, ...rules } = legRulesOf(cluster, entrance);
  return {
    ...rules,
    isActivator: !isMachine({ kind }) && !(lobby.needsActivation ?? needsActivation),
    activation: isMachine({ kind }) ? 'admitted' : wishedActivation(lobby.deactivated),
    bypassesLock: lobby.bypassesLock ?? entrance.user !== null,
  };
}

function settingsOfWayIn({ cluster, version }: BridgeCore, { entrance }: Placement): ParticipantChanges {
  const read = readLegParameters(new Parameters(Object.entries(legRulesOf(cluster, entrance).settings)), version);
  return read.ok ? read.changes : {};
}

function wishedActivation(deactivated: boolean | undefined): Activation {
  if (deactivated === undefined) return 'active';
  return deactivated ? 'held' : 'admitted';
}
