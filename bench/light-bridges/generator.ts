// The process in which light bridges run, so that their work is not taken for Usher's. It does what its parent says.
import { setTimeout as pause } from 'node:timers/promises';
import type { FromGenerator, ToGenerator } from './light-bridges';
import { LightBridge } from './light-bridge';

const tickMs = 5;
const bridges: LightBridge[] = [];

process.on('message', (message: ToGenerator) => {
  void obey(message).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));

async function obey(message: ToGenerator): Promise<FromGenerator> {
  if (message.do === 'open') {
    while (bridges.length < message.bridges) bridges.push(await LightBridge.open(message.calls, message.people));
    return { addresses: bridges.map(({ address }) => address) };
  }
  return { changes: await flow(message) };
}

/**
 * Changes at an even pace, a few at a time on each bridge in turn, so that as many arrive together however many bridges there are;
 * now and then somebody goes and somebody else comes.
 */
async function flow({ perSecond, forMs, replaceEvery, only }: Extract<ToGenerator, { do: 'flow' }>): Promise<number> {
  const changing = bridges.filter((bridge) => bridge.changeOnly(only));
  const start = performance.now();
  let made = 0;
  let turn = 0;
  while (performance.now() - start < forMs) {
    const due = Math.floor(((performance.now() - start) / 1_000) * perSecond);
    const bridge = changing[turn % changing.length];
    turn += 1;
    for (; made < due; made += 1) {
      if (replaceEvery > 0 && made % replaceEvery === replaceEvery - 1) bridge?.replace();
      else bridge?.mute();
    }
    await pause(tickMs);
  }
  return made;
}
