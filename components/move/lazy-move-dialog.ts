'use client';

import dynamic from 'next/dynamic';

/** The dialog's code comes with its first use: most moves are drags. */
export const LazyMoveDialog = dynamic(() => import('@/components/move/move-dialog').then((module) => module.MoveDialog), { ssr: false });
