import { participantStates, type ParticipantState } from '@/lib/meeting/participant';
import { deactivationModes, type Rights } from '@/lib/move/meeting-details';
import { rightNames } from '@/lib/move/rights';
import type {
  CallDetails,
  CallLegDetails,
  CallLegProfile,
  CallProfile,
  CdrReceivers,
  ListedCall,
  ListedCallBridge,
  ListedCallLeg,
  ListedParticipant,
  ListedSpace,
  MeetingEntry,
  ParticipantDetails,
  ProfileChoice,
  SpaceDetails,
  SystemStatus,
  TimedLogging,
} from '@/server/bridge-client/bridge-objects';
import { child, flagOf, numberOf, ownText, textOf, type XmlElement } from '@/server/bridge-client/xml';

/** Source: docs/cms-wire.md, section 5. */
const mostCdrReceivers = 4;
/** Ids are GUIDs. Source: docs/cms-wire.md, section 1.1. */
const longestId = 100;

/** From a bridge's documents to its objects: the only place that knows how elements are named and nested. */
export function readStatus(root: XmlElement): SystemStatus {
  return {
    softwareVersion: textOf(root, 'softwareVersion'),
    clusterId: textOf(root, 'clusterId'),
    cdrTime: textOf(root, 'cdrTime'),
    uptimeSeconds: numberOf(root, 'uptimeSeconds'),
    cdrCorrelatorIndex: countOf(numberOf(root, 'cdrCorrelatorIndex')),
  };
}

/** A receiver without an address keeps its slot all the same. */
export function readCdrReceivers(root: XmlElement): CdrReceivers {
  const receivers = root.children.filter(({ name }) => name === 'cdrReceiver');
  const maximum = Number(root.attributes['maximum'] ?? mostCdrReceivers);
  return {
    receivers: receivers.map((element) => ({ id: idOf(element), uri: textOf(element, 'uri') ?? '' })),
    maximum: Number.isInteger(maximum) ? maximum : mostCdrReceivers,
  };
}

/** An empty value is 0. Source: docs/cms-wire.md, section 8.6. */
export function readTimedLogging(root: XmlElement): TimedLogging | null {
  const parameter = root.children.find(({ name }) => name.toLowerCase() === 'api')?.name;
  if (parameter === undefined) return null;
  return { parameter, secondsLeft: textOf(root, parameter) === null ? 0 : countOf(numberOf(root, parameter)) };
}

export function readCallBridge(element: XmlElement): ListedCallBridge {
  return {
    id: idOf(element),
    name: textOf(element, 'name') ?? '',
    address: textOf(element, 'address'),
    sipDomain: textOf(element, 'sipDomain'),
  };
}

export function readListedCall(element: XmlElement): ListedCall {
  return {
    id: idOf(element),
    name: textOf(element, 'name') ?? '',
    coSpace: textOf(element, 'coSpace'),
    callCorrelator: textOf(element, 'callCorrelator'),
  };
}

/** `recordingStatus` and `streamingStatus` say what runs; `recording` and `streaming` only what is wanted. */
export function readCall(root: XmlElement): CallDetails {
  return {
    ...readListedCall(root),
    callType: textOf(root, 'callType'),
    durationSeconds: numberOf(root, 'durationSeconds'),
    locked: flagOf(root, 'locked') ?? false,
    recording: flagOf(root, 'recordingStatus') ?? flagOf(root, 'recording') ?? false,
    streaming: flagOf(root, 'streamingStatus') ?? flagOf(root, 'streaming') ?? false,
    activeWhenEmpty: flagOf(root, 'activeWhenEmpty'),
    headCount: headCountOf(numberOf(root, 'numParticipantsLocal'), numberOf(root, 'numParticipantsRemote')),
  };
}

/** A bridge that says nothing of others has nobody on them. */
function headCountOf(local: number | null, remote: number | null): number | null {
  return local === null ? null : local + (remote ?? 0);
}

export function readListedParticipant(element: XmlElement): ListedParticipant {
  return {
    id: idOf(element),
    name: textOf(element, 'name') ?? '',
    call: textOf(element, 'call'),
    callBridge: textOf(element, 'callBridge'),
  };
}

export function readParticipant(root: XmlElement): ParticipantDetails {
  return {
    ...readListedParticipant(root),
    uri: textOf(root, 'uri'),
    canMove: flagOf(root, 'canMove'),
    movedParticipant: textOf(root, 'movedParticipant'),
    importance: numberOf(child(root, 'configuration'), 'importance'),
    label: textOf(child(root, 'configuration'), 'nameLabelOverride'),
    isActivator: flagOf(root, 'isActivator'),
    state: participantStateOf(textOf(child(root, 'status'), 'state')),
  };
}

export function readListedCallLeg(element: XmlElement): ListedCallLeg {
  return { id: idOf(element), remoteParty: textOf(element, 'remoteParty'), originalRemoteParty: textOf(element, 'originalRemoteParty') };
}

export function readMeetingEntry(root: XmlElement): MeetingEntry {
  return { webAddress: textOf(root, 'webAddress'), passcode: textOf(root, 'passcode') };
}

export function readCallLeg(root: XmlElement): CallLegDetails {
  const configuration = child(root, 'configuration');
  const status = child(root, 'status');
  return {
    type: textOf(root, 'type'),
    subType: textOf(root, 'subType'),
    durationSeconds: numberOf(status, 'durationSeconds'),
    deactivated: flagOf(status, 'deactivated'),
    rxAudioMute: flagOf(configuration, 'rxAudioMute'),
    rxVideoMute: flagOf(configuration, 'rxVideoMute'),
    layout: textOf(configuration, 'chosenLayout') ?? textOf(status, 'layout'),
    recording: flagOf(status, 'recording') ?? false,
    streaming: flagOf(status, 'streaming') ?? false,
    rxBitRate: rxBitRateOf(status),
    needsActivation: flagOf(configuration, 'needsActivation'),
    deactivationMode: oneOf(deactivationModes, textOf(configuration, 'deactivationMode')),
    encryptedMedia: flagOf(status, 'encryptedMedia'),
    unencryptedMedia: flagOf(status, 'unencryptedMedia'),
    rights: rightsOf(configuration),
  };
}

export function readListedSpace(element: XmlElement): ListedSpace {
  return { id: idOf(element), name: textOf(element, 'name') ?? '', uri: textOf(element, 'uri'), callId: textOf(element, 'callId') };
}

export function readSpace(root: XmlElement): SpaceDetails {
  return {
    name: textOf(root, 'name') ?? '',
    uri: textOf(root, 'uri'),
    callId: textOf(root, 'callId'),
    passcode: textOf(root, 'passcode'),
    callProfile: textOf(root, 'callProfile'),
    callLegProfile: textOf(root, 'callLegProfile'),
    tenant: textOf(root, 'tenant'),
  };
}

/** Of a tenant, or of `system/profiles`. */
export function readProfileChoice(root: XmlElement): ProfileChoice {
  return { callProfile: textOf(root, 'callProfile'), callLegProfile: textOf(root, 'callLegProfile') };
}

export function readCallProfile(root: XmlElement): CallProfile {
  return {
    participantLimit: numberOf(root, 'participantLimit'),
    lockMode: oneOf(['all', 'needsActivation'] as const, textOf(root, 'lockMode')),
    begins: {
      locked: flagOf(root, 'locked') ?? false,
      recorded: textOf(root, 'recordingMode') === 'automatic',
      streamed: textOf(root, 'streamingMode') === 'automatic',
    },
  };
}

export function readCallLegProfile(root: XmlElement): CallLegProfile {
  return {
    needsActivation: flagOf(root, 'needsActivation'),
    deactivationMode: oneOf(deactivationModes, textOf(root, 'deactivationMode')),
    sipMediaEncryption: oneOf(['optional', 'required', 'prohibited'] as const, textOf(root, 'sipMediaEncryption')),
    rights: rightsOf(root),
  };
}

function rxBitRateOf(status: XmlElement | null): number | null {
  const received = status?.children.filter(({ name }) => name === 'rxAudio' || name === 'rxVideo') ?? [];
  const rates = received.flatMap((media) => numberOf(media, 'bitRate') ?? []);
  return rates.length > 0 ? rates.reduce((sum, rate) => sum + rate) : null;
}

/** `muteSelf` is `muteSelfAllowed` on the wire, and so on. */
function rightsOf(element: XmlElement | null): Rights {
  return Object.fromEntries(rightNames.flatMap((right) => {
    const allowed = flagOf(element, `${right}Allowed`);
    return allowed === null ? [] : [[right, allowed]];
  }));
}

function countOf(number: number | null): number | null {
  return number !== null && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function oneOf<T extends string>(words: readonly T[], text: string | null): T | null {
  return words.find((word) => word === text) ?? null;
}

/** A state as the bridge spells it; null for one that is not known. */
export function participantStateOf(text: string | null): ParticipantState | null {
  return participantStates.find((state) => state === text) ?? null;
}

/** The id that an object carries as an attribute; empty where it has none, or one that is none. */
export function idOf(element: XmlElement): string {
  const id = element.attributes['id'] ?? '';
  return id.length > longestId ? '' : ownText(id);
}
