import type { Metadata } from 'next';
import { permits } from '@/lib/access/access';
import { CallBridgesPage } from '@/components/call-bridges/call-bridges-page';
import { runtime } from '@/server/runtime';
import { requireCaller } from '../../current-caller';
import {
  addCallBridge,
  discoverCallBridges,
  editCallBridge,
  inspectCallBridge,
  removeCallBridge,
  setClusterCdr,
  setClusterMode,
  setTracing,
  testCallBridge,
} from '../actions/call-bridges';

export const metadata: Metadata = { title: 'Call bridges' };

const actions = {
  inspect: inspectCallBridge,
  test: testCallBridge,
  add: addCallBridge,
  edit: editCallBridge,
  remove: removeCallBridge,
  discover: discoverCallBridges,
  setMode: setClusterMode,
  setCdr: setClusterCdr,
  setTracing,
};

/** `?trace=<id>` comes from where the log of a bridge says too little. */
export default async function CallBridges({ searchParams }: { searchParams: Promise<{ trace?: string | string[] }> }) {
  const [{ role }, { trace }] = await Promise.all([requireCaller(), searchParams]);
  return <CallBridgesPage actions={actions} mayChange={permits(role, 'call-bridges.write').permitted} cdrUrl={runtime().settings.cdrUrl} trace={typeof trace === 'string' ? trace : null} />;
}
