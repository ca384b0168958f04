'use client';

import { useEffect } from 'react';
import { useRouter } from 'next/navigation';
import type { Item } from '@/lib/move/item';
import { isEnd } from '@/lib/move/item-state';
import type { Order } from '@/lib/move/order';
import { useLiveStore } from '@/components/live/live-provider';
import { toast } from '@/components/messages/toast';
import { itemSentence } from '@/components/move/item-words';
import { orderProgress, progressWords } from '@/components/move/order-progress';
import type { TrafficStore } from '@/components/move/traffic-store';

/** One toast per order of this page, which follows to the end. Moves that others asked for are shown without one. */
export function useOrderToasts(traffic: TrafficStore): void {
  const live = useLiveStore();
  const router = useRouter();
  useEffect(() => {
    const shown = new Map<string, Order>();
    return traffic.subscribe(() => {
      for (const [id, { handle, first }] of traffic.own()) {
        const order = live.picture.orders.get(id) ?? first;
        if (shown.get(id) === order) continue;
        shown.set(id, order);
        showToast(handle, order, () => router.push(`/moves/${encodeURIComponent(id)}`));
      }
    });
  }, [traffic, live, router]);
}

function showToast(id: string, order: Order, show: () => void): void {
  const [only, ...others] = order.items;
  if (!only) return;
  const { words, ended, joined } = others.length === 0 ? aboutOne(only) : aboutAll(order);
  const action = others.length === 0 ? undefined : { label: 'Show', onClick: show };
  if (!ended) toast.loading(words, { id, action });
  else if (joined) toast.success(words, { id, action, duration: 6_000 });
  else toast.error(words, { id, action, duration: 15_000 });
}

interface Said {
  readonly words: string;
  readonly ended: boolean;
  readonly joined: boolean;
}

function aboutOne(item: Item): Said {
  return { words: itemSentence(item), ended: isEnd(item.state), joined: item.state === 'joined' };
}

function aboutAll({ items }: Order): Said {
  const progress = orderProgress(items);
  return { words: `${progressWords(progress)} ${items[0]?.to.name ?? ''}`.trim(), ended: progress.open === 0, joined: progress.failed === 0 };
}
