import { z } from 'zod';
import { idInput } from '@/lib/access/name';
import { addWebhookInput, webhookIdInput } from '@/lib/webhook/webhook';
import { deed, read } from '@/server/commands/command';
import { pageInput, pageOf } from '@/server/commands/page';

export const listWebhooks = read({
  permission: 'webhooks.read',
  scope: 'refused',
  input: z.object(pageInput),
  async run({ webhooks, changes }, _, input) {
    const sequence = changes.sequence;
    return { ...pageOf(await webhooks.list(), ({ id }) => id, input), sequence };
  },
});

/** The last ones of an address, newest first. */
export const listDeliveries = read({
  permission: 'webhooks.read',
  scope: 'refused',
  input: z.object({ id: idInput }),
  run: async ({ webhooks }, _, { id }) => ({ items: await webhooks.deliveries(id) }),
});

/** The secret that signs is in this answer only. */
export const addWebhook = deed({
  permission: 'webhooks.write',
  scope: 'refused',
  input: addWebhookInput,
  run: ({ webhooks }, caller, input) => webhooks.add(caller, input),
  record: ({ address, kinds }, output) => ({ id: output?.webhook.id, host: hostIn(address), kinds }),
});

export const removeWebhook = deed({
  permission: 'webhooks.write',
  scope: 'refused',
  input: webhookIdInput,
  async run({ webhooks }, _, { id }) {
    const { address } = await webhooks.remove(id);
    return { address };
  },
  record: ({ id }, output) => ({ id, host: output && hostIn(output.address) }),
});

/** Puts a test in line: it comes after what waits. */
export const testWebhook = deed({
  permission: 'webhooks.write',
  scope: 'refused',
  input: webhookIdInput,
  async run({ webhooks }, _, { id }) {
    const { address } = await webhooks.test(id);
    return { address };
  },
  record: ({ id }, output) => ({ id, host: output && hostIn(output.address) }),
});

/** What goes on record of an address: some receivers have a secret in the rest of it. */
function hostIn(address: string): string | null {
  return URL.parse(address)?.host ?? null;
}
