import type { Metadata } from 'next';
import { OrderPage } from '@/components/moves/order-page';
import { cancelMove, pauseMove, resumeMove, retryMove } from '../../actions/moves';

const actions = { pause: pauseMove, resume: resumeMove, cancel: cancelMove, retry: retryMove };

export const metadata: Metadata = { title: 'Move' };

export default async function Move({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <OrderPage id={decodeURIComponent(id)} actions={actions} />;
}
