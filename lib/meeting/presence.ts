import { z } from 'zod';
import { mostCarried } from '@/lib/meeting/carrying';

/**
 * Whom an operator holds in the air right now, on one screen. `id` is that of the screen's stream; nobody in `participants` says that they
 * were let go. It lives as long as that stream renews it and is on no record.
 */
export const presenceSchema = z.object({
  id: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  participants: z.array(z.string()),
});
export type Presence = z.infer<typeof presenceSchema>;

/** What the console says over its stream: whom it carries now, and again every `renewEveryMs` while it does; nobody once they were let go. */
export const liftSchema = z.strictObject({ lift: z.array(z.string().min(1).max(64)).max(mostCarried) });
export type Lift = z.infer<typeof liftSchema>;
