'use client';

import dynamic from 'next/dynamic';

/** The question's code comes with its first use: most moves are sent without one. */
export const LazyMoveQuestion = dynamic(() => import('@/components/move/move-question').then((module) => module.MoveQuestion), { ssr: false });
