import { expect, test } from 'vitest';
import { clustersOf, parseScenario } from './scenario';

test.each([
  ['demo', { kind: 'demo' }],
  ['empty', { kind: 'empty' }],
  ['scale:24x450', { kind: 'scale', callBridges: 24, peoplePerBridge: 450 }],
  ['scale:1x0', { kind: 'scale', callBridges: 1, peoplePerBridge: 0 }],
])('%s is a scenario', (text, scenario) => {
  expect(parseScenario(text)).toEqual(scenario);
});

test.each(['', 'Demo', 'scale', 'scale:0x1', 'scale:25x1', 'scale:1x451', 'scale:-1x2', 'scale:1x2x3'])('"%s" is none', (text) => {
  expect(parseScenario(text)).toBeNull();
});

test('the demo\'s spaces are numbered 1001 to 1008, and two of them have a way in with a passcode', () => {
  for (const { spaces } of clustersOf({ kind: 'demo' })) {
    expect(spaces.map(({ name, numericId }) => `${name} ${numericId}`)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `Space ${n} ${1000 + n}`));
    expect(spaces.flatMap(({ accessMethods = [] }) => accessMethods)).toEqual([
      { name: 'Hosts', numericId: '2004', passcode: '4321' },
      { name: 'Hosts', numericId: '2008', passcode: '4321', callLegProfile: 'Hosts' },
    ]);
  }
});
