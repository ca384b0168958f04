import type { Metadata } from 'next';
import { MovesPage } from '@/components/moves/moves-page';

export const metadata: Metadata = { title: 'Moves' };

export default function Moves() {
  return <MovesPage />;
}
