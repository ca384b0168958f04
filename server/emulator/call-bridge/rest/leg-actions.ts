import type { BridgeCore } from '../bridge-core';
import type { Participant } from '../world/participant';
import { badParameters, done, failed, xml } from './answer';
import { findLeg } from './call-legs';
import type { Handlers } from './handler';
import { ParameterReader } from './parameters';
import { element, text } from './xml';

const movements = {
  pan: ['left', 'right'],
  tilt: ['up', 'down'],
  zoom: ['in', 'out'],
  focus: ['in', 'out'],
} as const;

/** What can be asked of a call leg besides changing it. Source: `docs/cms-wire.md`, section 2.5, "Sub-nodes". */
export const legActionHandlers: Handlers<'generate-keyframe' | 'control-camera' | 'get-leg-profile-trace'> = {
  'generate-keyframe': ({ core }, { ids }) => (participantOf(core, ids.leg) ? done : failed('callLegDoesNotExist')),

  'control-camera': ({ core }, { ids, form }) => {
    if (!participantOf(core, ids.leg)) return failed('callLegDoesNotExist');
    const reader = new ParameterReader(form);
    for (const [name, ways] of Object.entries(movements)) reader.oneOf(name, ways, () => undefined);
    return reader.invalid.length > 0 ? badParameters(...reader.invalid) : done;
  },

  'get-leg-profile-trace': ({ core }, { ids }) => {
    const participant = participantOf(core, ids.leg);
    if (!participant) return failed('callLegDoesNotExist');
    const { isActivator, sipMediaEncryption, parameters } = participant;
    const values = { needsActivation: String(!isActivator), sipMediaEncryption, ...parameters };
    return xml(element('callLegProfileTrace', {}, ...Object.entries(values).map(([name, value]) => text(name, value))));
  },
};

function participantOf(core: BridgeCore, leg: string): Participant | null {
  const found = findLeg(core, leg);
  return found?.of === 'participant' ? found.participant : null;
}
