import { meetingRulesOf } from '../../cluster/meeting-rules';
import { distributedInstances } from '../events/elements';
import type { CallChanges } from '../world/command';
import { callTypeOf, isRunning, localParticipants } from '../world/world';
import type { Call, MeetingSettings } from '../world/world';
import { callOf } from '../world/call-rules';
import { badParameters, created, done, failed, xml, xmlWithoutDeclaration } from './answer';
import type { Handlers, RestParts } from './handler';
import { idInFilter, page, smallPage } from './page';
import { ParameterReader, readOneOf } from './parameters';
import type { Parameters } from './parameters';
import { element, text } from './xml';

type Names = 'list-calls' | 'create-call' | 'get-call' | 'change-call' | 'end-call';

/** Source: `docs/cms-wire.md`, section 2.1. */
export const callHandlers: Handlers<Names> = {
  'list-calls': ({ core }, { query }) => {
    const coSpace = idInFilter(query, 'coSpaceFilter');
    const calls = [...core.world.calls.values()].filter((call) => coSpace === null || call.coSpace === coSpace);
    const result = page(query, 'calls', smallPage, calls, (call) =>
      element(
        'call',
        { id: call.id },
        text('name', call.name),
        text('coSpace', call.coSpace),
        text('callCorrelator', call.correlator),
      ),
    );
    return result.ok ? xmlWithoutDeclaration(result.xml) : result.answer;
  },

  'create-call': ({ core }, { form }) => {
    const coSpaceId = form.get('coSpace')?.toLowerCase() ?? null;
    const coSpace = coSpaceId === null ? null : core.cluster.coSpaces.get(coSpaceId);
    if (coSpace === undefined) return failed('coSpaceDoesNotExist');
    const name = form.get('name') ?? coSpace?.name ?? '';
    const correlator = form.get('callCorrelator')?.toLowerCase() ?? null;
    if (!coSpace && name === '' && correlator === null) return badParameters('coSpace');
    const changes = readCallChanges(form, core.clock.now());
    if ('answer' in changes) return changes.answer;
    const wanted = {
      id: core.ids.guid(),
      correlator: correlator ?? core.ids.guid(),
      coSpace: coSpace?.id ?? null,
      name,
      startedAtMs: core.clock.now(),
      activeWhenEmpty: true,
      rules: meetingRulesOf(core.cluster, coSpace?.id ?? null),
    };
    core.run({ do: 'start-call', call: wanted });
    const call = callOf(core.world, wanted);
    if (!call) return failed('callDoesNotExist');
    core.run({ do: 'change-call', call: call.id, changes: { activeWhenEmpty: true, ...changes.changes } });
    return created(`calls/${call.id}`);
  },

  'get-call': ({ core }, { ids }) => {
    const call = core.world.calls.get(ids.call);
    return call ? xml(writeCall({ core }, call)) : failed('callDoesNotExist');
  },

  'change-call': ({ core }, { ids, form }) => {
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    if (form.get('recording') !== null && call.rules.recordingMode === 'disabled') return failed('callRecordingCannotBeModified');
    if (form.get('streaming') !== null && call.rules.streamingMode === 'disabled') return failed('callStreamingCannotBeModified');
    const changes = readCallChanges(form, core.clock.now());
    if ('answer' in changes) return changes.answer;
    core.run({ do: 'change-call', call: call.id, changes: changes.changes });
    return done;
  },

  'end-call': ({ core, links }, { ids }) => {
    const call = core.world.calls.get(ids.call);
    if (!call) return failed('callDoesNotExist');
    core.run({ do: 'end-call', call: call.id, reason: 'callEnded' });
    links.tellAll({ type: 'meetingEnded', correlator: call.correlator, reason: 'callEnded' });
    return done;
  },
};

function readCallChanges(form: Parameters, nowMs: number): { changes: CallChanges } | { answer: ReturnType<typeof badParameters> } {
  const changes: { -readonly [Key in keyof CallChanges]: CallChanges[Key] } = {};
  const reader = new ParameterReader(form);
  reader.boolean('locked', (value) => (changes.locked = value));
  reader.boolean('recording', (value) => (changes.recording = value));
  reader.boolean('streaming', (value) => (changes.streaming = value));
  reader.boolean('allowAllMuteSelf', (value) => (changes.allowAllMuteSelf = value));
  reader.boolean('allowAllPresentationContribution', (value) => (changes.allowAllPresentationContribution = value));
  reader.boolean('activeWhenEmpty', (value) => (changes.activeWhenEmpty = value));
  reader.orUnset('joinAudioMuteOverride', (value) => {
    if (value !== null && value !== 'true' && value !== 'false') return false;
    changes.joinAudioMuteOverride = value === null ? null : value === 'true';
    return true;
  });
  reader.orUnset('messageText', (value) => {
    changes.messageText = value ?? '';
    return true;
  });
  reader.oneOf('messagePosition', ['top', 'middle', 'bottom'], (value) => (changes.messagePosition = value));
  reader.orUnset('messageDuration', (value) => {
    changes.messageDuration = value ?? '0';
    return value === null || value === 'permanent' || /^\d{1,9}$/.test(value);
  });
  if (changes.messageText !== undefined || changes.messageDuration !== undefined) changes.messageShownAtMs = nowMs;
  reader.orUnset('panePlacementHighestImportance', (value) => {
    changes.panePlacementHighestImportance = value === null ? null : Number(value);
    return value === null || /^\d{1,9}$/.test(value);
  });
  reader.orUnset('panePlacementSelfPaneMode', (value) => {
    const mode = readOneOf(value, ['skip', 'self', 'blank']);
    changes.panePlacementSelfPaneMode = mode.state === 'value' ? mode.value : null;
    return mode.state !== 'invalid' || value === 'unset';
  });
  return reader.invalid.length > 0 ? { answer: badParameters(...reader.invalid) } : { changes };
}

/** Seconds for which the message on the screens still stands, or `permanent`; null for one without a duration. */
function remainingOf({ messageDuration, messageShownAtMs }: MeetingSettings, nowMs: number): number | 'permanent' | null {
  if (messageDuration === 'permanent') return 'permanent';
  if (messageDuration === '0') return null;
  return Math.max(0, Number(messageDuration) - Math.floor((nowMs - messageShownAtMs) / 1_000));
}

function writeCall({ core }: Pick<RestParts, 'core'>, call: Call): string {
  const { settings } = call;
  const messageTimeRemaining = remainingOf(settings, core.clock.now());
  const isMessageShown = settings.messageText !== '' && messageTimeRemaining !== 0;
  const presenter = localParticipants(core.world, call).find(({ presentingSince }) => presentingSince !== null);
  return element(
    'call',
    { id: call.id },
    text('name', call.name),
    text('callType', callTypeOf(call)),
    text('coSpace', call.coSpace),
    text('callCorrelator', call.correlator),
    text('durationSeconds', Math.floor((core.clock.now() - call.startedAtMs) / 1_000)),
    text('numCallLegs', call.local.size + distributedInstances(core.world, call)),
    text('maxCallLegs', call.maxCallLegs),
    text('numParticipantsLocal', call.local.size),
    text('numParticipantsRemote', call.remote.size),
    text('numDistributedInstances', distributedInstances(core.world, call)),
    text('presenterCallLeg', presenter?.leg),
    text('locked', settings.locked),
    text('recording', settings.recording),
    text('recordingStatus', isRunning(core.world, call, 'recording')),
    text('streaming', settings.streaming),
    text('streamingStatus', isRunning(core.world, call, 'streaming')),
    text('allowAllMuteSelf', settings.allowAllMuteSelf),
    text('allowAllPresentationContribution', settings.allowAllPresentationContribution),
    text('joinAudioMuteOverride', settings.joinAudioMuteOverride),
    text('messageText', isMessageShown ? settings.messageText : null),
    text('messagePosition', settings.messagePosition),
    text('messageDuration', settings.messageDuration),
    text('messageTimeRemaining', isMessageShown ? messageTimeRemaining : null),
    text('activeWhenEmpty', call.activeWhenEmpty),
    text('endpointRecording', false),
    text('panePlacementHighestImportance', settings.panePlacementHighestImportance),
    text('panePlacementSelfPaneMode', settings.panePlacementSelfPaneMode),
  );
}
