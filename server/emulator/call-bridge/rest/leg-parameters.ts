import { integer, text } from '../../cluster/database/parameter';
import { callLegProfiles } from '../../cluster/database/meeting-profile-kinds';
import type { ParticipantChanges } from '../world/command';
import { layouts } from '../../protocol/layouts';
import type { LobbyWish } from '../link/link-message';
import type { Newcomer } from '../placing/dial-out';
import { isAtLeast } from '../version';
import { ParameterReader } from './parameters';
import type { Parameters } from './parameters';
import { readGiven } from './read-given';

const greatestImportance = 2_147_483_647;
const longestNameLabelBytes = 50;
const longestTimeSeconds = 4_294_967_295;
const mediaEncryptions = ['optional', 'required', 'prohibited'] as const;
const deactivationModes = ['deactivate', 'disconnect', 'remainActivated'] as const;

/** What a form says of the lobby. `deactivated` came with 2.9, putting somebody back with 3.4; before, it is an unknown name. */
export function readLobbyWish(form: Parameters, version: string): { ok: true; wish: LobbyWish } | { ok: false; invalid: string[] } {
  const wish: LobbyWish = {};
  const reader = new ParameterReader(form);
  reader.boolean('needsActivation', (value) => (wish.needsActivation = value));
  if (isAtLeast(version, '2.9')) {
    reader.boolean('deactivated', (value) => {
      if (!value || isAtLeast(version, '3.4')) wish.deactivated = value;
    });
  }
  return reader.invalid.length > 0 ? { ok: false, invalid: reader.invalid } : { ok: true, wish };
}

/** Everything that a form says of somebody who is to come, or the names of the parameters that cannot be read. */
export function readNewcomer(form: Parameters, version: string): { ok: true; newcomer: Newcomer } | { ok: false; invalid: string[] } {
  const read = readLegParameters(form, version);
  if (!read.ok) return read;
  const lobby = readLobbyWish(form, version);
  return lobby.ok ? { ok: true, newcomer: { settings: read.changes, lobby: lobby.wish } } : lobby;
}

/** Source: `docs/cms-wire.md`, section 2.2: what a call leg has and no profile. */
const ofLegAlone = {
  ownerId: text(200),
  layoutTemplate: text(64, { since: '2.8' }),
  bandwidth: integer(0, longestTimeSeconds),
};

/** What of a call leg is acted upon, and so has a place of its own in the world. */
const actedUpon = [
  'name', 'needsActivation', 'deactivationMode', 'deactivationModeTime', 'sipMediaEncryption', 'defaultLayout',
  'rxAudioMute', 'txAudioMute', 'rxVideoMute', 'txVideoMute',
];

/** What is kept and shown, and nothing else. */
const keptOnly = {
  ...callLegProfiles,
  parameters: Object.fromEntries(
    Object.entries({ ...callLegProfiles.parameters, ...ofLegAlone }).filter(([name]) => !actedUpon.includes(name)),
  ),
};

/**
 * Parameters of a call leg, on POST and PUT alike; what is no parameter is ignored, as the product does. Source:
 * `docs/cms-wire.md`, sections 2.2 and 2.5.
 * @returns the changes, or the names of the parameters that cannot be read.
 */
export function readLegParameters(form: Parameters, version: string): { ok: true; changes: ParticipantChanges } | { ok: false; invalid: string[] } {
  const changes: { -readonly [Key in keyof ParticipantChanges]: ParticipantChanges[Key] } = {};
  const reader = new ParameterReader(form);
  reader.boolean('rxAudioMute', (value) => (changes.rxAudioMute = value));
  reader.boolean('txAudioMute', (value) => (changes.txAudioMute = value));
  reader.boolean('rxVideoMute', (value) => (changes.rxVideoMute = value));
  reader.boolean('txVideoMute', (value) => (changes.txVideoMute = value));
  reader.boolean('needsActivation', (value) => (changes.isActivator = !value));
  reader.oneOf('deactivationMode', deactivationModes, (value) => (changes.deactivationMode = value));
  reader.number('deactivationModeTime', 0, longestTimeSeconds, (value) => (changes.deactivationModeTimeSeconds = value));
  reader.oneOf('sipMediaEncryption', mediaEncryptions, (value) => (changes.sipMediaEncryption = value));
  // Sent once, and not kept.
  reader.orUnset('dtmfSequence', (value) => /^[\d*#,]{0,100}$/.test(value ?? ''));
  // Later names are the stronger ones: `layout` is the old spelling of `chosenLayout`.
  for (const name of ['defaultLayout', 'layout', 'chosenLayout']) {
    reader.oneOf(name, layouts, (value) => (changes.layout = value));
  }
  reader.orUnset('importance', (value) => {
    changes.importance = value === null ? null : Number(value);
    return value === null || (/^\d{1,10}$/.test(value) && Number(value) <= greatestImportance);
  });
  reader.orUnset('nameLabelOverride', (value) => {
    changes.nameLabelOverride = value ?? '';
    return Buffer.byteLength(value ?? '') <= longestNameLabelBytes;
  });
  const others = readGiven(keptOnly, version, form, 'change');
  const invalid = [...reader.invalid, ...(others.ok ? [] : others.invalid)];
  if (invalid.length > 0 || !others.ok) return { ok: false, invalid };
  if (Object.keys(others.given).length > 0) changes.parameters = others.given;
  return { ok: true, changes };
}
