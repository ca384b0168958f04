'use client';

import dynamic from 'next/dynamic';

/** The dialog's code comes with its first use: no page begins with it. */
export const LazyChooseMeetingDialog = dynamic(() => import('@/components/move/choose-meeting-dialog').then((module) => module.ChooseMeetingDialog), { ssr: false });
