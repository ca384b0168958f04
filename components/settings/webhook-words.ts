import type { Delivery, WebhookKind } from '@/lib/webhook/webhook';

/** What an address is told of, in words. */
export const kindWords: Record<WebhookKind | 'test', string> = {
  'move-ended': 'Each person whose move ended',
  'order-settled': 'Each order that is over',
  test: 'Test',
};

export const deliveryWords: Record<Delivery['state'], string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  'given-up': 'Given up',
};
