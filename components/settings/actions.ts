import type { CreateToken, Token } from '@/lib/access/token';
import type { Outcome } from '@/lib/problem/problem';

/** What the settings page asks for about tokens. */
export interface TokenActions {
  create(input: CreateToken): Promise<Outcome<{ token: Token; secret: string }>>;
  delete(input: { id: string }): Promise<Outcome<Token>>;
}
