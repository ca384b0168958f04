'use client';

import { useEffect } from 'react';
import { useRouter } from 'next/navigation';
import { hadEffect } from '@/lib/move/had-effect';
import { isEnd } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import { useLiveStore } from '@/components/live/live-provider';
import { toast } from '@/components/messages/toast';
import { itemSentence } from '@/components/move/item-words';
import { orderProgress, progressWords } from '@/components/move/order-progress';
import { targetWords } from '@/components/move/place-words';
import { onUndoKey, undoLabel } from '@/components/move/undo-key';
import type { TrafficStore } from '@/components/move/traffic-store';
import type { SequelWish } from '@/components/sequel/sequel';
import { didNotComeBack, undoWords } from '@/components/sequel/sequel-words';

/**
 * One toast per order of this page, which follows to the end and lets it be undone, also by a key for as long as it stands there. Moves that
 * others asked for are shown without one.
 */
export function useOrderToasts(traffic: TrafficStore, ask: (wish: SequelWish) => void): void {
  const live = useLiveStore();
  const router = useRouter();
  useEffect(() => {
    const shown = new Map<string, Order>();
    const undoable = new Map<string, () => void>();
    const stopKey = onUndoKey(() => [...undoable.values()].at(-1));
    const unfollow = traffic.subscribe(() => {
      for (const [id, { handle, first }] of traffic.own()) {
        const order = live.picture.orders.get(id) ?? first;
        if (shown.get(id) === order) continue;
        shown.set(id, order);
        const gone = () => void undoable.delete(id);
        const undo = () => {
          gone();
          ask({ kind: 'undo', order: id });
        };
        // The key that takes back does not take back the taking back.
        if (order.undoOf === null && order.items.some(hadEffect)) undoable.set(id, undo);
        showToast(handle, order, { show: () => router.push(`/moves/${encodeURIComponent(id)}`), undo, gone });
      }
    });
    return () => {
      stopKey();
      unfollow();
    };
  }, [traffic, live, router, ask]);
}

interface Ways {
  readonly show: () => void;
  readonly undo: () => void;
  /** The toast is not there any more. */
  readonly gone: () => void;
}

function showToast(id: string, order: Order, { show, undo, gone }: Ways): void {
  const { words, ended, joined } = said(order);
  const label = order.undoOf === null ? undoLabel() : 'Undo';
  const buttons = {
    action: order.items.some(hadEffect) ? { label, onClick: undo } : undefined,
    cancel: order.items.length > 1 ? { label: 'Show', onClick: show } : undefined,
    onDismiss: gone,
    onAutoClose: gone,
  };
  if (!ended) toast.loading(words, { id, ...buttons });
  else if (joined) toast.success(words, { id, ...buttons, duration: 10_000 });
  else toast.error(words, { id, ...buttons, duration: 15_000 });
}

interface Said {
  readonly words: string;
  readonly ended: boolean;
  readonly joined: boolean;
}

function said(order: Order): Said {
  const { items } = order;
  const ended = items.every(({ state }) => isEnd(state));
  if (order.undoOf !== null && ended) return { words: undoWords(order), ended, joined: !items.some(didNotComeBack) };
  const [only, ...others] = items;
  if (only && others.length === 0) return { words: itemSentence(only), ended, joined: only.state === 'joined' };
  const progress = orderProgress(items);
  return { words: progressWords(progress, targetWords(items)), ended, joined: progress.failed === 0 };
}
