import { expect, it } from 'vitest';
import { type ClientState, joiningClient } from '../../client/client-state';
import { noticesBetween } from './notices';

const CALL: ClientState = {
  ...joiningClient({ audioMuted: false, videoMuted: false, layout: 'automatic' }),
  phase: 'in-call',
  space: { name: 'Space 1', numericId: '1001' },
};
const MUTED: ClientState = { ...CALL, imposed: { ...CALL.imposed, audioMuted: true } };
const BEN = { id: 'b', name: 'Ben', audioMuted: false, videoMuted: false, speaking: false, presenting: true, self: false };

it('tells of a move once the guest has arrived, with the name of the meeting', () => {
  const moving: ClientState = { ...CALL, phase: 'moving', space: { name: 'Space 2', numericId: '1002' } };
  expect(noticesBetween(CALL, moving)).toEqual([]);
  expect(noticesBetween(moving, { ...moving, phase: 'in-call', moves: 1 })).toEqual([
    { icon: 'moved', title: 'You have been moved to a new call', text: 'Now in Space 2' },
  ]);
});

it('tells of a mute by the bridge and of its end', () => {
  expect(noticesBetween(CALL, MUTED).map(({ icon }) => icon)).toEqual(['micOff']);
  expect(noticesBetween(MUTED, CALL).map(({ icon }) => icon)).toEqual(['mic']);
});

it('says nothing of what the guest did', () => {
  const own = { ...CALL.own, audioMuted: true };
  expect(noticesBetween(CALL, { ...CALL, own })).toEqual([]);
  expect(noticesBetween(MUTED, { ...CALL, own: { ...CALL.own } })).toEqual([]);
  expect(noticesBetween({ ...CALL, presentation: 'on' }, { ...CALL, people: [{ ...BEN, presenting: false }] })).toEqual([]);
});

it('tells who took the floor', () => {
  expect(noticesBetween({ ...CALL, presentation: 'on' }, { ...CALL, people: [BEN] })[0]?.text).toBe('Ben is presenting now.');
});

it('tells of being let in, and of being put back to wait, but not of having to wait at first', () => {
  const waiting: ClientState = { ...CALL, waiting: true };
  expect(noticesBetween(waiting, CALL).map(({ title }) => title)).toEqual(['You have been let in']);
  expect(noticesBetween({ ...CALL, people: [BEN] }, waiting).map(({ title }) => title)).toEqual(['You are waiting again']);
  expect(noticesBetween(CALL, waiting)).toEqual([]);
});
