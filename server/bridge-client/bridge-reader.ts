import { notABridge, readDocument, saysUnknown } from '@/server/bridge-client/answer-reading';
import type { Answer } from '@/server/bridge-client/bridge-error';
import type {
  CallDetails,
  CallLegDetails,
  CallLegProfile,
  CallProfile,
  CdrReceivers,
  ClusterConfiguration,
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
import type { BridgeTransport } from '@/server/bridge-client/bridge-transport';
import { readCollection, readFirst, type Pages, type Part } from '@/server/bridge-client/collection';
import type { Precedence } from '@/server/bridge-client/request-gate';
import {
  idOf,
  readCall,
  readCallBridge,
  readCallLeg,
  readCallLegProfile,
  readCallProfile,
  readCdrReceivers,
  readListedCall,
  readListedCallLeg,
  readListedParticipant,
  readListedSpace,
  readMeetingEntry,
  readParticipant,
  readProfileChoice,
  readSpace,
  readStatus,
  readTimedLogging,
} from '@/server/bridge-client/rest-documents';
import { numberOf, textOf, type XmlElement } from '@/server/bridge-client/xml';

/** A bridge gives 20 spaces a page at the most, some 10. Source: docs/cms-wire.md, section 11.1. */
const mostSpacePages = 20;

/** What may be asked of a bridge without changing anything. Methods are named after the API's own nodes. */
export class BridgeReader {
  readonly #pages: Pages;

  /** @param precedence of every read, among all that is asked of the bridge */
  constructor(
    private readonly transport: BridgeTransport,
    precedence: Precedence,
  ) {
    this.#pages = {
      address: transport.address,
      get: (path, name) => transport.get(path, name, precedence),
      onMalformed: (detail) => transport.countUnreadable(detail),
    };
  }

  systemStatus(): Promise<Answer<SystemStatus>> {
    return this.#read('system/status', 'status', readStatus);
  }

  /** Media processing load, in the unit of the cluster's `loadLimit`. */
  systemLoad(): Promise<Answer<number | null>> {
    return this.#read('system/load', 'load', (root) => numberOf(root, 'mediaProcessingLoad'));
  }

  /** Types of the alarms that are on, such as `c2wConnectionFailure`. */
  async systemAlarms(): Promise<Answer<string[]>> {
    const alarms = await readCollection(
      this.#pages,
      { path: 'system/alarms', name: 'alarms', entry: 'alarm' },
      (element) => textOf(element, 'type') ?? 'unknown',
    );
    return alarms.ok ? { ok: true, value: [...new Set(alarms.value)].sort() } : alarms;
  }

  /** Where the bridge posts its call detail records; there are few enough for one page. */
  cdrReceivers(): Promise<Answer<CdrReceivers>> {
    return this.#read('system/cdrReceivers', 'cdrReceivers', readCdrReceivers);
  }

  /** Null where nothing in the answer is about requests to the API. Source: docs/cms-wire.md, section 8.6. */
  timedLogging(): Promise<Answer<TimedLogging | null>> {
    return this.#read('system/timedLogging', 'timedLogging', readTimedLogging);
  }

  clusterConfiguration(): Promise<Answer<ClusterConfiguration>> {
    return this.#read('system/configuration/cluster', 'cluster', (root) => ({ loadLimit: numberOf(root, 'loadLimit') }));
  }

  /** The bridges of the cluster by id and name, and whatever else the list has; empty for a single unit. */
  listCallBridges(): Promise<Answer<ListedCallBridge[]>> {
    return readCollection(this.#pages, { path: 'callBridges', name: 'callBridges', entry: 'callBridge' }, readCallBridge);
  }

  /** The bridges of the cluster with all that is known of each, which takes one more read per bridge. */
  async callBridges(): Promise<Answer<ListedCallBridge[]>> {
    const list = await this.listCallBridges();
    if (!list.ok) return list;
    const found: ListedCallBridge[] = [];
    for (const entry of list.value) {
      const details = await this.#read(`callBridges/${encodeURIComponent(entry.id)}`, 'callBridge', readCallBridge);
      if (!details.ok && !saysUnknown(details.error)) return details;
      found.push(details.ok ? details.value : entry);
    }
    return { ok: true, value: found };
  }

  calls(): Promise<Answer<ListedCall[]>> {
    return readCollection(this.#pages, { path: 'calls', name: 'calls', entry: 'call' }, readListedCall);
  }

  call(id: string): Promise<Answer<CallDetails>> {
    return this.#read(`calls/${encodeURIComponent(id)}`, 'call', readCall);
  }

  /** The bridge's calls in a space: one, or none. Source: docs/cms-wire.md, section 1.2. */
  callsIn(space: string): Promise<Answer<ListedCall[]>> {
    const path = `calls?coSpaceFilter=${encodeURIComponent(space)}`;
    return readCollection(this.#pages, { path, name: 'calls', entry: 'call' }, readListedCall);
  }

  /** Everybody in the bridge's calls, those homed on other bridges included. */
  participants(): Promise<Answer<ListedParticipant[]>> {
    return readCollection(
      this.#pages,
      { path: 'participants', name: 'participants', entry: 'participant' },
      readListedParticipant,
    );
  }

  participant(id: string): Promise<Answer<ParticipantDetails>> {
    return this.#read(`participants/${encodeURIComponent(id)}`, 'participant', readParticipant);
  }

  /** Ids of a participant's call legs. A participant's id and a leg's are often equal, and never to be relied on as such. */
  callLegsOf(participant: string): Promise<Answer<string[]>> {
    const path = `participants/${encodeURIComponent(participant)}/callLegs`;
    return readCollection(this.#pages, { path, name: 'callLegs', entry: 'callLeg' }, idOf);
  }

  /** The bridge's call legs with a part of this text in what they are called by. Source: docs/cms-wire.md, sections 1.2 and 2.5. */
  callLegsWith(filter: string): Promise<Answer<ListedCallLeg[]>> {
    return readCollection(this.#pages, { path: `callLegs?filter=${encodeURIComponent(filter)}`, name: 'callLegs', entry: 'callLeg' }, readListedCallLeg);
  }

  callLeg(id: string): Promise<Answer<CallLegDetails>> {
    return this.#read(`callLegs/${encodeURIComponent(id)}`, 'callLeg', readCallLeg);
  }

  /** The first `most` of the spaces whose name or address has `filter` in it. Source: docs/cms-wire.md, section 1.2. */
  spaces(filter: string, most: number): Promise<Answer<Part<ListedSpace>>> {
    const path = filter === '' ? 'coSpaces' : `coSpaces?filter=${encodeURIComponent(filter)}`;
    return readFirst(this.#pages, { path, name: 'coSpaces', entry: 'coSpace' }, { most, pages: mostSpacePages }, readListedSpace);
  }

  space(id: string): Promise<Answer<SpaceDetails>> {
    return this.#read(`coSpaces/${encodeURIComponent(id)}`, 'coSpace', readSpace);
  }

  /** What the bridge tells people who are to come into a space. Source: docs/cms-wire.md, section 3. */
  meetingEntry(space: string): Promise<Answer<MeetingEntry>> {
    return this.#read(`coSpaces/${encodeURIComponent(space)}/meetingEntryDetail`, 'meetingEntryDetail', readMeetingEntry);
  }

  /** The passcodes of a space's access methods; null for one without. */
  async passcodesOf(space: string): Promise<Answer<(string | null)[]>> {
    const path = `coSpaces/${encodeURIComponent(space)}/accessMethods`;
    const ids = await readCollection(this.#pages, { path, name: 'accessMethods', entry: 'accessMethod' }, idOf);
    if (!ids.ok) return ids;
    const passcodes: (string | null)[] = [];
    for (const id of ids.value) {
      const passcode = await this.#read(`${path}/${encodeURIComponent(id)}`, 'accessMethod', (root) => textOf(root, 'passcode'));
      if (!passcode.ok) return passcode;
      passcodes.push(passcode.value);
    }
    return { ok: true, value: passcodes };
  }

  /** The numeric ids of a space's access methods; its own `callId` is not among them. Source: docs/cms-wire.md, section 3. */
  async accessMethodIds(space: string): Promise<Answer<string[]>> {
    const path = `coSpaces/${encodeURIComponent(space)}/accessMethods`;
    const methods = await readCollection(this.#pages, { path, name: 'accessMethods', entry: 'accessMethod' }, (element) => textOf(element, 'callId'));
    return methods.ok ? { ok: true, value: methods.value.filter((id) => id !== null) } : methods;
  }

  callProfile(id: string): Promise<Answer<CallProfile>> {
    return this.#read(`callProfiles/${encodeURIComponent(id)}`, 'callProfile', readCallProfile);
  }

  callLegProfile(id: string): Promise<Answer<CallLegProfile>> {
    return this.#read(`callLegProfiles/${encodeURIComponent(id)}`, 'callLegProfile', readCallLegProfile);
  }

  tenantProfiles(id: string): Promise<Answer<ProfileChoice>> {
    return this.#read(`tenants/${encodeURIComponent(id)}`, 'tenant', readProfileChoice);
  }

  systemProfiles(): Promise<Answer<ProfileChoice>> {
    return this.#read('system/profiles', 'profiles', readProfileChoice);
  }

  /** Where browsers join by a numeric id; null where the bridge has no such address. A POST that changes nothing. Source: docs/cms-wire.md, section 3. */
  async webAddressOf(callId: string): Promise<Answer<string | null>> {
    const answer = await this.transport.post('accessQuery', { callId }, 'read');
    if (!answer.ok) return answer;
    const document = readDocument(this.transport.address.origin, answer.value, 'accessQuery');
    return document.ok ? { ok: true, value: textOf(document.value.root, 'webAddress') } : document;
  }

  /**
   * A short-lived token for one events connection. A POST that changes nothing. Source: docs/cms-wire.md, section 4.
   */
  async authToken(): Promise<Answer<string>> {
    const answer = await this.transport.post('authTokens', {}, 'read');
    if (!answer.ok) return answer;
    const token = answer.value.headers['x-cisco-cms-auth-token'];
    if (typeof token === 'string' && token !== '') return { ok: true, value: token };
    const at = this.transport.address.origin;
    return notABridge(`${at} gave no token for its events.`, answer.value.status, false);
  }

  async #read<T>(path: string, name: string, read: (root: XmlElement) => T): Promise<Answer<T>> {
    const answer = await this.#pages.get(path, name);
    return answer.ok ? { ok: true, value: read(answer.value) } : answer;
  }
}
