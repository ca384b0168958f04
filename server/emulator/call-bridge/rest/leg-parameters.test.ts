import { expect, test } from 'vitest';
import { readLegParameters } from './leg-parameters';
import { Parameters } from './parameters';

test.each([
  ['rxAudioMute=on&TXVIDEOMUTE=false', { rxAudioMute: true, txVideoMute: false }],
  ['layout=stacked&chosenLayout=SPEAKERONLY', { layout: 'speakerOnly' }],
  ['importance=2147483647', { importance: 2_147_483_647 }],
  ['importance=&nameLabelOverride=', { importance: null, nameLabelOverride: '' }],
  ['qualityMain=max720p30&muteSelfAllowed=off', { parameters: { qualityMain: 'max720p30', muteSelfAllowed: 'false' } }],
  ['participantLabels=', { parameters: { participantLabels: null } }],
  ['dtmfSequence=12%23,*', {}],
  ['somethingElse=1&bare', {}],
])('%s changes %j', (form, changes) => {
  expect(readLegParameters(new Parameters(form), '3.9')).toEqual({ ok: true, changes });
});

test.each([
  ['rxAudioMute=', ['rxAudioMute']],
  ['layout=round&importance=x', ['layout', 'importance']],
  ['importance=2147483648', ['importance']],
  ['qualityMain=best&dtmfSequence=abc', ['dtmfSequence', 'qualityMain']],
  [`nameLabelOverride=${'é'.repeat(26)}`, ['nameLabelOverride']],
])('%s cannot be read: %j', (form, invalid) => {
  expect(readLegParameters(new Parameters(form), '3.9')).toEqual({ ok: false, invalid });
});
