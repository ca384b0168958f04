import type { CreateToken, Token } from '@/lib/access/token';
import type { Outcome } from '@/lib/problem/problem';
import type { AddWebhook, Webhook } from '@/lib/webhook/webhook';

/** What the settings page asks for about tokens. */
export interface TokenActions {
  create(input: CreateToken): Promise<Outcome<{ token: Token; secret: string }>>;
  delete(input: { id: string }): Promise<Outcome<Token>>;
}

/** What the settings page asks for about webhooks. */
export interface WebhookActions {
  add(input: AddWebhook): Promise<Outcome<{ webhook: Webhook; secret: string }>>;
  remove(input: { id: string }): Promise<Outcome<{ address: string }>>;
  test(input: { id: string }): Promise<Outcome<{ address: string }>>;
}
