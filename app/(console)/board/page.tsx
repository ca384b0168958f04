import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { boardCookie, boardViewFrom } from '@/lib/meeting/board-view';
import { firstPictureSchema, type FirstPicture } from '@/lib/meeting/first-picture';
import { Board } from '@/components/board/board';
import { runAs } from '../actions/run-as';

export const metadata: Metadata = { title: 'Board' };

export default async function BoardPage() {
  return <Board first={await firstPicture()} />;
}

/** What of the board is in view, for a browser that knows nothing yet; null for one that comes from another page of the console. */
async function firstPicture(): Promise<FirstPicture | null> {
  if (!(await headers()).get('accept')?.includes('text/html')) return null;
  const view = boardViewFrom((await cookies()).get(boardCookie)?.value);
  const outcome = await runAs('get-board', firstPictureSchema, view);
  return outcome.ok ? outcome.value : null;
}
