'use client';

import { useSyncExternalStore } from 'react';
import dynamic from 'next/dynamic';
import { messages } from '@/components/messages/toast';

const MessageList = dynamic(() => import('@/components/messages/message-list').then((module) => module.MessageList), { ssr: false });

/** Where messages appear; nothing until there is one. */
export function MessageArea() {
  const wanted = useSyncExternalStore(messages.subscribe, messages.isWanted, () => false);
  return wanted ? <MessageList /> : null;
}
