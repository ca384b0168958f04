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
};

export default async function CallBridges() {
  const { role } = await requireCaller();
  return <CallBridgesPage actions={actions} mayChange={permits(role, 'call-bridges.write').permitted} cdrUrl={runtime().settings.cdrUrl} />;
}
