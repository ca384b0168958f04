'use server';

import { z } from 'zod';
import { tokenSchema, type CreateToken, type Token } from '@/lib/access/token';
import type { Outcome } from '@/lib/problem/problem';
import { runAs } from './run-as';

/** Makes a token for a script; the secret is in this answer and never again. */
export async function createToken(input: CreateToken): Promise<Outcome<{ token: Token; secret: string }>> {
  return runAs('create-token', z.object({ token: tokenSchema, secret: z.string() }), input);
}

export async function deleteToken(input: { id: string }): Promise<Outcome<Token>> {
  return runAs('delete-token', tokenSchema, input);
}
