'use server';

import { z } from 'zod';
import { webhookSchema, type AddWebhook, type Webhook } from '@/lib/webhook/webhook';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

const told = z.object({ address: z.string() });

/** Tells an address from now on; the secret is in this answer and never again. */
export async function addWebhook(input: AddWebhook): Promise<Outcome<{ webhook: Webhook; secret: string }>> {
  return runAs('add-webhook', z.object({ webhook: webhookSchema, secret: z.string() }), input);
}

export async function removeWebhook(input: { id: string }): Promise<Outcome<{ address: string }>> {
  return runAs('remove-webhook', told, input);
}

export async function testWebhook(input: { id: string }): Promise<Outcome<{ address: string }>> {
  return runAs('test-webhook', told, input);
}
