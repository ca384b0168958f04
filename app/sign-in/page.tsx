import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignIn } from '@/components/sign-in/sign-in';
import { safeReturn } from '@/components/sign-in/safe-return';
import { currentCaller } from '../current-caller';

export const metadata: Metadata = { title: 'Sign in' };

interface SignInPageProps {
  searchParams: Promise<{ ended?: string; from?: string | string[]; changed?: string }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { ended, from, changed } = await searchParams;
  const next = safeReturn(from);
  if (await currentCaller()) redirect(next);
  return <SignIn next={next} why={changed ? 'password-changed' : ended ? 'session-ended' : null} />;
}
