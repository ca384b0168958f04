import type { ParticipantChanges } from '../world/command';
import { layouts } from '../../protocol/layouts';
import type { LobbyWish } from '../link/link-message';
import type { Newcomer } from '../placing/dial-out';
import { isAtLeast } from '../version';
import { ParameterReader } from './parameters';
import type { Parameters } from './parameters';

const greatestImportance = 2_147_483_647;
const longestNameLabelBytes = 50;
const longestTimeSeconds = 4_294_967_295;
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
  const read = readLegParameters(form);
  if (!read.ok) return read;
  const lobby = readLobbyWish(form, version);
  return lobby.ok ? { ok: true, newcomer: { settings: read.changes, lobby: lobby.wish } } : lobby;
}

/**
 * Parameters of a call leg that this emulator acts upon, on POST and PUT alike. Others are ignored, as the product
 * ignores unknown ones. Source: `docs/cms-wire.md`, sections 2.2 and 2.5.
 * @returns the changes, or the names of the parameters that cannot be read.
 */
export function readLegParameters(form: Parameters): { ok: true; changes: ParticipantChanges } | { ok: false; invalid: string[] } {
  const changes: { -readonly [Key in keyof ParticipantChanges]: ParticipantChanges[Key] } = {};
  const reader = new ParameterReader(form);
  reader.boolean('rxAudioMute', (value) => (changes.rxAudioMute = value));
  reader.boolean('txAudioMute', (value) => (changes.txAudioMute = value));
  reader.boolean('rxVideoMute', (value) => (changes.rxVideoMute = value));
  reader.boolean('txVideoMute', (value) => (changes.txVideoMute = value));
  reader.boolean('needsActivation', (value) => (changes.isActivator = !value));
  reader.oneOf('deactivationMode', deactivationModes, (value) => (changes.deactivationMode = value));
  reader.number('deactivationModeTime', 0, longestTimeSeconds, (value) => (changes.deactivationModeTimeSeconds = value));
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
  return reader.invalid.length > 0 ? { ok: false, invalid: reader.invalid } : { ok: true, changes };
}
