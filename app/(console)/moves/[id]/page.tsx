import type { Metadata } from 'next';
import { OrderPage } from '@/components/moves/order-page';

export const metadata: Metadata = { title: 'Move' };

export default async function Move({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <OrderPage id={decodeURIComponent(id)} />;
}
